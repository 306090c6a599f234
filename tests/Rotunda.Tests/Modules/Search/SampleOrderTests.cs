using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>What the measurement says of the search holds for the index in the database: the same texts in the same order.</summary>
public abstract class SampleOrderTests(Site site)
{
    private static readonly string[] Languages = ["en", "zh", "ru"];

    [Fact]
    public async Task The_index_answers_the_sample_in_the_order_of_the_measurement()
    {
        var sample = new Sample();
        await using var db = site.Db();
        // What waits in the outbox would fill the index with other things in between
        await site.DeliverAsync("search");
        // The first one weighs texts by the mean length of what was there before, the second by their own
        for (var round = 0; round < 2; round++)
            Assert.Equal(30, await new IndexKeeper(db, [sample], site.Services.GetRequiredService<NodeLeases>()).RebuildAsync((_, _) => Task.CompletedTask, TestContext.Current.CancellationToken));

        await using var scope = site.Services.CreateAsyncScope();
        var search = new SearchQueries(db, scope.ServiceProvider.GetRequiredService<Permissions>(), []);
        var (indexed, measured) = (new List<string>(), new List<string>());
        foreach (var language in Languages)
        {
            var texts = Lines($"{language}.documents.jsonl");
            var memory = new MemoryIndex(texts.ConvertAll(text => new SearchText(language, "", "", text.Text)));
            var (spoken, languages) = (site.Services.GetRequiredService<SiteLanguages>().Find(language)!, site.Services.GetRequiredService<SiteLanguages>());
            foreach (var (_, query) in Lines($"{language}.queries.jsonl").Concat(texts).Concat(texts.Select(text => (text.Id, $"\"{text.Text}\""))))
            {
                var results = await search.FindAsync(new SearchRequest(SearchQuery.Parse(query), Language: language), new Reader(spoken, languages.TextsOf(spoken), Viewer.Anonymous), TestContext.Current.CancellationToken);
                if (results.Corrected.Count > 0) continue;
                indexed.Add($"{query}: {string.Join(' ', results.Own.Where(hit => hit.Kind == sample.Kind).Take(10).Select(hit => hit.Code))}");
                measured.Add($"{query}: {string.Join(' ', memory.Find(query, 10).Select(number => $"{language}-{texts[number].Id}"))}");
            }
        }

        Assert.True(measured.Count > 60);
        Assert.Equal(measured, indexed);
    }

    private static List<(string Id, string Text)> Lines(string name) => [.. File.ReadLines(Repository.PathOf("tests", "Data", "search", name)).Where(line => line.Length > 0)
        .Select(line => JsonDocument.Parse(line).RootElement).Select(line => (line.GetProperty("id").GetString()!, line.GetProperty("text").GetString()!))];

    private sealed class Sample : ISearchSource
    {
        public string Kind => "sample";

        public string TextKey => "search.kind.page";

        public int Order => 1;

        public Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SearchItem>>([.. Languages
                .SelectMany(language => Lines($"{language}.documents.jsonl").Select(line => new SearchItem($"{language}-{line.Id}", [new SearchText(language, $"/{language}/{line.Id}", "", line.Text)])))
                .Where(item => codes is null || codes.Contains(item.Code))]);
    }
}

public sealed class SampleOrderTestsOnSqlite(SqliteSite site) : SampleOrderTests(site), IClassFixture<SqliteSite>;

public sealed class SampleOrderTestsOnPostgres(PostgresSite site) : SampleOrderTests(site), IClassFixture<PostgresSite>;
