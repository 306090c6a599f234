using Rotunda.Data.Jobs;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Home;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance;

/// <summary>The registry: institutions and memberships, bodies, seats and terms, programmes, documents.</summary>
public static class AllianceModule
{
    private static readonly AuditedField[] Audited =
    [
        new("name", "field.name"),
        new("abbreviation", "member.abbreviation"),
        new("city", "member.city"),
        new("latitude", "field.latitude"),
        new("longitude", "field.longitude"),
        new("zone", "field.zone"),
        new("domain", "member.website"),
        new("ror", "field.ror"),
        new("note", "field.note"),
        new("number", "term.number-label"),
        new("institution", "term.holder"),
        new("planned-from", "term.planned-from"),
        new("planned-to", "term.planned-to"),
        new("from", "membership.from"),
        new("to", "membership.to"),
        new("attested", "membership.attested"),
        new("status", "members.filter.status"),
    ];

    public static IServiceCollection AddAlliance(this IServiceCollection services)
    {
        services.AddApplications();
        services.AddHandover();
        services.AddScoped<InstitutionQueries>();
        services.AddScoped<LeadershipQueries>();
        services.AddScoped<BodyQueries>();
        services.AddScoped<DeskInstitutionQuery>();
        services.AddScoped<MissingNames>();
        services.AddScoped<ProposalQueries>();
        services.AddScoped<InstitutionOperations>();
        services.AddScoped<MembershipOperations>();
        services.AddScoped<TermOperations>();
        services.AddScoped<ProposalOperations>();
        services.AddSingleton<InstitutionFields>();
        services.AddSingleton<IJobHandler, NameFormsJob>();
        services.AddHostedService<NameFormsCheck>();
        services.AddScoped<IInvariant, NamesAgree>();
        services.AddScoped<IInvariant, MembershipsDoNotOverlap>();
        services.AddSingleton<IDeskQueue, ProposalsQueue>();
        services.AddSingleton<IDeskQueue, NamesQueue>();
        services.AddScoped<IDueSource, TermsDue>();
        services.AddScoped<ISiteIdentity, AllianceIdentity>();
        services.AddScoped<IHomePart, MastheadPart>();
        services.AddScoped<IHomePart, ChairsPart>();
        services.AddScoped<IHomePart, MembersPart>();
        services.AddScoped<IPagePart, AboutPart>();
        services.AddScoped<IPagePart, ProposalsPart>();
        services.AddScoped<IPagePart, ChangesPart>();
        foreach (var field in Audited) services.AddSingleton(field);
        services.AddScoped<IReferenceKind, InstitutionReferences>();
        services.AddScoped<IReferenceKind, BodyReferences>();
        services.AddScoped<IReferenceKind, ProgrammeReferences>();
        services.AddScoped<IReferenceKind, SideReferences>();
        services.AddScoped<ISitemapSource, AllianceSitemap>();
        services.AddScoped<IHistorySource, AllianceHistory>();
        services.AddScoped<IFileHolder, DocumentFiles>();
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "members.title", "/members", 20));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "leadership.title", "/leadership", 30));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "bodies.title", "/bodies", 10));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "history.title", "/history", 20));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "programmes.title", "/programmes", 30));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "documents.title", "/documents", 40));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.my-institution", "/desk/my-institution", 10, AllianceActs.ProposeChange));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.institutions", "/desk/institutions", 20, AllianceActs.EditRegistry));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.terms", "/desk/terms", 30, AllianceActs.EditRegistry));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.audit", "/desk/audit", 95, AllianceActs.EditRegistry));
        services.AddSingleton(new RoleContribution(Roles.Administrator, [AllianceActs.EditRegistry, AllianceActs.ReadMembersDocuments]));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [AllianceActs.EditRegistry, AllianceActs.ReadMembersDocuments]));
        services.AddSingleton(new RoleContribution(Roles.Liaison, [AllianceActs.ProposeChange, AllianceActs.ReadMembersDocuments], "institution", GivenBy: AllianceActs.EditRegistry));
        services.AddSingleton(new RoleContribution(Roles.Member, [AllianceActs.ReadMembersDocuments]));
        return services;
    }
}
