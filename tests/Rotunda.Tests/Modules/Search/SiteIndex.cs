using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Search.Index;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>The search index of a site under test.</summary>
internal static class SiteIndex
{
    /// <summary>Takes in what has changed, weighed by the means of the index as it is.</summary>
    public static async Task RefreshIndexAsync(this Site site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IndexKeeper>().RefreshAsync(CancellationToken.None);
    }

    /// <summary>
    /// Makes the index anew, weighed by the means of what it holds now. One that is made after it ranks exactly alike; one that grew by
    /// what other tests of the class add does not.
    /// </summary>
    public static async Task MakeIndexAsync(this Site site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var keeper = scope.ServiceProvider.GetRequiredService<IndexKeeper>();
        Assert.NotNull(await keeper.RebuildAsync((_, _) => Task.CompletedTask, CancellationToken.None));
    }
}
