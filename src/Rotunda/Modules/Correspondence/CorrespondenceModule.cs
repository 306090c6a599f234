using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Correspondence.Circulars;
using Rotunda.Modules.Correspondence.Directory;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence;

/// <summary>Circulars of the secretariat with their answers, and the directory of officers.</summary>
public static class CorrespondenceModule
{
    /// <summary>The rate limit of links that open without a password: generous per address, since whole campuses share one.</summary>
    public const string LinkLimit = "answer-link";

    private const int RequestsPerMinute = 120;

    public static IServiceCollection AddCorrespondence(this IServiceCollection services)
    {
        services.AddScoped<CircularAudience>();
        services.AddScoped<CircularDrafts>();
        services.AddScoped<CircularSending>();
        services.AddScoped<AnswerOperations>();
        services.AddScoped<CircularQueries>();
        services.AddSingleton<CircularLetters>();
        services.AddScoped<DirectoryOperations>();
        services.AddScoped<DirectoryQueries>();
        services.AddSingleton<IPersonalData, CorrespondencePersonalData>();
        services.AddSingleton<IDeskQueue, ReceivedQueue>();
        services.AddSingleton<IDeskQueue, OpenCircularsQueue>();
        services.AddSingleton<IDueSource, CircularsDue>();
        services.AddScoped<IPagePart, UnansweredPart>();
        services.AddScoped<IHandoverFigures, CircularFigures>();
        services.AddSingleton<IReferrer, CircularReferrer>();
        services.AddScoped<IFileHolder, CircularFiles>();
        services.AddScoped<IInvariant, AnswersInTime>();
        services.AddScoped<IInvariant, CircularFilesStored>();
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [CorrespondenceActs.Send, CorrespondenceActs.ReadDirectory], GivenBy: AccountActs.Invite));
        services.AddSingleton(new RoleContribution(Roles.Liaison, [CorrespondenceActs.Answer, CorrespondenceActs.ReadDirectory], "institution", GivenBy: AllianceActs.EditRegistry));
        services.AddScoped<IAuditSubjects, CircularSubjects>();
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.circulars", 20, CorrespondenceActs.Send, "/desk/circulars", "/desk/directory"));
        services.AddSingleton(new GuideSection(Roles.Liaison, "guide.answers", 20, CorrespondenceActs.Answer, "/desk/inbox"));
        services.AddSingleton(new GuideSection(Roles.Liaison, "guide.directory", 40, CorrespondenceActs.Answer, "/desk/directory"));
        services.AddSingleton(new RoleContribution(AllianceRoles.ChairUnit, [CorrespondenceActs.Answer, CorrespondenceActs.ReadDirectory], "institution", GivenBy: AllianceActs.EditRegistry));
        services.AddSingleton(new RoleContribution(AllianceRoles.SideSecretariat, [CorrespondenceActs.ReadDirectory], "side", GivenBy: AccountActs.Secure));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "directory.title", "/desk/directory", 40, CorrespondenceActs.ReadDirectory));
        foreach (var (field, key) in DirectoryOperations.Audited) services.AddSingleton(new AuditedField(field, key));
        services.Configure<RateLimiterOptions>(options => options.AddPolicy(LinkLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })));
        return services;
    }

    public static void MapCorrespondence(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapCirculars();
        endpoints.MapDirectory();
    }
}
