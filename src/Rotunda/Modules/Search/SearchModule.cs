using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search;

/// <summary>One box that finds whatever the modules offer to it (<see cref="ISearchSource"/>), in every language.</summary>
public static class SearchModule
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddScoped<IndexKeeper>();
        services.AddScoped<SearchQueries>();
        services.AddScoped<SearchChoices>();
        services.AddSingleton<KeptChoices>();
        services.AddSingleton<ISearchFilter, SearchFilter>();
        services.AddSingleton<RebuildRequest>();
        services.AddSingleton<IOutboxConsumer, IndexUpkeep>();
        services.AddSingleton<IJobHandler, RebuildJob>();
        services.AddSingleton<IStartCheck, IndexCheck>();
        services.AddScoped<IDemonstrationSeeder, IndexSeed>();
        services.AddScoped<IInvariant, IndexAgrees>();
        return services;
    }

    public static void MapSearch(this IEndpointRouteBuilder endpoints) => endpoints.MapSuggestions();
}
