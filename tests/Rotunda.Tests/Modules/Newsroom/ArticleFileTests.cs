using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Media.Images;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Media.Images;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Pictures of an article: nobody sees one before it is published who may not see the draft, and messengers are shown the first of a published one.</summary>
public abstract class ArticleFileTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task Picture_of_a_draft_is_for_the_desk_and_for_whoever_has_the_link_and_public_once_it_is_published()
    {
        var (editor, translator) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"));
        var (first, second) = (await UploadAsync(editor, Pictures.Png(640, 31), "первая.png"), await UploadAsync(editor, Pictures.Png(640, 32), "second.png"));
        var (path, other) = ($"/media/{first.Hash}/{Uri.EscapeDataString(first.Name)}", $"/media/{second.Hash}/second.png");
        var article = await _steps.BeginAsync(editor, "Статья с картинкой", $"![Главный корпус]({first.Target} \"Подпись\")\n\nАбзац.");
        var reader = site.Visit();

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK), (await reader.StatusAsync(path), await translator.StatusAsync(path), await editor.StatusAsync(path)));
        // A translator sees what stands in articles, not the rest of the library
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await translator.StatusAsync(other), await editor.StatusAsync(other)));
        var link = await NewsroomSteps.PreviewAsync(editor, article.Id);
        var shown = (await reader.PageAsync(link)).QuerySelector("figure.picture img")!.GetAttribute("src")!;
        using (var opened = await reader.GetAsync(shown)) Assert.Equal((HttpStatusCode.OK, "no-cache, private"), (opened.StatusCode, opened.Headers.CacheControl!.ToString()));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await reader.StatusAsync(shown[..^2]), await reader.StatusAsync(other + "?preview=" + link.Split('/')[^1])));

        await _steps.PublishAsync(editor, article.Id, "ru", "kartinka");
        using (var published = await reader.GetAsync(path)) Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (published.StatusCode, published.Headers.CacheControl!.ToString()));

        // Another picture in the working copy is not public yet, and the one that readers see stays
        using (var rewritten = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Markdown", $"![Другой корпус]({second.Target})\n\nАбзац.")], "form[action$='handler=Source']")) Assert.Equal(HttpStatusCode.Found, rewritten.StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await reader.StatusAsync(path), await reader.StatusAsync(other)));
        using (var kept = await editor.PostAsync($"/en/desk/images/{first.Code}", [], "form.remove")) Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync(path));
        await _steps.PublishAsync(editor, article.Id, "ru", "");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await reader.StatusAsync(path), await reader.StatusAsync(other)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_looked_for_in_no_text()
    {
        var path = $"/media/{new string('e', 64)}/nothing.png";
        await site.Visit().StatusAsync(path);

        var commands = await QueryCount.DuringAsync(site, async () => Assert.Equal(HttpStatusCode.NotFound, await site.Visit().StatusAsync(path)));

        Assert.NotEmpty(commands);
        Assert.DoesNotContain(commands, command => command.Contains("text_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messengers_and_machines_are_told_the_first_picture_and_the_translators_who_want_to_be_named()
    {
        var email = $"named-{site.Location.IsPostgres}@example.org".ToLowerInvariant();
        var (editor, translator, reviewer) = (await _steps.SignInAsync("editor", "editor"), await site.SignInAsAsync(email, "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"));
        var image = await UploadAsync(editor, Pictures.Png(800, 33), "lead.png");
        var article = await _steps.BeginAsync(editor, "Статья с переводчиком", $"Абзац.\n\n![Главный корпус]({image.Target})");
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["An article with a translator", "A deck.", "A paragraph.", "The main \"building\""], "save");
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "with-a-translator");

        var page = await site.Visit().PageAsync("/en/news/2026/with-a-translator");
        string? Meta(string name) => page.QuerySelector($"meta[property='{name}']")?.GetAttribute("content");
        Assert.Equal(($"{site.Address}/media/{image.Hash}/lead.png", "800", "33", "The main \"building\""), (Meta("og:image"), Meta("og:image:width"), Meta("og:image:height"), Meta("og:image:alt")));
        var facts = FactsOf(page);
        Assert.Equal((Meta("og:image"), 800), (facts.GetProperty("image").GetProperty("url").GetString(), facts.GetProperty("image").GetProperty("width").GetInt32()));
        Assert.Equal(email, Assert.Single(facts.GetProperty("translator").EnumerateArray()).GetProperty("name").GetString());
        Assert.StartsWith("editor", Assert.Single(facts.GetProperty("author").EnumerateArray()).GetProperty("name").GetString(), StringComparison.Ordinal);

        await using (var db = site.Db())
        {
            var account = await db.Accounts.Where(row => row.Email == email).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
            db.Add(new CreditName { AccountId = account, Names = LocalizedText.Empty, IsHidden = true });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        // Not a kept page: somebody who is signed in gets it made anew
        Assert.False(FactsOf(await editor.PageAsync("/en/news/2026/with-a-translator")).TryGetProperty("translator", out _));
        // A page without a picture tells none
        Assert.Null((await site.Visit().PageAsync("/en/news")).QuerySelector("meta[property^='og:image']"));
    }

    [Fact]
    public async Task The_pictures_of_a_page_are_read_once()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var (first, second) = (await UploadAsync(editor, Pictures.Png(640, 36), "one.png"), await UploadAsync(editor, Pictures.Png(640, 37), "two.png"));
        var article = await _steps.BeginAsync(editor, "Две картинки", $"![Одна]({first.Target})\n\n![Другая]({second.Target})");
        await _steps.PublishAsync(editor, article.Id, "ru", "dve-kartinki");
        const string path = "/ru/news/2026/dve-kartinki";
        await editor.PageAsync(path);

        // Not a kept page for somebody who is signed in
        var queries = await QueryCount.DuringAsync(site, async () => Assert.Equal(2, (await editor.PageAsync(path)).QuerySelectorAll("figure.picture").Length));

        Assert.Single(queries, query => query.Contains("\"image\"", StringComparison.Ordinal) || query.Contains(" image ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Feeds_hold_numbered_lists_tables_and_pictures_with_whole_addresses()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var image = await UploadAsync(editor, Pictures.Png(640, 34), "feed.png");
        var article = await _steps.BeginAsync(editor, "Лента со всем", $"1. раз\n2. два\n\n| Город | Вузы |\n| --- | --- |\n| Москва | 20 |\n\n![План \"зала\"]({image.Target})\n\n<edition:2022>");
        await _steps.PublishAsync(editor, article.Id, "ru", "lenta");

        using var feed = JsonDocument.Parse(await site.Visit().Http.GetStringAsync("/feeds/ru/news.json", TestContext.Current.CancellationToken));
        var html = feed.RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("url").GetString()!.EndsWith("/lenta", StringComparison.Ordinal)).GetProperty("content_html").GetString()!;

        Assert.StartsWith("<ol><li>раз</li><li>два</li></ol><table><tr><th>Город</th><th>Вузы</th></tr><tr><td>Москва</td><td>20</td></tr></table>", html, StringComparison.Ordinal);
        Assert.Contains($"<img src=\"{site.Address}/media/{image.Hash}/feed.png\" alt=\"", html, StringComparison.Ordinal);
        Assert.EndsWith("</a></p>", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{site.Address}/ru/conferences/2022\">", html, StringComparison.Ordinal);
    }

    private static JsonElement FactsOf(AngleSharp.Dom.IDocument page)
    {
        using var facts = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        return facts.RootElement.GetProperty("@graph").EnumerateArray().Single(thing => thing.GetProperty("@type").GetString() == "NewsArticle").Clone();
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

public sealed class ArticleFileTestsOnSqlite(CrowdSqliteSite site) : ArticleFileTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class ArticleFileTestsOnPostgres(CrowdPostgresSite site) : ArticleFileTests(site), IClassFixture<CrowdPostgresSite>;
