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
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "resolutions.title", "/resolutions", 50));
        services.AddSingleton(new FeedLink("feed.resolutions", "/feeds/{lang}/resolutions.atom", AtomFeed.MediaType));
        return services;
    }

    public static void MapAssembly(this IEndpointRouteBuilder endpoints) => endpoints.MapResolutionFeed();
}
