using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Testing;
using Rotunda.Text;
using Rotunda.Tests.Modules.Newsroom;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>What the search says where there is too much, nothing, or something else than was asked, and how it hears of changes.</summary>
public abstract class SearchPageTests(Site site)
{
    [Theory]
    [InlineData("kind=nonsense")]
    [InlineData("in=xx")]
    [InlineData("year=1812")]
    [InlineData("institution=%25")]
    public async Task A_limit_that_is_no_choice_is_named_beside_the_form(string limit)
    {
        var page = await site.Visit().PageAsync("/en/search?q=harbin&" + limit);

        Assert.Equal("One of the limits is not among the choices, perhaps no longer. Choose another one.", page.QuerySelector("main .empty")!.TextContent);
        Assert.Empty(Links(page));
        Assert.Equal("harbin", page.QuerySelector("main input[name=q]")!.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("main details[open] select[name=year]"));
    }

    [Fact]
    public async Task A_year_leaves_the_others_out()
    {
        var all = await Years("/en/search?q=conference");
        var some = await Years("/en/search?q=conference&year=2022");

        Assert.NotEmpty(some);
        Assert.All(some, year => Assert.Equal("2022", year));
        Assert.Contains(all, year => year != "2022");

        async Task<List<string>> Years(string path) =>
            [.. (await site.Visit().PageAsync(path)).QuerySelectorAll(".search-results .search-kind").Select(kind => kind.QuerySelector("span")?.TextContent.Trim('·', ' ') ?? "")];
    }

    [Fact]
    public async Task The_choices_are_kept_until_the_index_changes()
    {
        var id = RowId.New();
        var before = await ChoicesAsync();
        var asked = await QueryCount.FewestCommandsAsync(site, ChoicesAsync);
        await using (var db = site.Db())
        {
            db.Add(new AssociationDocument { Id = id, Code = "of-1931", Date = PartialDate.Year(1931), Title = LocalizedText.Of(("en", "Of another time")), Visibility = DocumentVisibility.Public });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();
        var with = await ChoicesAsync();
        await using (var db = site.Db()) await db.Documents.Where(row => row.Id == id).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        await site.RefreshIndexAsync();

        Assert.Contains(asked, sql => sql.Contains("search_state", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, sql => sql.Contains("search_document", StringComparison.Ordinal));
        Assert.Equal(before.Append("1931").Order(StringComparer.Ordinal), with.Order(StringComparer.Ordinal));
        Assert.Equal(before, await ChoicesAsync());

        async Task<List<string>> ChoicesAsync() => [.. (await site.Visit().PageAsync("/en/search?q=%21")).QuerySelectorAll("#year option").Select(option => option.GetAttribute("value")!)];
    }

    [Theory]
    [InlineData("en", "conference 202", "/en/conferences/202")]
    [InlineData("zh", "年会 202", "/zh/conferences/202")]
    [InlineData("ru", "конференция 202", "/ru/conferences/202")]
    public async Task A_year_is_completed_while_one_types_it(string language, string typed, string path)
    {
        using var response = await site.Visit().GetAsync($"/{language}/search/suggestions?q={Uri.EscapeDataString(typed)}");
        var suggested = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.EnumerateArray().Select(item => item.GetProperty("path").GetString()!).ToList();

        Assert.Contains(suggested, address => address.StartsWith(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_words_that_are_nowhere_are_looked_up_by_one_statement_and_four_are_corrected()
    {
        var one = await site.Visit().PageAsync("/en/search?q=qzxvwk");
        var single = await FewestAsync("qzxvwk");
        var many = await FewestAsync(string.Join('+', Enumerable.Range(0, 40).Select(i => $"qzx{(char)('a' + (i / 6))}{(char)('a' + (i % 6))}vwk")));
        var wrong = await PageAsync("en", "conferense harbim satelite declaratiom asociation");

        Assert.NotNull(one.QuerySelector("main .empty"));
        Assert.Equal(single, many);
        Assert.Equal(
            ["conference", "harbin", "satellite", "declaration"],
            wrong.QuerySelectorAll(".search-corrected").Select(line => line.TextContent.Split('“')[^1].Split('”')[0]));

        Task<int> FewestAsync(string query) => QueryCount.FewestAsync(site, () => site.Visit().PageAsync("/en/search?q=" + query));
    }

    [Theory]
    [InlineData("\"архив\"")]
    [InlineData("\"архив вомбатов\"")]
    [InlineData("«архива вомбата»")]
    public async Task Endings_do_not_matter_in_quotes_also_where_the_stemmer_parts_the_forms(string query)
    {
        await AddProgrammeAsync("archives-of-wombats", ("ru", "Совместные архивы вомбатов"));

        Assert.Contains("/ru/programmes/archives-of-wombats", Links(await site.Visit().PageAsync($"/ru/search?kind=programme&q={Uri.EscapeDataString(query)}")));
        Assert.DoesNotContain("/ru/programmes/archives-of-wombats", Links(await site.Visit().PageAsync($"/ru/search?kind=programme&q={Uri.EscapeDataString("\"вомбатов архив\"")}")));
    }

    [Theory]
    [InlineData("en", "annual conference")]
    [InlineData("ru", "ежегодная конференция")]
    [InlineData("zh", "年会")]
    public async Task Each_result_of_a_quoted_query_holds_the_passage(string language, string passage)
    {
        var links = Links(await PageAsync(language, $"\"{passage}\""));
        await using var db = site.Db();
        var generation = await db.IndexStates.Select(state => state.Generation).SingleAsync(TestContext.Current.CancellationToken);
        var rows = await db.IndexDocuments.AsNoTracking().Where(row => row.Generation == generation && links.Contains(row.Path)).ToListAsync(TestContext.Current.CancellationToken);
        var sought = TextAnalyzer.Words(passage);

        Assert.NotEmpty(links);
        Assert.Equal(links.Order(StringComparer.Ordinal), rows.Select(row => row.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Contains(row.Names.Split('\n').Append(row.Title).Append(row.Body), text => TextAnalyzer.Occurrences(TextAnalyzer.Words(text), sought).Any()));
    }

    [Theory]
    [InlineData("en", "harb")]
    [InlineData("zh", "哈尔滨")]
    [InlineData("ru", "университет")]
    public async Task The_first_page_suggests_what_it_does_not_list(string language, string query)
    {
        var page = await PageAsync(language, query);
        var suggested = page.QuerySelectorAll(".search-suggested a").Select(link => link.GetAttribute("href")!).ToList();

        Assert.NotEmpty(suggested);
        Assert.Empty(suggested.Intersect(Links(page)));
    }

    [Fact]
    public async Task Where_more_was_found_than_is_listed_the_page_says_so_and_leads_there()
    {
        await using (var db = site.Db())
        {
            for (var i = 0; i < 120; i++) db.Add(new AssociationDocument { Id = RowId.New(), Code = $"quoll-{i}", Title = LocalizedText.Of(("en", $"Quoll {i}")), Visibility = DocumentVisibility.Public });
            for (var i = 0; i < 12; i++) db.Add(new AssociationDocument { Id = RowId.New(), Code = $"dunnart-{i}", Title = LocalizedText.Of(("ru", $"Dunnart {i}")), Visibility = DocumentVisibility.Public });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();
        var last = await site.Visit().PageAsync("/en/search?q=quoll&page=10");
        var others = await PageAsync("en", "dunnart");

        Assert.Equal("No more than the best 100 results are listed. More words, or narrower limits, lead to the others.", last.QuerySelector(".search-more")!.TextContent);
        Assert.Null((await PageAsync("en", "quoll")).QuerySelector(".search-more"));
        Assert.Null(others.QuerySelector(".search-more"));
        Assert.Equal(10, Links(others).Count);
        var further = Assert.Single(others.QuerySelectorAll(".search-further a")).GetAttribute("href")!;
        Assert.Equal("/en/search?q=dunnart&in=ru", further);
        Assert.Equal(2, Links(await site.Visit().PageAsync(further + "&page=2")).Count);
        Assert.Null((await site.Visit().PageAsync(further)).QuerySelector(".search-further"));
    }

    /// <summary>U+FFFE cannot be normalised, and every list of words does that.</summary>
    [Theory]
    [InlineData("/en/search?q=har%EF%BF%BEbin")]
    [InlineData("/en/search/suggestions?q=har%EF%BF%BEbin")]
    [InlineData("/zh/members?q=%EF%BF%BF")]
    public async Task What_is_no_character_gets_an_answer(string path)
    {
        using var response = await site.Visit().GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Ten_thousand_emoji_get_an_answer()
    {
        var query = Uri.EscapeDataString(string.Concat(Enumerable.Repeat("😀", 10_000)));
        var page = await site.Visit().PageAsync("/en/search?q=" + query);
        using var suggested = await site.Visit().GetAsync("/en/search/suggestions?q=" + query);

        Assert.Equal(120_000, query.Length);
        Assert.NotNull(page.QuerySelector("main .empty"));
        Assert.Equal(HttpStatusCode.OK, suggested.StatusCode);
    }

    [Fact]
    public async Task Somebody_in_office_is_found_by_name()
    {
        await using (var db = site.Db())
        {
            var (institution, body) = (await db.Institutions.SingleAsync(row => row.Code == "upc", TestContext.Current.CancellationToken), await db.Bodies.SingleAsync(row => row.Code == "asrtu", TestContext.Current.CancellationToken));
            foreach (var (family, to) in new[] { ("Кенгурин", (PartialDate?)null), ("Динговский", PartialDate.Year(2020)) })
            {
                db.Add(new Appointment
                {
                    Id = RowId.New(), InstitutionId = institution.Id, BodyId = body.Id, From = PartialDate.Year(2019), To = to, Office = LocalizedText.Of(("ru", "сопредседатель")),
                    Person = new PersonName(new Dictionary<string, NameForm> { ["Cyrl"] = new(family, "Пётр", "Ильич") }, "Cyrl", FamilyFirst: false),
                });
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();
        foreach (var name in new[] { "Кенгурин", "петру кенгурину", "Кенгурин Пётр Ильич" })
        {
            var first = (await PageAsync("ru", name)).QuerySelector(".search-results li")!;
            Assert.Equal(("Пётр Ильич Кенгурин", "/ru/members/upc"), (first.QuerySelector("h3")!.TextContent, first.QuerySelector("h3 a")!.GetAttribute("href")));
        }

        Assert.DoesNotContain("Динговский", string.Concat((await PageAsync("ru", "Динговский Пётр")).QuerySelectorAll(".search-results h3").Select(title => title.TextContent)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_is_found_by_what_stands_in_it_by_the_name_of_today()
    {
        await AddProgrammeAsync("marsupials", ("en", "Bandicoot laboratory"));
        using var folder = new ArticleFolder().WithNews("of-marsupials", "Something has begun.\n\n<programme:marsupials>");
        Assert.Empty(await folder.ImportAsync(site));
        await site.RefreshIndexAsync();
        var before = Links(await PageAsync("en", "bandicoot"));
        await using (var db = site.Db())
        {
            (await db.Programmes.AsTracking().SingleAsync(row => row.Code == "marsupials", TestContext.Current.CancellationToken)).Name = LocalizedText.Of(("en", "Potoroo laboratory"));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();

        Assert.Contains("/en/news/2021/of-marsupials", before);
        Assert.Empty(Links(await PageAsync("en", "bandicoot")));
        Assert.Contains("/en/news/2021/of-marsupials", Links(await PageAsync("en", "potoroo")));
    }

    [Fact]
    public async Task An_article_is_found_from_its_publication_on_the_desk_to_its_withdrawal()
    {
        var steps = new NewsroomSteps(site);
        var editor = await steps.SignInAsync("editor", "editor");
        var (id, _) = await steps.BeginAsync(editor, "Новость о кускусах", "Вчера наблюдали кускусов.\n\nВторой абзац.");
        await site.DeliverAsync("search");
        var early = Links(await PageAsync("ru", "кускусы"));
        await steps.PublishAsync(editor, id, "ru", "o-kuskusah");
        await site.DeliverAsync("search");
        var found = Links(await PageAsync("ru", "кускусы"));
        using var withdrawn = await editor.PostAsync($"/en/desk/articles/{id}/ru", [("Reason", "Superseded")], "form[action$='handler=Withdraw']");
        await site.DeliverAsync("search");

        Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
        Assert.Empty(early);
        Assert.Equal(["/ru/news/2026/o-kuskusah"], found);
        Assert.Empty(Links(await PageAsync("ru", "кускусы")));
    }

    [Fact]
    public async Task The_command_line_makes_the_index_anew_beside_a_site_that_serves()
    {
        string[] database = site.Location.IsPostgres ? ["--db", site.Location.Connection] : [];
        await site.MakeIndexAsync();
        var before = Links(await PageAsync("zh", "哈尔滨工业大学"));
        var generation = await GenerationAsync();
        var end = await ChildProgram.RunAsync(["search", "rebuild", "--json", "--data", site.Location.DataFolder, .. database]);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.True(JsonDocument.Parse(end.Output).RootElement.GetProperty("things").GetInt32() > 50);
        Assert.True(await GenerationAsync() > generation);
        Assert.Equal(before, Links(await PageAsync("zh", "哈尔滨工业大学")));

        async Task<int> GenerationAsync()
        {
            await using var db = site.Db();
            return await db.IndexStates.Select(state => state.Generation).SingleAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task The_desk_lists_all_institutions_that_are_found_and_members_are_found_by_any_ending()
    {
        await using (var db = site.Db())
        {
            var language = site.Services.GetRequiredService<SiteLanguages>().Find("ru")!;
            for (var i = 0; i < 160; i++)
            {
                var institution = new Institution { Id = RowId.New(), Code = $"nabarlek-{i}", SideCode = "RU", Country = "RU", Zone = "Europe/Moscow" };
                institution.SetName(language, $"Набарлекский институт {i}");
                db.Add(institution);
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var secretary = await site.SignInAsync("secretariat");
        var last = await secretary.PageAsync("/en/desk/institutions?page=4&q=" + Uri.EscapeDataString("набарлекского института"));
        var members = await site.Visit().PageAsync("/en/members?q=" + Uri.EscapeDataString("университету Баумана"));

        Assert.Equal(10, last.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(["bmstu"], members.QuerySelectorAll(".members > li").Select(item => item.Id));
    }

    private static List<string> Links(IDocument page) => [.. page.QuerySelectorAll(".search-results h3 a").Select(link => link.GetAttribute("href")!)];

    private Task<IDocument> PageAsync(string language, string query) => site.Visit().PageAsync(string.Create(CultureInfo.InvariantCulture, $"/{language}/search?q={Uri.EscapeDataString(query)}"));

    private async Task AddProgrammeAsync(string code, (string Language, string Text) name)
    {
        await using var db = site.Db();
        if (!await db.Programmes.AnyAsync(row => row.Code == code, TestContext.Current.CancellationToken)) db.Add(new Programme { Id = RowId.New(), Code = code, Name = LocalizedText.Of(name) });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await site.RefreshIndexAsync();
    }
}

public sealed class SearchPageTestsOnSqlite(SqliteSite site) : SearchPageTests(site), IClassFixture<SqliteSite>;

public sealed class SearchPageTestsOnPostgres(PostgresSite site) : SearchPageTests(site), IClassFixture<PostgresSite>;
