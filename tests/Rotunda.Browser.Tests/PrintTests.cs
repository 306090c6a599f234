using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Pages on paper: no navigation, black on white whatever the screen wears, everything inside an A4 sheet.</summary>
public sealed class PrintTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    /// <summary>A4 less the margins of the print style, in pixels of CSS.</summary>
    private const int SheetWidth = (int)((210 - (2 * 18)) / 25.4 * 96);

    [Theory]
    [InlineData("/en" + Places.Retold)]
    [InlineData("/zh" + Places.RetoldInChinese)]
    [InlineData("/ru/conferences/2022")]
    [InlineData("/en/conferences/2027")]
    [InlineData("/ru/resolutions")]
    [InlineData("/en/members")]
    public async Task Page_prints_on_white_paper_without_the_frame(string path)
    {
        var tab = await OpenAsync(new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = SheetWidth, Height = 1000 } });
        await tab.GoAsync(path);
        await tab.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });

        foreach (var frame in new[] { ".top", ".foot", ".crumbs", ".skip", ".demo-strip" }) await Assertions.Expect(tab.Page.Locator(frame).First).ToBeHiddenAsync();
        await Assertions.Expect(tab.Page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(255, 255, 255)");
        await Assertions.Expect(tab.Page.Locator("h1")).ToHaveCSSAsync("color", "rgb(0, 0, 0)");
        Assert.Equal(SheetWidth, await tab.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, innerWidth)"));
        Nothing(await tab.FindAsync("""
            () => [...document.querySelectorAll("main a")].filter(link => link.checkVisibility() && link.textContent.trim())
              .filter(link => { const box = link.getBoundingClientRect(); return box.width === 0 || box.right > innerWidth + 1 || getComputedStyle(link).color === "rgb(255, 255, 255)"; })
              .map(link => `${location.pathname}: the link ${link.href} does not print`)
            """));
        Nothing(await Axe.FindAsync(tab, "color-contrast"));
    }

    [Fact]
    public async Task A_printed_article_says_where_it_stands_and_whence_it_came()
    {
        var tab = await OpenAsync();
        await tab.GoAsync("/en" + Places.Retold);
        await tab.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(tab.Page.Locator(".credits")).ToContainTextAsync("Jiang Shaofei");
        await Assertions.Expect(tab.Page.Locator(".credits .sources a").First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator(".printed-from")).ToHaveTextAsync($"{Address}/en{Places.Retold}");
    }
}
