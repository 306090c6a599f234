using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>Who types the name of an institution finds the institution, and behind it what speaks of it.</summary>
public abstract class CalledByNameTests(Site site)
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    [InlineData("ru")]
    public async Task Every_institution_is_first_by_every_name_in_every_script(string language)
    {
        await using var db = site.Db();
        var institutions = await db.Institutions.AsNoTracking().Include(row => row.Names).ToListAsync(TestContext.Current.CancellationToken);
        var names = institutions.SelectMany(row => row.Names.Select(name => name.Text).Append(row.Abbreviation ?? "").Where(name => name.Length > 0).Distinct().Select(name => (Name: name, row.Code)))
            .ToLookup(pair => pair.Name, pair => pair.Code);
        var wrong = new List<string>();
        foreach (var called in names)
            if (await FirstAsync(language, called.Key) is var first && !called.Any(code => first == $"institution {code}")) wrong.Add($"«{called.Key}» finds {first}");

        Assert.True(names.Count > 100);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("ru", "университету Баумана", "institution bmstu")]
    [InlineData("en", "the BMSTU", "institution bmstu")]
    [InlineData("en", "bmstu!", "institution bmstu")]
    [InlineData("zh", "鲍曼", "institution bmstu")]
    [InlineData("en", "bauman", "institution bmstu")]
    [InlineData("en", "bauman moscow", "institution bmstu")]
    [InlineData("ru", "Баумана", "institution bmstu")]
    [InlineData("zh", "鲍曼莫斯科", "institution bmstu")]
    public async Task Inflected_and_dressed_up_names_are_names(string language, string name, string first) => Assert.Equal(first, await FirstAsync(language, name));

    [Theory]
    [InlineData("en", "university")]
    [InlineData("zh", "大学")]
    [InlineData("ru", "университет")]
    public async Task What_many_things_are_called_says_nothing_of_one_and_ranks_by_what_pages_say(string language, string words)
    {
        var results = await FindAsync(language, words);

        Assert.True(results.Own.Select(hit => hit.Naming).Distinct().Count() > 1);
        Assert.Equal(results.Own.OrderByDescending(hit => hit.Score).Select(hit => hit.Path), results.Own.Select(hit => hit.Path));
    }

    [Fact]
    public async Task While_somebody_types_a_beginning_of_a_name_comes_first_and_a_part_does_not()
    {
        var results = await FindAsync("en", "technical univ", isTyping: true);
        var names = results.Own.Select(hit => hit.Naming).ToList();

        Assert.Contains(Naming.Part, names);
        Assert.Equal(results.Own.OrderByDescending(hit => hit.Naming >= Naming.Beginning ? hit.Naming : Naming.None).ThenByDescending(hit => hit.Score).Select(hit => hit.Path), results.Own.Select(hit => hit.Path));
    }

    [Fact]
    public async Task What_bears_its_name_and_speaks_of_it_all_the_time_stands_behind_it()
    {
        await using (var db = site.Db())
        {
            var name = await db.Institutions.Where(row => row.Code == "bmstu").Select(row => row.Name).SingleAsync(TestContext.Current.CancellationToken);
            var sentence = name["en"]!;
            db.Add(new Programme { Id = RowId.New(), Code = "namesake", Name = LocalizedText.Of(("en", sentence)), About = LocalizedText.Of(("en", string.Concat(Enumerable.Repeat(sentence + ". BMSTU. ", 40)))) });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();

        Assert.Equal(["institution bmstu", "programme namesake"], (await HitsAsync("en", "Bauman Moscow State Technical University")).Take(2));
        Assert.Equal("institution bmstu", await FirstAsync("en", "BMSTU"));
        Assert.Equal("programme namesake", (await HitsAsync("en", "Bauman Moscow State Technical University", "programme"))[0]);
    }

    private async Task<string> FirstAsync(string language, string words) => (await HitsAsync(language, words)).FirstOrDefault("nothing");

    private async Task<List<string>> HitsAsync(string language, string words, string? kind = null)
    {
        var results = await FindAsync(language, words, kind);
        return [.. results.Own.Concat(results.Others).Select(hit => $"{hit.Kind} {hit.Code}")];
    }

    private async Task<SearchResults> FindAsync(string language, string words, string? kind = null, bool isTyping = false)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var languages = site.Services.GetRequiredService<SiteLanguages>();
        var reader = new Reader(languages.Find(language)!, languages.TextsOf(languages.Find(language)!), Viewer.Anonymous);
        return await scope.ServiceProvider.GetRequiredService<SearchQueries>().FindAsync(new SearchRequest(SearchQuery.Parse(words, isTyping), kind), reader, TestContext.Current.CancellationToken);
    }
}

public sealed class CalledByNameTestsOnSqlite(SqliteSite site) : CalledByNameTests(site), IClassFixture<SqliteSite>;

public sealed class CalledByNameTestsOnPostgres(PostgresSite site) : CalledByNameTests(site), IClassFixture<PostgresSite>;
