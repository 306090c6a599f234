using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>
/// The whole life of one article: an author writes in Russian, one translator makes English of it and another Chinese of the English,
/// the source changes during review, the stale segment is seen, mended and approved in both, the Chinese not before the English, both
/// languages appear with their credits and in their feeds, and one is withdrawn.
/// </summary>
public sealed class ArticleLifeTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private static readonly string[] English = ["The forum will be held in Moscow", "Rectors of both countries meet.", "The forum opens on 10 June in Moscow.", "Delegations register online."];
    private static readonly string[] Chinese = ["论坛将在莫斯科举行", "两国大学校长齐聚一堂。", "论坛将于6月10日在莫斯科开幕。", "代表团在线注册。"];

    [Fact]
    public async Task An_article_lives_from_the_first_word_to_its_withdrawal()
    {
        // The demonstration's reviewer of English reads Chinese too
        await using (var db = Site.Db())
        {
            var account = await db.Set<Account>().Where(row => row.Email == "reviewer-en@demonstration.invalid").Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
            db.Add(new RoleGrant { Id = RowId.New(), AccountId = account, Role = "text-reviewer", Scope = "language:zh", GrantedAt = Site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var (editor, translator, chinese, reviewer) = (await EnterAsync("Demonstration editor"), await EnterAsync("Demonstration translator, Russian"), await EnterAsync("演示译员"), await EnterAsync("Demonstration reviewer"));

        // The author writes
        await editor.GoAsync("/en/desk/articles/new");
        await editor.Page.SelectOptionAsync("[name=Language]", "ru");
        await editor.Page.FillAsync("[name=Title]", "Форум пройдёт в Москве");
        await editor.Page.FillAsync("[name=Deck]", "Встретятся ректоры двух стран.");
        await editor.Page.FillAsync("[name=Markdown]", "Форум откроется 10 июня в Москве.\n\nДелегации регистрируются онлайн.");
        await editor.Page.FillAsync("[name=Date]", "2026-11-22");
        await editor.Page.ClickAsync("main .form button.primary");
        await editor.Page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));
        var article = editor.Path.Split('?')[0];
        await AskAsync(editor, article, "en", "ru");
        await AskAsync(editor, article, "zh", "en");

        // Two translators, the second from the first one's words; what is typed is kept before anybody presses a button
        await translator.GoAsync("/en/desk/translations");
        await translator.Page.ClickAsync("section:has(#queue-free) li a");
        var english = translator.Path.Split('?')[0];
        await translator.Page.ClickAsync("button[value=take]");
        await TypeAsync(translator, English);
        await Assertions.Expect(translator.Page.Locator(".text-saved")).ToHaveTextAsync("Saved");
        await translator.Page.ReloadAsync();
        await Assertions.Expect(translator.Page.Locator(".segment textarea").Nth(2)).ToHaveValueAsync(English[2]);
        for (var number = 0; number < English.Length; number++)
        {
            await translator.Page.Locator(".segment textarea").Nth(number).PressAsync("Control+Enter");
            await Assertions.Expect(translator.Page.Locator(".segment").Nth(number).Locator(".badge").First).ToHaveTextAsync("translated");
        }

        await translator.Page.ClickAsync("button[value=submit]");
        await chinese.GoAsync(english.Replace("/en/desk", "/zh/desk", StringComparison.Ordinal)[..^2] + "zh");
        await Assertions.Expect(chinese.Page.Locator("[data-source]").Nth(2)).ToHaveTextAsync(English[2]);
        await TypeAsync(chinese, Chinese);
        await Assertions.Expect(chinese.Page.Locator(".text-saved")).ToHaveTextAsync("已保存");
        for (var number = 0; number < Chinese.Length; number++)
        {
            await chinese.Page.Locator(".segment textarea").Nth(number).PressAsync("Control+Enter");
            await Assertions.Expect(chinese.Page.Locator(".badge.state-translated")).ToHaveCountAsync(number + 1);
        }

        await Assertions.Expect(chinese.Page.Locator(".badge.pivot")).ToHaveCountAsync(4);

        // The source changes during review
        await reviewer.GoAsync(english);
        await editor.GoAsync(article + "/edit");
        await editor.Page.FillAsync("[name=Markdown]", "Форум откроется 12 июня в Москве.\n\nДелегации регистрируются онлайн.");
        await editor.Page.ClickAsync("form[action*='handler=Source'] button.primary");
        await reviewer.GoAsync(english);
        await reviewer.Page.ClickAsync("button[value='approve-all']");
        await Assertions.Expect(reviewer.Page.Locator(".badge.state-final")).ToHaveCountAsync(3);
        var stale = reviewer.Page.Locator(".segment:has(.badge.stale)");
        await Assertions.Expect(stale).ToHaveCountAsync(1);
        await Assertions.Expect(stale.Locator(".source-change del")).ToHaveTextAsync("10");
        await Assertions.Expect(stale.Locator(".source-change ins")).ToHaveTextAsync("12");
        await Assertions.Expect(stale.Locator("textarea")).ToHaveValueAsync(English[2]);
        await chinese.Page.ReloadAsync();
        await Assertions.Expect(chinese.Page.Locator(".segment .badge.stale")).ToHaveCountAsync(1);

        // It is mended and approved; the Chinese then sees what changed in the English
        await translator.GoAsync(english + "?show=stale");
        await translator.Page.FillAsync(".segment textarea", "The forum opens on 12 June in Moscow.");
        await translator.Page.ClickAsync(".segment button[data-key=done]");
        await Assertions.Expect(translator.Page.Locator(".segment .badge.stale")).ToHaveCountAsync(0);
        await reviewer.GoAsync(english);
        await reviewer.Page.Locator(".segment textarea").Nth(2).PressAsync("Control+Shift+Enter");
        await Assertions.Expect(reviewer.Page.Locator(".badge.state-final")).ToHaveCountAsync(4);
        await chinese.Page.ReloadAsync();
        await Assertions.Expect(chinese.Page.Locator(".badge.pivot")).ToHaveCountAsync(0);
        await Assertions.Expect(chinese.Page.Locator(".source-change ins")).ToHaveTextAsync("12");
        await chinese.Page.Locator(".segment textarea").Nth(2).FillAsync("论坛将于6月12日在莫斯科开幕。");
        await chinese.Page.Locator(".segment textarea").Nth(2).PressAsync("Control+Enter");
        await Assertions.Expect(chinese.Page.Locator(".segment .badge.stale")).ToHaveCountAsync(0);
        await chinese.Page.ClickAsync("button[value=submit]");
        await reviewer.GoAsync(english[..^2] + "zh");
        await reviewer.Page.ClickAsync("button[value='approve-all']");
        await Assertions.Expect(reviewer.Page.Locator(".badge.state-final")).ToHaveCountAsync(4);

        // Publication, credits, feeds
        await PublishAsync(editor, article, "en", "forum-in-moscow");
        await PublishAsync(editor, article, "zh", "forum-in-moscow-zh");
        var reader = await OpenAsync();
        await reader.GoAsync("/en/news/2026/forum-in-moscow");
        await Assertions.Expect(reader.Page.Locator("h1")).ToHaveTextAsync(English[0]);
        await Assertions.Expect(reader.Page.Locator(".credit-lines > span")).ToHaveTextAsync(["Author: Demonstration editor", "Translated by Demonstration translator, Russian into English", "Reviewed by Demonstration reviewer of English"]);
        await Assertions.Expect(reader.Page.Locator(".prose p").First).ToContainTextAsync("12");
        Assert.Contains("forum-in-moscow", await reader.Page.EvaluateAsync<string>("fetch('/feeds/en/news.atom').then(answer => answer.text())"), StringComparison.Ordinal);
        Assert.DoesNotContain("forum-in-moscow", await reader.Page.EvaluateAsync<string>("fetch('/feeds/ru/news.atom').then(answer => answer.text())"), StringComparison.Ordinal);
        await reader.GoAsync("/zh/news/2026/forum-in-moscow-zh");
        await Assertions.Expect(reader.Page.Locator("h1")).ToHaveTextAsync(Chinese[0]);
        await Assertions.Expect(reader.Page.Locator(".credit-lines > span")).ToHaveTextAsync(["作者：Demonstration editor", "翻译：演示译员（英译中）", "审校：Demonstration reviewer of English"]);
        await Assertions.Expect(reader.Page.Locator(".prose p").First).ToContainTextAsync("12");
        Assert.Contains("forum-in-moscow-zh", await reader.Page.EvaluateAsync<string>("fetch('/feeds/zh/news.atom').then(answer => answer.text())"), StringComparison.Ordinal);

        // Withdrawal
        await editor.GoAsync(article + "/en");
        await editor.Page.ClickAsync("details:has(form[action*='handler=Withdraw']) > summary");
        await editor.Page.FillAsync("[name=Reason]", "Replaced by the programme");
        await editor.Page.ClickAsync("form[action*='handler=Withdraw'] button");
        await Assertions.Expect(editor.Page.Locator(".badge.version-withdrawn")).ToBeVisibleAsync();
        Assert.Equal(410, (await reader.Context.APIRequest.GetAsync(Address + "/en/news/2026/forum-in-moscow")).Status);
        Assert.DoesNotContain("forum-in-moscow", await reader.Page.EvaluateAsync<string>("fetch('/feeds/en/news.atom').then(answer => answer.text())"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", 1440)]
    [InlineData("zh", 360)]
    [InlineData("ru", 768)]
    public async Task The_desk_of_an_article_in_work_has_no_barriers_and_fits(string language, int width)
    {
        var tab = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        await tab.EnterAsync("Demonstration editor");
        await tab.GoAsync($"/{language}/desk/articles");
        await tab.Page.ClickAsync("table.articles tbody th a");
        var article = tab.Path;
        var translation = await tab.Page.Locator("a[href*='/desk/texts/']").First.GetAttributeAsync("href");
        foreach (var path in new[] { article, article + "/en", article + "/edit", article + "/blocks", article + "/en/preview", translation! })
        {
            await tab.GoAsync(path);
            Nothing(await Axe.FindAsync(tab));
            Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width} px.");
        }
    }

    private async Task<Tab> EnterAsync(string role)
    {
        var tab = await OpenAsync();
        await tab.EnterAsync(role);
        return tab;
    }

    private static async Task AskAsync(Tab editor, string article, string language, string from)
    {
        await editor.GoAsync($"{article}/{language}");
        await editor.Page.SelectOptionAsync("[name=From]", from);
        await editor.Page.ClickAsync("form[action*='handler=Assign'] button");
        await Assertions.Expect(editor.Page.Locator(".notice.success")).ToBeVisibleAsync();
    }

    private static async Task PublishAsync(Tab editor, string article, string language, string slug)
    {
        await editor.GoAsync($"{article}/{language}");
        await editor.Page.FillAsync("[name=Slug]", slug);
        await editor.Page.ClickAsync("form[action*='handler=Publish'] button.primary");
        await Assertions.Expect(editor.Page.Locator(".badge.version-published")).ToBeVisibleAsync();
    }

    private static async Task TypeAsync(Tab tab, string[] words)
    {
        for (var number = 0; number < words.Length; number++) await tab.Page.Locator(".segment textarea").Nth(number).FillAsync(words[number]);
    }
}
