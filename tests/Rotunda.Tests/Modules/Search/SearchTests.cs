using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Programmes;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Newsroom;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>The search as readers use it, on both databases.</summary>
public abstract class SearchTests(Site site)
{
    [Theory]
    [InlineData("en", "Бауманка")]
    [InlineData("en", "BMSTU")]
    [InlineData("zh", "鲍曼")]
    [InlineData("ru", "鲍曼")]
    [InlineData("ru", "Бауманка")]
    public async Task An_institution_is_found_by_any_name_in_any_script(string language, string query) =>
        Assert.Equal($"/{language}/members/bmstu", Links(await PageAsync(language, query))[0]);

    [Fact]
    public async Task Results_show_kind_marked_words_and_the_other_languages()
    {
        var page = await PageAsync("en", "qingdao declaration");
        var first = page.QuerySelector(".search-results li")!;

        Assert.NotEmpty(first.QuerySelectorAll("mark"));
        Assert.NotEqual("", first.QuerySelector(".search-kind")!.TextContent.Trim());
        Assert.Equal(["zh-Hans", "ru"], first.QuerySelectorAll(".search-versions a").Select(link => link.GetAttribute("lang")).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_another_language_alone_has_stands_in_the_second_list_in_its_language()
    {
        using var folder = new ArticleFolder().WithNews("zyxgorod", "Only the word zyxgorodian stands here.");
        Assert.Empty(await folder.ImportAsync(site));
        await site.RefreshIndexAsync();

        var page = await PageAsync("ru", "zyxgorodian");
        var lists = page.QuerySelectorAll(".search-results");

        Assert.Equal("На других языках", lists.Single().QuerySelector("h2")!.TextContent);
        Assert.Equal("en", lists[0].QuerySelector("h3 a")!.GetAttribute("lang"));
        Assert.Equal("На русском языке ничего не найдено.", page.QuerySelector(".empty")!.TextContent);
    }

    [Fact]
    public async Task What_is_for_members_is_found_by_members_and_leaves_no_trace_for_others()
    {
        await using (var db = site.Db())
        {
            db.Add(new AssociationDocument { Id = RowId.New(), Code = "secret-wombat", Title = LocalizedText.Of(("en", "Minutes on wombatology")), Visibility = DocumentVisibility.Members });
            await db.SaveChangesAsync();
        }

        await site.RefreshIndexAsync();
        var anonymous = await PageAsync("en", "wombatology");
        var corrected = await PageAsync("en", "wombatologi");
        var suggested = await SuggestAsync(site.Visit(), "en", "wombat");
        var member = await site.SignInAsync("member");

        Assert.Equal("Nothing was found. Try fewer or other words.", anonymous.QuerySelector(".empty")!.TextContent);
        Assert.DoesNotContain("wombatology", corrected.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(suggested);
        Assert.Equal(["/en/documents#secret-wombat"], Links(await member.PageAsync("/en/search?q=wombatology")));
        Assert.Equal(["/en/documents#secret-wombat"], (await SuggestAsync(member, "en", "wombat")).Select(pair => pair.Path));
    }

    [Theory]
    [InlineData("en", "harb", "/en/members/hit")]
    [InlineData("ru", "бауман", "/ru/members/bmstu")]
    [InlineData("zh", "哈尔滨工", "/zh/members/hit")]
    public async Task Pages_are_suggested_while_one_types(string language, string typed, string path) =>
        Assert.Contains(path, (await SuggestAsync(site.Visit(), language, typed)).Select(pair => pair.Path));

    [Fact]
    public async Task A_word_that_is_nowhere_is_taken_for_its_neighbour_and_one_that_is_somewhere_is_not()
    {
        var wrong = await PageAsync("en", "conferense");
        var right = await PageAsync("en", "conference");

        Assert.Equal("Nothing was found for “conferense”; shown are results for “conference”.", wrong.QuerySelector(".search-corrected")!.TextContent);
        Assert.Equal(Links(right), Links(wrong));
        Assert.Null(right.QuerySelector(".search-corrected"));
    }

    [Fact]
    public async Task A_passage_in_quotes_stands_in_every_result()
    {
        var page = await PageAsync("en", "\"annual conference\"");

        Assert.NotEmpty(Links(page));
        Assert.Empty(Links(await PageAsync("en", "\"conference annual zzz\"")));
        Assert.True(Links(await PageAsync("en", "annual conference")).Count >= Links(page).Count);
    }

    [Fact]
    public async Task Results_are_narrowed_by_kind_language_year_and_institution()
    {
        var (institutions, chinese) = (Links(await site.Visit().PageAsync("/en/search?q=harbin&kind=institution")), Links(await site.Visit().PageAsync("/en/search?q=harbin+哈尔滨&in=zh")));
        Assert.NotEmpty(institutions);
        Assert.NotEmpty(chinese);
        Assert.All(institutions, link => Assert.StartsWith("/en/members/", link, StringComparison.Ordinal));
        Assert.All(chinese, link => Assert.StartsWith("/zh/", link, StringComparison.Ordinal));
        Assert.Contains("/en/news/2022/upc-at-fifth-annual-conference", Links(await site.Visit().PageAsync("/en/search?q=conference&year=2022&institution=upc&kind=news")));
        Assert.Empty(Links(await site.Visit().PageAsync("/en/search?q=bauman&kind=institution&institution=upc")));
        foreach (var wrong in new[] { "year=-1", "year=x", "year=99999999999", "page=0", "page=x" })
            await site.Visit().PageAsync("/en/search?q=harbin&" + wrong, HttpStatusCode.BadRequest);
        await site.Visit().PageAsync("/en/search?q=harbin&page=99", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("的")]
    [InlineData("the and of")]
    [InlineData("\"unbalanced")]
    [InlineData("😀 👍🏽")]
    [InlineData("\u0001\u0002\u202E")]
    [InlineData("har\u0000bin")]
    [InlineData("\"")]
    [InlineData("«»“”„「」")]
    [InlineData("哈")]
    [InlineData("ё")]
    [InlineData("=harbin #harbin = #")]
    [InlineData("Москва 北京 Harbin ٣ Ω")]
    [InlineData("'; DROP TABLE search_posting; --")]
    [InlineData("NEAR/2 (a OR b*) AND NOT \"c\" col:d ^e")]
    [InlineData("%_\\ 100% {0} <script>")]
    public async Task Anything_that_is_typed_gets_an_answer_or_a_clear_message(string query)
    {
        var page = await PageAsync("en", query);

        Assert.NotNull(page.QuerySelector("input[name=q]"));
        Assert.True(Links(page).Count > 0 || page.QuerySelector(".empty, .search-hint") is not null, query);
        Assert.Empty(page.QuerySelectorAll("main script"));
        await SuggestAsync(site.Visit(), "en", query);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("слово ")]
    [InlineData("大学")]
    public async Task Ten_thousand_characters_get_an_answer(string part)
    {
        var page = await PageAsync("en", string.Concat(Enumerable.Repeat(part, 10_000 / part.Length)));

        await SuggestAsync(site.Visit(), "zh", string.Concat(Enumerable.Repeat(part, 10_000 / part.Length)));
        Assert.Equal("The query was too long; only its beginning was read.", page.QuerySelectorAll("main .hint").Select(hint => hint.TextContent).First());
    }

    [Fact]
    public async Task The_number_of_queries_does_not_depend_on_what_is_found()
    {
        using var folder = new ArticleFolder();
        for (var i = 0; i < 30; i++) folder.WithNews($"quokka-{i}", i == 0 ? "A numbat and a quokka." : "A quokka.");
        Assert.Empty(await folder.ImportAsync(site));
        await site.RefreshIndexAsync();
        var visitor = site.Visit();
        await visitor.PageAsync("/en/search?q=quokka");

        var (one, thirty) = (await FewestAsync("numbat"), await FewestAsync("quokka"));

        Assert.Single(Links(await visitor.PageAsync("/en/search?q=numbat")));
        Assert.Equal(10, Links(await visitor.PageAsync("/en/search?q=quokka")).Count);
        Assert.Equal(one, thirty);
        // Statements of the index, which Entity Framework does not make, are counted too
        var asked = await QueryCount.DuringAsync(site, () => visitor.PageAsync("/en/search?q=quokka"));
        Assert.Contains(asked, sql => sql.Contains("FROM wanted w CROSS JOIN search_posting", StringComparison.Ordinal));
        Assert.Contains(asked, sql => sql.Contains("FROM search_document WHERE \"Number\" IN", StringComparison.Ordinal));

        Task<int> FewestAsync(string query) => QueryCount.FewestAsync(site, () => visitor.PageAsync("/en/search?q=" + query));
    }

    [Fact]
    public async Task What_is_published_is_found_and_what_is_taken_away_is_not()
    {
        var code = await ChangeAsync(institution => institution.Note = LocalizedText.Of(("en", "Known for its thylacine collection.")));
        await DeliverAsync();
        var found = Links(await PageAsync("en", "thylacine"));
        await ChangeAsync(institution => institution.Note = LocalizedText.Empty);
        await DeliverAsync();

        Assert.Equal([$"/en/members/{code}"], found);
        Assert.Empty(Links(await PageAsync("en", "thylacine")));
    }

    [Fact]
    public async Task A_new_index_takes_the_place_of_the_old_one_and_answers_alike_also_while_it_is_made()
    {
        await site.MakeIndexAsync();
        var before = Links(await PageAsync("ru", "ежегодная конференция"));
        await using var scope = site.Services.CreateAsyncScope();
        var during = new List<string>();
        var count = await scope.ServiceProvider.GetRequiredService<IndexKeeper>().RebuildAsync(async (_, _) => during = Links(await PageAsync("ru", "ежегодная конференция")), CancellationToken.None);

        Assert.True(count > 50);
        Assert.NotEmpty(before);
        Assert.Equal(before, during);
        Assert.Equal(before, Links(await PageAsync("ru", "ежегодная конференция")));
        await using var db = site.Db();
        Assert.Single(await db.Set<IndexPartition>().Select(partition => partition.Generation).Distinct().ToListAsync());
    }

    [Fact]
    public async Task A_new_index_that_is_written_in_many_small_parts_is_the_same()
    {
        await site.MakeIndexAsync();
        var before = Links(await PageAsync("zh", "哈尔滨工业大学"));
        await using var scope = site.Services.CreateAsyncScope();
        Assert.True(await scope.ServiceProvider.GetRequiredService<IndexKeeper>().RebuildAsync((_, _) => Task.CompletedTask, CancellationToken.None, mostHeld: 500) > 50);

        Assert.NotEmpty(before);
        Assert.Equal(before, Links(await PageAsync("zh", "哈尔滨工业大学")));
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
    }

    [Fact]
    public async Task A_new_index_is_weighed_by_its_own_mean_also_where_texts_were_of_another_length_before()
    {
        await using (var db = site.Db()) await db.Set<IndexPartition>().ExecuteUpdateAsync(set => set.SetProperty(partition => partition.Length, partition => partition.Length * 3), TestContext.Current.CancellationToken);
        await using var scope = site.Services.CreateAsyncScope();
        var keeper = scope.ServiceProvider.GetRequiredService<IndexKeeper>();
        Assert.True(await keeper.IsOutdatedAsync(TestContext.Current.CancellationToken));

        Assert.True(await keeper.RebuildAsync((_, _) => Task.CompletedTask, CancellationToken.None) > 50);

        Assert.False(await keeper.IsOutdatedAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_rebuild_that_breaks_off_hides_nothing_leaves_nothing_and_lets_the_next_one_begin()
    {
        await site.MakeIndexAsync();
        var before = Links(await PageAsync("ru", "ежегодная конференция"));
        await using var db = site.Db();
        var postings = await db.Set<IndexPosting>().LongCountAsync(TestContext.Current.CancellationToken);
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var keeper = scope.ServiceProvider.GetRequiredService<IndexKeeper>();
            await Assert.ThrowsAsync<InvalidOperationException>(() => keeper.RebuildAsync((done, _) => done > 60 ? throw new InvalidOperationException() : Task.CompletedTask, CancellationToken.None, mostHeld: 500));
        }

        var broken = await db.Set<IndexPosting>().LongCountAsync(TestContext.Current.CancellationToken);
        Assert.True(broken > postings);
        Assert.Equal(before, Links(await PageAsync("ru", "ежегодная конференция")));
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);

        await using var next = site.Services.CreateAsyncScope();
        Assert.NotNull(await next.ServiceProvider.GetRequiredService<IndexKeeper>().RebuildAsync((_, _) => Task.CompletedTask, CancellationToken.None));
        Assert.Equal(before, Links(await PageAsync("ru", "ежегодная конференция")));
        Assert.Single(await db.Set<IndexPartition>().Select(partition => partition.Generation).Distinct().ToListAsync(TestContext.Current.CancellationToken));
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
    }

    [Fact]
    public async Task Two_rebuilds_do_not_meet_and_verification_beside_one_finds_nothing()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var (second, violations) = ((int?)0, new List<string>());
        Assert.NotNull(await scope.ServiceProvider.GetRequiredService<IndexKeeper>().RebuildAsync(async (_, _) =>
        {
            await using var other = site.Services.CreateAsyncScope();
            await using var elsewhere = site.Db();
            var leases = new Rotunda.Data.Leases.NodeLeases(site.Services.GetRequiredService<IDbContextFactory<RotundaDb>>(), site.Clock);
            second = await new IndexKeeper(elsewhere, other.ServiceProvider.GetServices<ISearchSource>(), leases).RebuildAsync((_, _) => Task.CompletedTask, CancellationToken.None);
            violations.AddRange((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
        }, CancellationToken.None, mostHeld: 500));

        Assert.Null(second);
        Assert.Empty(violations);
    }

    [Fact]
    public async Task Filters_choose_among_all_that_is_found_and_not_among_the_best()
    {
        await using (var db = site.Db())
        {
            for (var i = 0; i < 130; i++) db.Add(new AssociationDocument { Id = RowId.New(), Code = $"bilby-{i}", Title = LocalizedText.Of(("en", $"Bilby, bilby and bilby {i}")), Visibility = DocumentVisibility.Public });
            db.Add(new Programme { Id = RowId.New(), Code = "burrows", Name = LocalizedText.Of(("en", "Burrows")), About = LocalizedText.Of(("en", string.Concat(Enumerable.Repeat("Words of another kind. ", 60)) + "One bilby.")) });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await site.RefreshIndexAsync();
        var all = await site.Visit().PageAsync("/en/search?q=bilby&page=10");

        Assert.Equal(10, Links(all).Count);
        Assert.DoesNotContain("/en/programmes/burrows", Links(all));
        Assert.Equal(["/en/programmes/burrows"], Links(await site.Visit().PageAsync("/en/search?q=bilby&kind=programme")));
    }

    [Fact]
    public async Task The_box_stands_in_the_header_of_every_page_and_is_a_plain_form()
    {
        foreach (var path in new[] { "/en", "/zh/members", "/ru/news", "/en/account/sign-in" })
        {
            var form = (await site.Visit().PageAsync(path)).QuerySelector("header search-box form")!;
            Assert.Equal(($"{path[..3]}/search", "get"), (form.GetAttribute("action"), form.GetAttribute("method")));
            Assert.NotNull(form.QuerySelector("input[name=q][type=search][aria-label]"));
        }
    }

    [Fact]
    public async Task The_desk_finds_institutions_as_the_search_does()
    {
        var secretary = await site.SignInAsync("secretariat");
        var page = await secretary.PageAsync("/en/desk/institutions?q=" + Uri.EscapeDataString("университету Баумана"));

        Assert.Contains("/en/desk/institutions/bmstu", page.QuerySelectorAll("tbody a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("har\u0000bin")]
    [InlineData("\"unbalanced %_\\ '; --")]
    [InlineData("😀")]
    public async Task Lists_of_the_desk_and_of_members_take_anything_that_is_typed(string words)
    {
        var secretary = await site.SignInAsync("secretariat");
        foreach (var path in new[] { "/en/desk/institutions", "/en/members" }) await secretary.PageAsync($"{path}?q={Uri.EscapeDataString(words)}");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_taken_for_nothing()
    {
        using var response = await site.Visit().GetAsync("/en/search?q=%ED%A0%80%FF%C0harbin");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static List<string> Links(IDocument page) => [.. page.QuerySelectorAll(".search-results h3 a").Select(link => link.GetAttribute("href")!)];

    private Task<IDocument> PageAsync(string language, string query) => site.Visit().PageAsync($"/{language}/search?q={Uri.EscapeDataString(query)}");

    private static async Task<List<(string Title, string Path)>> SuggestAsync(Visitor visitor, string language, string typed)
    {
        using var response = await visitor.GetAsync($"/{language}/search/suggestions?q={Uri.EscapeDataString(typed)}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray().Select(item => (item.GetProperty("title").GetString()!, item.GetProperty("path").GetString()!))];
    }

    /// <summary>Hands the search the message of the last change, as the outbox does.</summary>
    private async Task DeliverAsync()
    {
        var search = site.Services.GetServices<IOutboxConsumer>().Single(consumer => consumer.Name == "search");
        await using var db = site.Db();
        var message = await db.Set<OutboxMessage>().Where(row => row.Kind == Publication.PagesChanged).OrderByDescending(row => row.Id)
            .Select(row => new { row.Json, Delivery = row.Deliveries.Single(delivery => delivery.Consumer == "search").Id }).FirstAsync();
        await search.DeliverAsync(RowId.New(), Publication.PagesChanged, message.Json, CancellationToken.None);
    }

    private async Task<string> ChangeAsync(Action<Institution> change)
    {
        await using var db = site.Db();
        var institution = await db.Set<Institution>().AsTracking().OrderBy(row => row.Code).FirstAsync();
        change(institution);
        await site.Services.GetRequiredService<Publication>().SaveAsync(db, CancellationToken.None);
        return institution.Code;
    }
}

public sealed class SearchTestsOnSqlite(SqliteSite site) : SearchTests(site), IClassFixture<SqliteSite>;

public sealed class SearchTestsOnPostgres(PostgresSite site) : SearchTests(site), IClassFixture<PostgresSite>;
