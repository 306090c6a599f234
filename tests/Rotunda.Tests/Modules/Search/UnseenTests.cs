using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>What somebody may not see tells of itself by nothing: not by hits, scores, counts, choices, suggestions, corrections, nor by what the database is asked.</summary>
public abstract class UnseenTests(Site site)
{
    private const string Word = "platypology";

    [Fact]
    public async Task Whatever_is_hidden_changes_nothing_that_others_see()
    {
        var before = await SeenAsync();
        await using (var db = site.Db())
        {
            for (var i = 0; i < 40; i++)
            {
                // Words of what is public among them, one that is near a public one, and a year that nothing public has
                db.Add(new AssociationDocument
                {
                    Id = RowId.New(), Code = $"hidden-{i}", Date = PartialDate.Year(1987), Visibility = DocumentVisibility.Members,
                    Title = LocalizedText.Of(("en", $"Annual conference on {Word}, conferense {i}"), ("ru", "Ежегодная конференция: утконосоведение"), ("zh", "年会与鸭嘴兽学")),
                    Note = LocalizedText.Of(("en", "Harbin conference harbin annual satellite students")),
                });
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();
        var after = await SeenAsync();

        Assert.Equal(before, after);
        Assert.Contains(before, line => line.Contains("instead of conferense: conference", StringComparison.Ordinal));
        Assert.DoesNotContain(after, line => line.Contains("hidden-", StringComparison.Ordinal) || line.Contains("1987", StringComparison.Ordinal));
        // The same looks with the right: everything differs, so that the comparison above compares something
        Assert.NotEqual(before, await SeenAsync(await site.SignInAsync("member")));
        Assert.Equal(40, (await FindAsync(Word, MemberViewer())).Own.Count);
        Assert.Empty((await FindAsync(Word, MemberViewer())).Corrected);
    }

    [Fact]
    public async Task The_database_is_asked_the_same_for_a_hidden_word_as_for_one_that_is_nowhere()
    {
        await using (var db = site.Db())
        {
            db.Add(new AssociationDocument { Id = RowId.New(), Code = "hidden-one", Title = LocalizedText.Of(("en", "On echidnology")), Visibility = DocumentVisibility.Members });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();
        await FindAsync("echidnology", Viewer.Anonymous);
        var hidden = await QueryCount.FewestCommandsAsync(site, () => FindAsync("echidnology", Viewer.Anonymous));
        var nowhere = await QueryCount.FewestCommandsAsync(site, () => FindAsync("echidnoqogy", Viewer.Anonymous));

        // Also what the index asks by statements of its own
        Assert.Contains(hidden, sql => sql.Contains("FROM search_term WHERE \"PartitionId\" IN", StringComparison.Ordinal));
        Assert.Equal(nowhere, hidden);
        Assert.Single((await FindAsync("echidnology", MemberViewer())).Own);
    }

    /// <summary>Everything that the search says to somebody, in lines: hits with scores, corrections, choices, pages and suggestions.</summary>
    private async Task<List<string>> SeenAsync(Visitor? visitor = null)
    {
        var (lines, viewer) = (new List<string>(), visitor is null ? Viewer.Anonymous : MemberViewer());
        foreach (var words in new[] { "annual conference", "harbin", "conferense", Word, "platypologi", "satellite students", "\"annual conference\"", "утконосоведение", "鸭嘴兽" })
        {
            var results = await FindAsync(words, viewer);
            lines.AddRange(results.Own.Concat(results.Others).Select(hit => $"{words}: {hit.Kind} {hit.Code} {hit.Language} {hit.Score:R}"));
            lines.AddRange(results.Corrected.Select(pair => $"{words}: instead of {pair.Typed}: {pair.Instead}"));
            var page = await (visitor ?? site.Visit()).PageAsync($"/en/search?q={Uri.EscapeDataString(words)}");
            lines.Add($"{words}: {page.QuerySelector("main")!.TextContent}");
            foreach (var typed in new[] { words, words[..^1] })
            {
                using var response = await (visitor ?? site.Visit()).GetAsync($"/en/search/suggestions?q={Uri.EscapeDataString(typed)}");
                lines.Add($"{typed}: {await response.Content.ReadAsStringAsync()}");
            }
        }

        return lines;
    }

    /// <summary>Somebody with the right that hidden documents demand.</summary>
    private static Viewer MemberViewer() => new(Guid.CreateVersion7(), "Member", [new Grant(Roles.Member, "")]);

    private async Task<SearchResults> FindAsync(string words, Viewer viewer)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var language = site.Services.GetRequiredService<SiteLanguages>().Find("en")!;
        var reader = new Reader(language, site.Services.GetRequiredService<SiteLanguages>().TextsOf(language), viewer);
        return await scope.ServiceProvider.GetRequiredService<SearchQueries>().FindAsync(new SearchRequest(SearchQuery.Parse(words)), reader, TestContext.Current.CancellationToken);
    }
}

public sealed class UnseenTestsOnSqlite(SqliteSite site) : UnseenTests(site), IClassFixture<SqliteSite>;

public sealed class UnseenTestsOnPostgres(PostgresSite site) : UnseenTests(site), IClassFixture<PostgresSite>;
