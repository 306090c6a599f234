using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Conferences;

/// <summary>The annual conference and other events, edition by edition.</summary>
public static class ConferencesModule
{
    private static readonly (string Field, string TextKey)[] Audited =
    [
        ("edition", "record.edition"), ("held", "record.held"), ("online", "edition.online"), ("place", "edition.where"), ("theme", "record.theme"), ("hosts", "edition.hosts"),
        ("participation", "edition.participation"), ("undertaker", "record.undertaker"), ("starts", "record.starts"), ("ends", "record.ends"),
    ];

    public static IServiceCollection AddConferences(this IServiceCollection services)
    {
        services.AddScoped<EditionQueries>();
        services.AddScoped<IHomePart, NextEditionPart>();
        services.AddScoped<IReferenceKind, EditionReferences>();
        services.AddScoped<IRelatedPart, InstitutionEditions>();
        services.AddScoped<ISitemapSource, EditionSitemap>();
        services.AddScoped<IHistorySource, EditionHistory>();
        services.AddScoped<ISearchSource, EditionSearch>();
        services.AddSingleton<IDueSource, EditionsDue>();
        services.AddScoped<RecordKind, EditionRecords>();
        services.AddScoped<RecordKind, SessionRecords>();
        services.AddScoped<RecordKind, AnnouncementRecords>();
        services.AddSingleton<IIndexedCodes, EditionCodes>();
        services.AddSingleton<IReferrer, EditionReferrer>();
        foreach (var (field, key) in Audited) services.AddSingleton(new AuditedField(field, key));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "conferences.title", "/conferences", 40));
        return services;
    }

    public static void MapConferences(this IEndpointRouteBuilder endpoints) => endpoints.MapEditionFeed();
}
