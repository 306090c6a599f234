using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Newsroom.Submissions;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Media.Images;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Every kind of article has an address, names its people, and states no more of its date than is known.</summary>
public abstract class PublicKindTests(Site site)
{
    private static int s_number;
    private readonly NewsroomSteps _steps = new(site);
    private readonly string _slug = $"kind-{Interlocked.Increment(ref s_number)}";

    [Fact]
    public async Task A_page_under_any_key_has_an_address_until_it_is_withdrawn_and_keeps_its_kind()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Privacy " + _slug, kind: "Page");
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);
        var path = $"/ru/pages/{await KeyAsync(article.Id)}";

        var page = await site.Visit().PageAsync(path);
        Assert.Equal("Privacy " + _slug, page.QuerySelector("h1")!.TextContent);
        Assert.Contains("editor", page.QuerySelector(".credits .credit-lines")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(path, await site.Visit().Http.GetStringAsync("/sitemap.xml", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(path, (await editor.PageAsync($"/en/desk/articles/{article.Id}")).QuerySelector("main a[hreflang=ru]")!.GetAttribute("href"));
        using (var moved = await site.Visit().GetAsync("/ru/pages/about")) Assert.Equal((HttpStatusCode.MovedPermanently, "/ru/about"), (moved.StatusCode, moved.Headers.Location!.ToString()));
        using (var unknown = await site.Visit().GetAsync("/ru/pages/nothing")) Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using (var changed = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Kind", "News")], "form[action$='handler=Details']")) Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);

        using (var withdrawn = await editor.PostAsync($"/en/desk/articles/{article.Id}/ru", [("Reason", "Superseded")], "form[action$='handler=Withdraw']")) Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
        using var gone = await site.Visit().GetAsync(path);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Fact]
    public async Task News_may_become_an_announcement_once_published()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Becomes an announcement " + _slug);
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);

        using var changed = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Kind", "Announcement")], "form[action$='handler=Details']");

        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
    }

    [Fact]
    public async Task Questions_name_their_people()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Question " + _slug, kind: "Faq");
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);

        var question = (await site.Visit().PageAsync("/ru/faq")).QuerySelector("#" + await KeyAsync(article.Id))!;

        Assert.Contains("editor", question.QuerySelector(".credits .credit-lines")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_says_until_when_it_is_open_and_that_it_is_over()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Call " + _slug, kind: "Call");
        using (var dated = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Until", "2026-11-30")], "form[action$='handler=Details']")) Assert.Equal(HttpStatusCode.Found, dated.StatusCode);
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);

        var page = await site.Visit().PageAsync($"/en/news/2026/{_slug}");
        Assert.Equal("Open until 30 November 2026", page.QuerySelector(".article-head .call-until")!.TextContent.Replace('\u00A0', ' '));
        Assert.Contains("\"expires\":\"2026-11-30\"", string.Concat((await site.Visit().PageAsync($"/ru/news/2026/{_slug}")).QuerySelectorAll("script[type='application/ld+json']").Select(block => block.TextContent)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("30 November 2026", (await site.Visit().PageAsync("/en/news")).QuerySelector(".call-until")!.TextContent.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("30 ноября 2026", WebUtility.HtmlDecode(WebUtility.HtmlDecode(await site.Visit().Http.GetStringAsync("/feeds/ru/news.atom", TestContext.Current.CancellationToken))).Replace('\u00A0', ' '), StringComparison.Ordinal);
        site.Clock.Advance(Duration.FromDays(9));
        try
        {
            // In another zone, which is kept apart
            Assert.StartsWith("Over: ", (await site.Visit().PageAsync($"/en/news/2026/{_slug}?zone=Asia/Shanghai")).QuerySelector(".article-head .call-until")!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            site.Clock.Advance(-Duration.FromDays(9));
        }
    }

    [Fact]
    public async Task A_date_is_shown_as_far_as_it_is_known()
    {
        using var folder = new ArticleFolder();
        Assert.Empty(await folder.With("month-" + _slug, "en", $"title: Of a month\nslug: month-{_slug}\nsource: yes\nkind: news\ndate: 1997-12", "Text.").With("year-" + _slug, "en", $"title: Of a year\nslug: year-{_slug}\nsource: yes\nkind: news\ndate: 1997", "Text.").ImportAsync(site));

        Assert.Equal(("1997-12", "December 1997"), await DateAsync("month-" + _slug));
        Assert.Equal(("1997", "1997"), await DateAsync("year-" + _slug));
        Assert.Equal(["Of a month", "Of a year"], (await site.Visit().PageAsync("/en/news/1997")).QuerySelectorAll("h2 a").Select(link => link.TextContent));
        Assert.Equal(["December 1997", "1997"], (await site.Visit().PageAsync("/en/news/1997")).QuerySelectorAll(".story time").Select(time => Plain(time.TextContent)));
        // What is known by its year alone stands in no month
        using (var january = await site.Visit().GetAsync("/en/news/1997/01")) Assert.Equal(HttpStatusCode.NotFound, january.StatusCode);

        // An editor who learns more says it, and may say less
        var editor = await _steps.SignInAsync("editor", "editor");
        await using var db = site.Db();
        var id = await db.Articles.Where(row => row.Key == "year-" + _slug).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        using (var edited = await editor.PostAsync($"/en/desk/articles/{id}/edit", [("Date", "1997-05-17"), ("Precision", "Month")], "form[action$='handler=Details']")) Assert.Equal(HttpStatusCode.Found, edited.StatusCode);
        Assert.Equal(("1997-05", "May 1997"), await DateAsync("year-" + _slug));
        // Saving something else keeps it
        using (var saved = await editor.PostAsync($"/en/desk/articles/{id}/edit", [("Sources", "https://example.org/")], "form[action$='handler=Details']")) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal(("1997-05", "May 1997"), await DateAsync("year-" + _slug));

        async Task<(string, string)> DateAsync(string slug)
        {
            var time = (await site.Visit().PageAsync("/en/news/1997/" + slug)).QuerySelector(".article-head time")!;
            return (time.GetAttribute("datetime")!, Plain(time.TextContent));
        }
    }

    [Fact]
    public async Task A_page_of_the_old_site_keeps_its_author_and_category_and_is_not_published_without_a_day()
    {
        var editor = await site.SignInAsync("secretariat");
        var content = System.Text.Encoding.UTF8.GetBytes($"Home > News > Members > Content\nAn old page {_slug}\nAuthor: A. N. Author\nIts text.\nTranslated: T. R.\n");
        using var sent = await editor.UploadAsync("/en/desk/news/old-pages", [("Publisher", "UPC")], [("Files", "old.txt", content)]);
        var shown = await editor.PageAsync(sent.Headers.Location!.ToString());
        Assert.Equal("Members", shown.QuerySelectorAll(".understood-fields > div").Single(row => row.QuerySelector("dt")!.TextContent == "Categories taken").QuerySelector("dd")!.TextContent.Trim());
        using (var imported = await editor.PostAsync(sent.Headers.Location!.ToString(), [])) Assert.Equal(HttpStatusCode.Found, imported.StatusCode);
        var key = ArticleDrafting.KeyOf(SavedPageReader.Read("old.txt", content).Page!);
        await using var db = site.Db();
        var article = await db.Articles.AsNoTracking().Include(row => row.Categories).SingleAsync(row => row.Key == key, TestContext.Current.CancellationToken);
        Assert.Equal(("A. N. Author", true, "members"), (article.Origin!.Author, article.Origin.IsUndated, Assert.Single(article.Categories).Category));
        Assert.Contains("no day stated yet", (await editor.PageAsync($"/en/desk/articles/{article.Id}")).QuerySelector(".page-head .quiet")!.TextContent, StringComparison.Ordinal);

        using (var refused = await editor.PostAsync($"/en/desk/articles/{article.Id}/en", [("Slug", _slug)], "form[action$='handler=Publish']")) Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("", (await editor.PageAsync($"/en/desk/articles/{article.Id}/edit")).QuerySelector("#f-date")!.GetAttribute("value"));
        using (var undated = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Sources", "https://example.org/")], "form[action$='handler=Details']")) Assert.Equal(HttpStatusCode.UnprocessableEntity, undated.StatusCode);
        using (var dated = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Date", "2022-06-10")], "form[action$='handler=Details']")) Assert.Equal(HttpStatusCode.Found, dated.StatusCode);
        await _steps.PublishAsync(editor, article.Id, "en", _slug);
        Assert.Contains("A. N. Author", (await site.Visit().PageAsync($"/en/news/2022/{_slug}")).QuerySelector(".credits")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_adorns_or_that_the_library_describes_needs_no_text_of_its_own()
    {
        var (editor, translator, reviewer) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"));
        var image = await UploadAsync(editor, Pictures.Png(640, 57), $"{_slug}.png");
        var article = await _steps.BeginAsync(editor, "Картинка без слов " + _slug, $"Абзац.\n\n![]({image.Target})");
        await RefusedAsync("ru");
        await SetAsync(isDecorative: false, ("ru", "Главный корпус"));
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);

        // The source says nothing, so the translator is asked nothing; the library has no English words yet
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.ActAsync(translator, desk, "take");
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "A paragraph."], "save");
        await _steps.ActAsync(translator, desk, "submit");
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await RefusedAsync("en");
        Assert.Contains("1 image without alternative text", (await editor.PageAsync($"/en/desk/articles/{article.Id}")).QuerySelector("table.table")!.TextContent, StringComparison.Ordinal);
        await SetAsync(isDecorative: true);
        await _steps.PublishAsync(editor, article.Id, "en", _slug);

        async Task RefusedAsync(string language)
        {
            using var refused = await editor.PostAsync($"/en/desk/articles/{article.Id}/{language}", [("Slug", _slug)], "form[action$='handler=Publish']");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        async Task SetAsync(bool isDecorative, params (string Language, string? Text)[] words)
        {
            await using var db = site.Db();
            var row = await db.Images.SingleAsync(candidate => candidate.Id == image.Id, TestContext.Current.CancellationToken);
            (row.IsDecorative, row.Alternative) = (isDecorative, Rotunda.Data.Values.LocalizedText.Of(words));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string Plain(string words) => words.Replace('\u00A0', ' ');

    private async Task<string> KeyAsync(Guid id)
    {
        await using var db = site.Db();
        return await db.Articles.Where(row => row.Id == id).Select(row => row.Key).SingleAsync(TestContext.Current.CancellationToken);
    }

    private async Task<Image> UploadAsync(Visitor editor, byte[] content, string name)
    {
        using var response = await editor.UploadAsync("/en/desk/images", [], [("File", name, content)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var code = response.Headers.Location!.ToString().Split('/')[^1];
        await using var db = site.Db();
        return await db.Images.AsNoTracking().SingleAsync(image => image.Code == code, TestContext.Current.CancellationToken);
    }
}

public sealed class PublicKindTestsOnSqlite(CrowdSqliteSite site) : PublicKindTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class PublicKindTestsOnPostgres(CrowdPostgresSite site) : PublicKindTests(site), IClassFixture<CrowdPostgresSite>;
