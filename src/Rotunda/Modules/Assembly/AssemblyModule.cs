using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Assembly.Resolutions;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Assembly;

/// <summary>What bodies adopt: the register of resolutions.</summary>
public static class AssemblyModule
{
    public static IServiceCollection AddAssembly(this IServiceCollection services)
    {
        services.AddScoped<IReferenceKind, ResolutionReferences>();
        services.AddScoped<IRelatedPart, RelatedResolutions>();
        services.AddScoped<ISitemapSource, ResolutionSitemap>();
        services.AddScoped<IHistorySource, ResolutionHistory>();
        services.AddScoped<ISearchSource, ResolutionSearch>();
        services.AddScoped<RecordKind, ResolutionRecords>();
        services.AddScoped<RecordKind, EffectRecords>();
        services.AddSingleton<IIndexedCodes, ResolutionCodes>();
        services.AddSingleton<IReferrer, ResolutionReferrer>();
        services.AddSingleton<IReferrer, CitationReferrer>();
        services.AddSingleton(new AuditedField("resolution", "record.resolution"));
        services.AddSingleton(new AuditedField("adoption", "resolution.adoption"));
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "resolutions.title", "/resolutions", 50));
        services.AddSingleton(new FeedLink("feed.resolutions", "/feeds/{lang}/resolutions.atom", AtomFeed.MediaType));
        return services;
    }

    public static void MapAssembly(this IEndpointRouteBuilder endpoints) => endpoints.MapResolutionFeed();
}
