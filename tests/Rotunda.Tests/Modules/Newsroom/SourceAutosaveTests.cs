using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Unsaved typing in a source is kept on the server, is offered again, and overwrites nothing.</summary>
public abstract class SourceAutosaveTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task Typing_is_kept_unaudited_changes_no_text_and_is_offered_to_its_owner_alone()
    {
        var (editor, other) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("other", "editor"));
        var article = await _steps.BeginAsync(editor, "Черновик исходного текста");
        var path = $"/en/desk/articles/{article.Id}/edit";
        var (audited, version) = (await _steps.AuditedAsync(article.Id), (await _steps.TextAsync(article.TextId)).Version);
        var open = new Window(editor, path, await editor.PageAsync(path));

        Assert.Equal("kept", await open.TypeAsync("Форум откроется в Каз"));
        Assert.Equal("kept", await open.TypeAsync("Форум откроется в Казани."));

        Assert.Equal((audited, version), (await _steps.AuditedAsync(article.Id), (await _steps.TextAsync(article.TextId)).Version));
        Assert.Equal("Форум откроется в Казани.", Assert.Single(await KeptAsync(article.TextId)).Markdown);
        Assert.Null((await other.PageAsync(path)).QuerySelector("[data-offer]"));
        var again = await editor.PageAsync(path);
        Assert.StartsWith("Форум откроется в Москве.", again.QuerySelector("[name=Markdown]")!.TextContent, StringComparison.Ordinal);
        var taken = await editor.PageAsync(again.QuerySelector("[data-offer] a")!.GetAttribute("href")!);
        Assert.Equal("Форум откроется в Казани.", taken.QuerySelector("[name=Markdown]")!.TextContent);
        Assert.Null(taken.QuerySelector("[data-offer]"));

        using var saved = await editor.SubmitAsync(taken.QuerySelector("form[action$='handler=Source']")!, path, []);
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Empty(await KeptAsync(article.TextId));
        Assert.Equal("Форум откроется в Казани.", (await editor.PageAsync(path)).QuerySelector("[name=Markdown]")!.TextContent);
    }

    [Fact]
    public async Task Source_saved_by_somebody_else_meanwhile_stands_beside_what_was_kept()
    {
        var (editor, other) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("other", "editor"));
        var article = await _steps.BeginAsync(editor, "Текст двух редакторов");
        var path = $"/en/desk/articles/{article.Id}/edit";
        var open = new Window(editor, path, await editor.PageAsync(path));
        Assert.Equal("kept", await open.TypeAsync("Слова первого."));
        using (var saved = await other.PostAsync(path, [("Markdown", "Слова второго.")], "form[action$='handler=Source']")) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);

        Assert.Equal("behind", await open.TypeAsync("Слова первого редактора."));

        var both = await editor.PageAsync(path + "?typing", HttpStatusCode.Conflict);
        Assert.Equal(("Слова первого редактора.", "Слова второго."), (both.QuerySelector("[name=Markdown]")!.TextContent, both.QuerySelector("#f-markdown-stored .stored-value")!.TextContent));
        Assert.Equal("Слова второго.", (await other.PageAsync(path)).QuerySelector("[name=Markdown]")!.TextContent);
        using var late = await editor.SubmitAsync(open.Page.QuerySelector("form[action$='handler=Source']")!, path, [("Markdown", "Слова первого редактора."), ("seen", open.Seen)]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Single(await KeptAsync(article.TextId));
    }

    [Fact]
    public async Task The_same_words_sent_twice_in_one_moment_are_kept_once_and_never_wait()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        for (var round = 0; round < 5; round++)
        {
            var article = await _steps.BeginAsync(editor, $"Уход со страницы {round}");
            var path = $"/en/desk/articles/{article.Id}/edit";
            var page = await editor.PageAsync(path);
            var windows = Enumerable.Range(0, 4).Select(_ => new Window(editor, path, page)).ToList();

            var answers = await Task.WhenAll(windows.Select(window => window.TypeAsync("Последние слова.")));

            Assert.All(answers, answer => Assert.Equal("kept", answer));
            Assert.Single(await KeptAsync(article.TextId));
            Assert.Single(windows.Select(window => window.Seen).Distinct());
        }
    }

    [Fact]
    public async Task Second_window_of_the_same_person_replaces_nothing_that_it_has_not_seen()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Два окна");
        var path = $"/en/desk/articles/{article.Id}/edit";
        var (first, second) = (new Window(editor, path, await editor.PageAsync(path)), new Window(editor, path, await editor.PageAsync(path)));
        Assert.Equal("kept", await first.TypeAsync("Первое окно."));

        Assert.Equal("waiting", await second.TypeAsync("Второе окно."));
        Assert.Equal("Первое окно.", Assert.Single(await KeptAsync(article.TextId)).Markdown);

        // Saving in the second window leaves what the first one kept; discarding is asked for
        using (var saved = await editor.SubmitAsync(second.Page.QuerySelector("form[action$='handler=Source']")!, path, [("Markdown", "Второе окно.")])) Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        Assert.Equal("Первое окно.", Assert.Single(await KeptAsync(article.TextId)).Markdown);
        using (var forgotten = await editor.PostAsync(path, [], "form[action$='handler=Forget']")) Assert.Equal(HttpStatusCode.Found, forgotten.StatusCode);
        Assert.Empty(await KeptAsync(article.TextId));
        Assert.Null((await editor.PageAsync(path)).QuerySelector("[data-offer]"));
    }

    [Fact]
    public async Task What_the_source_says_already_is_not_kept_and_faulty_blocks_are()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Без изменений");
        var path = $"/en/desk/articles/{article.Id}/edit";
        var open = new Window(editor, path, await editor.PageAsync(path));

        Assert.Equal("kept", await open.TypeAsync("Форум откроется в Москве.\n\nВторой абзац.\n\n# Half a"));
        Assert.Equal("unchanged", await open.TypeAsync("Форум откроется в Москве.\r\n\r\nВторой абзац.\r\n"));
        Assert.Empty(await KeptAsync(article.TextId));
    }

    [Fact]
    public async Task Article_that_was_never_begun_is_offered_and_goes_when_it_is_begun()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var open = new Window(editor, "/en/desk/articles/new", await editor.PageAsync("/en/desk/articles/new"));
        Assert.Equal("kept", await open.TypeAsync("Начало новой статьи.", "Новая статья", "ru"));

        var taken = await editor.PageAsync("/en/desk/articles/new?typing");
        Assert.Equal(("Новая статья", "Начало новой статьи."), (taken.QuerySelector("[name=Title]")!.GetAttribute("value"), taken.QuerySelector("[name=Markdown]")!.TextContent));
        Assert.Equal("ru", taken.QuerySelector("select[name=Language] option[selected]")!.GetAttribute("value"));
        using var begun = await editor.SubmitAsync(taken.QuerySelector("main form[method=post].form")!, "/en/desk/articles/new", [("Kind", "News")]);
        Assert.Equal(HttpStatusCode.Found, begun.StatusCode);
        Assert.Null((await editor.PageAsync("/en/desk/articles/new")).QuerySelector("[data-offer]"));
    }

    [Fact]
    public async Task Typing_of_more_blocks_than_a_text_may_have_is_taken_up_as_markdown()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Слишком много абзацев");
        var (path, blocks) = ($"/en/desk/articles/{article.Id}/edit", $"/en/desk/articles/{article.Id}/blocks");
        var open = new Window(editor, path, await editor.PageAsync(path));
        Assert.Equal("kept", await open.TypeAsync(string.Join("\n\n", Enumerable.Repeat("а", TextLimits.MostBlocks + 1))));

        using var elsewhere = await editor.GetAsync(blocks + "?typing");

        Assert.Equal((HttpStatusCode.Found, path + "?typing"), (elsewhere.StatusCode, elsewhere.Headers.Location!.OriginalString));
        Assert.Equal(TextLimits.MostBlocks + 1, (await editor.PageAsync(path + "?typing")).QuerySelector("[name=Markdown]")!.TextContent.Split("\n\n").Length);
        // As many as a text may have are a form still
        Assert.Equal("kept", await open.TypeAsync("Один.\n\nДва.\n\nТри."));
        Assert.Equal(3, (await editor.PageAsync(blocks + "?typing")).QuerySelectorAll("ol.blocks > li").Length);
    }

    [Fact]
    public async Task Nobody_keeps_typing_in_what_he_may_not_write()
    {
        var (editor, translator) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"));
        var article = await _steps.BeginAsync(editor, "Чужой текст");
        var token = (await translator.PageAsync("/en/account/credits")).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Markdown", "Чужие слова."), new("version", "0")]);
        using var response = await translator.Http.PostAsync($"/en/desk/articles/{article.Id}/edit?handler=Autosave", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(await KeptAsync(article.TextId));
    }

    private async Task<List<SourceAutosave>> KeptAsync(Guid textId)
    {
        await using var db = site.Db();
        return await db.Set<SourceAutosave>().AsNoTracking().Where(row => row.TextId == textId).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>An open editor, as its script sees it.</summary>
    private sealed class Window(Visitor editor, string path, IDocument page)
    {
        public IDocument Page { get; } = page;

        public string Seen { get; private set; } = page.QuerySelector("input[name=seen]")!.GetAttribute("value") ?? "";

        public async Task<string> TypeAsync(string markdown, string? title = null, string? language = null)
        {
            string Value(string name) => Page.QuerySelector($"form:has(source-draft) [name={name}]") is { } field ? field.GetAttribute("value") ?? field.TextContent : "";
            using var content = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", Value("__RequestVerificationToken")), new("version", Page.QuerySelector("source-draft")!.GetAttribute("version")!), new("seen", Seen), new("typingId", Value("typingId")),
                new("Title", title ?? Value("Title")), new("Deck", Value("Deck")), new("Description", Value("Description")), new("Markdown", markdown), new("Language", language ?? ""),
            ]);
            using var response = await editor.Http.PostAsync(path + "?handler=Autosave", content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            var result = answer.GetProperty("result").GetString()!;
            if (result != "waiting") Seen = answer.GetProperty("stamp").GetString()!;
            return result;
        }
    }
}

public sealed class SourceAutosaveTestsOnSqlite(CrowdSqliteSite site) : SourceAutosaveTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class SourceAutosaveTestsOnPostgres(CrowdPostgresSite site) : SourceAutosaveTests(site), IClassFixture<CrowdPostgresSite>;
