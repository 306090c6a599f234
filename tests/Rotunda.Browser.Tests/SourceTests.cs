using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>The source of an article in a browser: what is typed survives a closed tab and a lost connection, and blocks are moved by keyboard.</summary>
public sealed class SourceTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Fact]
    public async Task Tab_closed_without_saving_loses_nothing_in_another_browser()
    {
        var editor = await EnterAsync();
        var article = await BeginAsync(editor, "Вкладка закрыта");
        await editor.GoAsync(article + "/edit");
        await editor.Page.FillAsync("[name=Markdown]", "Слова, которые никто не сохранил.");
        // Closed at once: what waits for its two seconds is sent by the page as it goes
        await editor.Page.CloseAsync(new PageCloseOptions { RunBeforeUnload = true });

        var elsewhere = await EnterAsync();
        await Assertions.Expect(elsewhere.Page.Locator("h1")).ToBeVisibleAsync();
        await WaitForOfferAsync(elsewhere, article + "/edit");
        Nothing(await Axe.FindAsync(elsewhere));
        await elsewhere.Page.ClickAsync("[data-offer] a");
        await Assertions.Expect(elsewhere.Page.Locator("[name=Markdown]")).ToHaveValueAsync("Слова, которые никто не сохранил.");
        await elsewhere.Page.ClickAsync("form[action*='handler=Source'] button.primary");
        await Assertions.Expect(elsewhere.Page.Locator(".notice.success")).ToBeVisibleAsync();
        await elsewhere.GoAsync(article + "/edit");
        await Assertions.Expect(elsewhere.Page.Locator("[data-offer]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Saving_while_typing_is_on_its_way_leaves_none_that_was_never_saved()
    {
        var editor = await EnterAsync();
        var article = await BeginAsync(editor, "Сохранено на ходу");
        await editor.GoAsync(article + "/edit");
        var late = await editor.DelayAsync("**/*handler=Autosave*");
        await editor.Page.FillAsync("[name=Markdown]", "Половина");
        await late.ReachedAsync(1);
        await editor.Page.FillAsync("[name=Markdown]", "Половина и всё остальное.");

        await editor.Page.ClickAsync("form[action*='handler=Source'] button.primary");
        late.Release();

        await Assertions.Expect(editor.Page.Locator(".notice.success")).ToBeVisibleAsync();
        await editor.Page.UnrouteAllAsync();
        await editor.GoAsync(article + "/edit");
        await Assertions.Expect(editor.Page.Locator("[name=Markdown]")).ToHaveValueAsync("Половина и всё остальное.");
        await Assertions.Expect(editor.Page.Locator("[data-offer]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_new_article_that_could_not_be_sent_is_still_there()
    {
        var editor = await EnterAsync();
        await editor.GoAsync("/en/desk/articles/new");
        editor.LosesConnection = true;
        await editor.Page.RouteAsync("**/desk/articles/new*", route => route.Request.Method == "POST" ? route.AbortAsync() : route.ContinueAsync());
        await editor.Page.FillAsync("[name=Title]", "Не отправлено");
        await editor.Page.FillAsync("[name=Markdown]", "Слова, которых никто не получил.");
        await Assertions.Expect(editor.Page.Locator(".typing-state")).ToHaveTextAsync("No connection: what you type is kept in this browser.");
        await editor.Page.ClickAsync("main .form button.primary");
        await editor.Page.UnrouteAllAsync();

        await editor.GoAsync("/en/desk/articles/new");

        await Assertions.Expect(editor.Page.Locator("[name=Title]")).ToHaveValueAsync("Не отправлено");
        await Assertions.Expect(editor.Page.Locator("[name=Markdown]")).ToHaveValueAsync("Слова, которых никто не получил.");
    }

    [Fact]
    public async Task Lost_connection_loses_nothing_and_a_saved_source_of_somebody_else_is_shown_beside()
    {
        var (editor, other) = (await EnterAsync(), await EnterAsync());
        var article = await BeginAsync(editor, "Без связи");
        await editor.GoAsync(article + "/edit");
        editor.LosesConnection = true;
        await editor.Page.RouteAsync("**/*handler=Autosave*", route => route.AbortAsync());
        await editor.Page.FillAsync("[name=Markdown]", "Написано без связи.");
        await Assertions.Expect(editor.Page.Locator(".typing-state")).ToHaveTextAsync("No connection: what you type is kept in this browser.");

        // While one has no connection, somebody else saves
        await other.GoAsync(article + "/edit");
        await other.Page.FillAsync("[name=Markdown]", "Сохранено другим.");
        await other.Page.ClickAsync("form[action*='handler=Source'] button.primary");
        await Assertions.Expect(other.Page.Locator(".notice.success")).ToBeVisibleAsync();

        await editor.Page.UnrouteAllAsync();
        await editor.GoAsync(article + "/edit");
        await Assertions.Expect(editor.Page.Locator("[data-offer]")).ToBeVisibleAsync();
        await editor.Page.ClickAsync("[data-offer] a");
        await Assertions.Expect(editor.Page.Locator("[name=Markdown]")).ToHaveValueAsync("Написано без связи.");
        await Assertions.Expect(editor.Page.Locator("#f-markdown-stored .stored-value")).ToHaveTextAsync("Сохранено другим.");
    }

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    [InlineData("ru", 390)]
    public async Task Blocks_are_written_moved_and_changed_by_keyboard_and_stay_themselves(string language, int width)
    {
        var editor = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 844 } });
        await editor.EnterAsync("Demonstration editor");
        var article = await BeginAsync(editor, "Блоки " + language);
        var path = article.Replace("/en/", $"/{language}/", StringComparison.Ordinal) + "/blocks";
        await editor.GoAsync(path);
        var areas = editor.Page.Locator("ol.blocks > li.block textarea");
        var (first, second) = (await KeyAsync(editor, 0), await KeyAsync(editor, 1));

        await areas.Nth(1).PressAsync("Alt+ArrowUp");
        Assert.Equal((second, first), (await KeyAsync(editor, 0), await KeyAsync(editor, 1)));
        await Assertions.Expect(areas.Nth(0)).ToBeFocusedAsync();
        await areas.Nth(1).PressAsync("Control+Enter");
        await Assertions.Expect(areas.Nth(2)).ToBeFocusedAsync();
        await editor.Page.Keyboard.TypeAsync("Третий пункт");
        await editor.Page.Locator("ol.blocks > li.block select").Nth(2).SelectOptionAsync("listitem");
        await editor.Page.ClickAsync("button[value=append]");
        var last = editor.Page.Locator("ol.blocks > li.block").Last;
        await last.Locator("select").SelectOptionAsync("embed");
        await Assertions.Expect(last.Locator("textarea")).ToBeHiddenAsync();
        await last.Locator("input[name^='target.']").FillAsync("edition:2022");
        Nothing(await Axe.FindAsync(editor));
        Assert.True(await editor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"The page is wider than {width} px.");
        await Assertions.Expect(editor.Page.Locator(".typing-state")).Not.ToBeEmptyAsync();

        await editor.Page.ClickAsync("form.blocks-form button[value=save] >> nth=0");
        await Assertions.Expect(editor.Page.Locator(".notice.success")).ToBeVisibleAsync();
        await editor.GoAsync(path);
        Assert.Equal((second, first), (await KeyAsync(editor, 0), await KeyAsync(editor, 1)));
        await Assertions.Expect(editor.Page.Locator("ol.blocks > li.block select")).ToHaveCountAsync(4);
        await Assertions.Expect(editor.Page.Locator("[data-offer]")).ToHaveCountAsync(0);
        await editor.GoAsync(article + "/edit");
        await Assertions.Expect(editor.Page.Locator("[name=Markdown]")).ToHaveValueAsync("Второй абзац.\n\nПервый абзац.\n\n- Третий пункт\n\n<edition:2022>");
    }

    [Fact]
    public async Task Blocks_typed_and_not_saved_come_back_in_their_places()
    {
        var editor = await EnterAsync();
        var article = await BeginAsync(editor, "Незаписанные блоки");
        await editor.GoAsync(article + "/blocks");
        var (first, second) = (await KeyAsync(editor, 0), await KeyAsync(editor, 1));
        var areas = editor.Page.Locator("ol.blocks > li.block textarea");
        await areas.Nth(1).FillAsync("Второй абзац, дописанный.");
        await areas.Nth(1).PressAsync("Alt+ArrowUp");
        await Assertions.Expect(editor.Page.Locator(".typing-state")).ToContainTextAsync("Kept");
        await editor.GoAsync(article + "/blocks");
        await editor.Page.ClickAsync("[data-offer] a");
        await Assertions.Expect(areas.Nth(0)).ToHaveValueAsync("Второй абзац, дописанный.");
        Assert.Equal((second, first), (await KeyAsync(editor, 0), await KeyAsync(editor, 1)));
    }

    private static async Task<string> KeyAsync(Tab tab, int place) => (await tab.Page.Locator("ol.blocks > li.block").Nth(place).GetAttributeAsync("data-key"))!;

    private async Task<Tab> EnterAsync()
    {
        var tab = await OpenAsync();
        await tab.EnterAsync("Demonstration editor");
        return tab;
    }

    private static async Task<string> BeginAsync(Tab editor, string title)
    {
        await editor.GoAsync("/en/desk/articles/new");
        await editor.Page.SelectOptionAsync("[name=Language]", "ru");
        await editor.Page.FillAsync("[name=Title]", title);
        await editor.Page.FillAsync("[name=Markdown]", "Первый абзац.\n\nВторой абзац.");
        await editor.Page.FillAsync("[name=Date]", "2026-11-22");
        await editor.Page.ClickAsync("main .form button.primary");
        await editor.Page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));
        return editor.Path.Split('?')[0];
    }

    /// <summary>The page that goes sends its last words beside the next request of the test.</summary>
    private static async Task WaitForOfferAsync(Tab tab, string path)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            await tab.GoAsync(path);
            if (await tab.Page.Locator("[data-offer]").CountAsync() > 0) return;
        }

        Assert.Fail("Nothing was offered.");
    }
}
