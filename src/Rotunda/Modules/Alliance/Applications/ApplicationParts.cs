using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>What this feature adds to the program.</summary>
internal static class ApplicationParts
{
    /// <summary>The rate limit of what anonymous people send: generous per address, since whole campuses share one.</summary>
    internal const string Limit = "applications";

    private const int FormsPerWindow = 60;
    private const int WindowMinutes = 10;

    public static void AddApplications(this IServiceCollection services)
    {
        services.AddScoped<ApplicantOperations>();
        services.AddScoped<ReviewOperations>();
        services.AddScoped<ApplicationQueries>();
        services.AddSingleton<ApplicationRetention>();
        services.AddSingleton<IRetentionRule, ApplicationRetentionRule>();
        services.AddSingleton<IOutboxConsumer, ReleasedFiles>();
        services.AddSingleton<FormStamp>();
        services.AddSingleton<IDeskQueue, ApplicationsQueue>();
        services.AddSingleton<IDueSource, ApplicationsDue>();
        services.AddScoped<IFileHolder, ApplicationFiles>();
        foreach (var page in new[] { "about", "contact", "faq" }) services.AddSingleton<IPagePart>(new ApplyLink(page));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "apply.title", "/apply", 55));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [AllianceActs.ReviewApplications]));
        services.AddSingleton(new RoleContribution(AllianceRoles.SideSecretariat, [AllianceActs.ReviewApplications, AllianceActs.TurnKey], "side", GivenBy: AccountActs.Secure));
        services.AddSingleton(new AuditedField("side", "members.filter.side"));
        // Reading is free, sending is not
        services.Configure<RateLimiterOptions>(options => options.AddPolicy(Limit, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = FormsPerWindow, Window = TimeSpan.FromMinutes(WindowMinutes) })
            : RateLimitPartition.GetNoLimiter("")));
    }
}
