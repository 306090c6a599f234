using Rotunda.Modules.Conferences.Editions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Conferences;

/// <summary>The annual conference and other events, edition by edition.</summary>
public static class ConferencesModule
{
    public static IServiceCollection AddConferences(this IServiceCollection services)
    {
        services.AddScoped<EditionQueries>();
        services.AddScoped<IHomePart, NextEditionPart>();
        services.AddScoped<IReferenceKind, EditionReferences>();
        services.AddScoped<IRelatedPart, InstitutionEditions>();
        services.AddScoped<ISitemapSource, EditionSitemap>();
        services.AddScoped<IHistorySource, EditionHistory>();
        services.AddScoped<ISearchSource, EditionSearch>();
        services.AddScoped<IDueSource, EditionsDue>();
        services.AddSingleton(new NavigationEntry(NavigationPlace.Primary, "conferences.title", "/conferences", 40));
        return services;
    }

    public static void MapConferences(this IEndpointRouteBuilder endpoints) => endpoints.MapEditionFeed();
}
