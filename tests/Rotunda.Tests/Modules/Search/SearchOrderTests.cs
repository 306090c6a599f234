using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>The order of results in the demonstration as the seed left it.</summary>
public abstract class SearchOrderTests(Site site)
{
    /// <summary>One file for both databases: each line a language, a query, and the first five addresses that answer.</summary>
    [Fact]
    public async Task Both_databases_answer_in_the_order_of_one_file()
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("tests", "Data", "search", "ranking.txt"));
        var answers = new List<string>();
        foreach (var (language, query) in lines.Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1])))
        {
            var page = await site.Visit().PageAsync($"/{language}/search?q={Uri.EscapeDataString(query)}");
            answers.Add($"{language}\t{query}\t{string.Join(' ', page.QuerySelectorAll(".search-results h3 a").Select(link => link.GetAttribute("href")).Take(5))}");
        }

        Assert.True(lines.Length > 10);
        Assert.Equal(string.Join('\n', lines), string.Join('\n', answers));
    }
}

public sealed class SearchOrderTestsOnSqlite(SqliteSite site) : SearchOrderTests(site), IClassFixture<SqliteSite>;

public sealed class SearchOrderTestsOnPostgres(PostgresSite site) : SearchOrderTests(site), IClassFixture<PostgresSite>;
