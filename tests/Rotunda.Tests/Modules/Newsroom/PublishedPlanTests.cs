using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Lists of news look at the versions of each article, not at all that are published: a thousand articles took a second and more.</summary>
public sealed class PublishedPlanTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    [Fact]
    public async Task Versions_of_an_article_are_found_by_the_article()
    {
        await using var db = site.Db();
        // Values stand before the statement in lines of the shell's own
        var statement = string.Join('\n', db.PublishedNews.ToQueryString().Split('\n').Where(line => !line.StartsWith(".param", StringComparison.Ordinal)));

        var steps = await QueryPlan.OfAsync(db, statement, TestContext.Current.CancellationToken);

        Assert.Contains(steps, step => step.Contains("ArticleId=?", StringComparison.Ordinal));
    }
}
