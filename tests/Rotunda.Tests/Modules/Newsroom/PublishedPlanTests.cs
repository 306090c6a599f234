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
        // Values do not change the plan; those of the parameters stand before the statement in lines of the shell's own
        var statement = string.Join('\n', db.PublishedNews.ToQueryString().Split('\n').Where(line => !line.StartsWith(".param", StringComparison.Ordinal)));
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (System.Text.RegularExpressions.Match name in ParameterName().Matches(statement))
        {
            if (command.Parameters.Contains(name.Value)) continue;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name.Value, "News");
            command.Parameters.Add(parameter);
        }

        var steps = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await rows.ReadAsync(TestContext.Current.CancellationToken)) steps.Add(rows.GetString(3));

        Assert.Contains(steps, step => step.Contains("ArticleId=?", StringComparison.Ordinal));
    }

    private static System.Text.RegularExpressions.Regex ParameterName() => new("@[A-Za-z0-9_]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
