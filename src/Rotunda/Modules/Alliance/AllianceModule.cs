using Rotunda.Data.Jobs;
using Rotunda.Modules.Alliance.Applications;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Handover;
using Rotunda.Modules.Alliance.Home;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Alliance.Totals;
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
        new("alias", "record.aliases"),
        new("former", "record.former-names"),
        new("code", "record.code"),
        new("side", "members.filter.side"),
        new("country", "record.country"),
        new("territory", "record.territory"),
        new("short", "record.short-name"),
        new("kind", "record.kind"),
        new("parent", "record.parent"),
        new("order", "record.order"),
        new("founded", "record.founded"),
        new("about", "record.about"),
        new("body", "record.body"),
        new("founder", "record.founder"),
        new("family", "record.family-name"),
        new("given", "record.given-name"),
        new("patronymic", "record.patronymic"),
        new("native", "record.native-script"),
        new("family-first", "record.family-first"),
        new("office", "record.office"),
        new("position", "record.position"),
        new("bilateral", "record.bilateral"),
        new("institutions", "record.institutions"),
        new("title", "record.title"),
        new("visibility", "record.visibility"),
        new("date", "record.date"),
        new("languages", "record.languages"),
        new("file", "record.file"),
        new("sources", "record.sources"),
        new("figure-full", "record.figure-full"),
        new("figure-observers", "record.figure-observers"),
        new("figure-founders", "record.figure-founders"),
        new("figure-all", "record.figure-all"),
        new("other", "about.other-names"),
        new("founded-at", "record.founded-at"),
        new("headquarters", "about.headquarters"),
        new("legal-form", "about.legal-form"),
        new("framework", "about.framework"),
        new("earlier-site", "record.earlier-site"),
        new("email", "record.contact-email"),
        new("phone", "record.contact-phone"),
        new("address", "record.contact-address"),
        new("text", "record.text"),
    ];

    public static IServiceCollection AddAlliance(this IServiceCollection services)
    {
        services.AddApplications();
        services.AddHandover();
        services.AddSingleton<IPersonalData, AlliancePersonalData>();
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
        services.AddScoped<RegistryIndexes>();
        services.AddScoped<RecordOperations>();
        services.AddScoped<RecordRemoval>();
        services.AddScoped<TableOperations>();
        services.AddScoped<TablePlanner>();
        services.AddScoped<TableExport>();
        services.AddScoped<RecordKind, AssociationRecord>();
        services.AddScoped<RecordKind, SideRecords>();
        services.AddScoped<RecordKind, RuleRecords>();
        services.AddScoped<RecordKind, InstitutionRecords>();
        services.AddScoped<RecordKind, MembershipRecords>();
        services.AddScoped<RecordKind, BodyRecords>();
        services.AddScoped<RecordKind, BodyMemberRecords>();
        services.AddScoped<RecordKind, SeatRecords>();
        services.AddScoped<RecordKind, TermRecords>();
        services.AddSingleton<IIndexedCodes, SeatCodes>();
        services.AddScoped<IAuditSubjects, InstitutionSubjects>();
        services.AddScoped<IAuditSubjects, RecordSubjects>();
        services.AddScoped<RecordKind, PersonRecords>();
        services.AddScoped<RecordKind, ProgrammeRecords>();
        services.AddScoped<RecordKind, TotalRecords>();
        services.AddScoped<RecordKind, DocumentRecords>();
        services.AddSingleton<InstitutionFields>();
        services.AddSingleton<IJobHandler, NameFormsJob>();
        services.AddSingleton<IStartCheck, NameFormsCheck>();
        services.AddScoped<IInvariant, NamesAgree>();
        services.AddScoped<IInvariant, MembershipsDoNotOverlap>();
        services.AddSingleton<IDeskQueue, ProposalsQueue>();
        services.AddSingleton<IDeskQueue, NamesQueue>();
        services.AddSingleton<IDueSource, TermsDue>();
        services.AddScoped<ISiteIdentity, AllianceIdentity>();
        services.AddScoped<IHomePart, MastheadPart>();
        services.AddScoped<IHomePart, ChairsPart>();
        services.AddScoped<IHomePart, MembersPart>();
        services.AddScoped<IPagePart, AboutPart>();
        services.AddScoped<IPagePart, ContactPart>();
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
        services.AddScoped<ISearchSource, InstitutionSearch>();
        services.AddScoped<ISearchSource, PersonSearch>();
        services.AddScoped<ISearchSource, BodySearch>();
        services.AddScoped<ISearchSource, ProgrammeSearch>();
        services.AddScoped<ISearchSource, DocumentSearch>();
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "members.title", "/members", 20));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "leadership.title", "/leadership", 30));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "bodies.title", "/bodies", 10));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "history.title", "/history", 20));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "programmes.title", "/programmes", 30));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Footer, "documents.title", "/documents", 40));
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.day", 0, AllianceActs.EditRegistry, "/desk"));
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.requests", 10, AllianceActs.EditRegistry, "/desk/proposals"));
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.applications", 30, AllianceActs.ReviewApplications, "/desk/applications"));
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.handover", 40, AllianceActs.KeepChecklist, "/desk/handovers", "/desk/terms"));
        services.AddSingleton(new GuideSection(Roles.Secretariat, "guide.records", 50, AllianceActs.EditRegistry, "/desk/institutions", "/desk/registry", "/desk/names", "/desk/import", "/desk/audit"));
        services.AddSingleton(new GuideSection(Roles.Liaison, "guide.day", 0, AllianceActs.ProposeChange, "/desk"));
        services.AddSingleton(new GuideSection(Roles.Liaison, "guide.profile", 10, AllianceActs.ProposeChange, "/desk/my-institution"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.my-institution", "/desk/my-institution", 10, AllianceActs.ProposeChange));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.institutions", "/desk/institutions", 20, AllianceActs.EditRegistry));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.registry", "/desk/registry", 25, AllianceActs.EditRegistry));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.import", "/desk/import", 28, AllianceActs.EditRegistry));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.terms", "/desk/terms", 30, AllianceActs.EditRegistry));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Desk, "nav.audit", "/desk/audit", 95, AllianceActs.EditRegistry));
        services.AddSingleton(new RoleContribution(Roles.Administrator, [AllianceActs.EditRegistry, AllianceActs.ReadMembersDocuments]));
        services.AddSingleton(new RoleContribution(Roles.Secretariat, [AllianceActs.EditRegistry, AllianceActs.ReadMembersDocuments]));
        services.AddSingleton(new RoleContribution(Roles.Liaison, [AllianceActs.ProposeChange, AllianceActs.ReadMembersDocuments], "institution", GivenBy: AllianceActs.EditRegistry));
        services.AddSingleton(new RoleContribution(Roles.Member, [AllianceActs.ReadMembersDocuments]));
        return services;
    }
}
