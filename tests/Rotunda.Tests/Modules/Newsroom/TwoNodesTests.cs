using System.Diagnostics;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>What is published by one node, readers of every other see: the pages that it keeps are dropped when it hears of it.</summary>
public sealed class TwoNodesTests(CrowdPostgresSite site) : IClassFixture<CrowdPostgresSite>
{
    [Fact]
    public async Task Publication_reaches_the_kept_pages_of_another_node()
    {
        var steps = new NewsroomSteps(site);
        var editor = await steps.SignInAsync("editor", "editor");
        var article = await steps.BeginAsync(editor, "Новость для двух узлов");
        await using var other = await OtherNode.ListenAsync(site);
        var reader = other.Visit();
        string[] paths = ["/ru/news", "/feeds/ru/news.atom"];
        // Twice, so that the other node keeps them
        foreach (var path in paths) for (var times = 0; times < 2; times++) Assert.DoesNotContain("two-nodes", await reader.Http.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await steps.PublishAsync(editor, article.Id, "ru", "two-nodes");

        // How quick it is the measurement says; here it must come at all
        var watch = Stopwatch.StartNew();
        foreach (var path in paths)
            while (!(await reader.Http.GetStringAsync(path, TestContext.Current.CancellationToken)).Contains("two-nodes", StringComparison.Ordinal)) Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"The other node still keeps the old {path}.");
    }
}
