using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>An article's address is copied by a button and read by a camera.</summary>
public sealed class SharingTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private const string Article = "/zh" + Places.RetoldInChinese;

    [Fact]
    public async Task The_button_copies_the_address_and_says_so()
    {
        var tab = await OpenAsync(new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await tab.GoAsync(Article);
        await tab.Page.ClickAsync(".share summary");
        await tab.Page.ClickAsync("copy-link button");

        await Assertions.Expect(tab.Page.Locator("copy-link [role=status]")).ToHaveTextAsync("已复制");
        Assert.Equal(Address + Article, await tab.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task The_code_is_drawn_in_the_page_and_holds_the_address()
    {
        var tab = await OpenAsync();
        await tab.GoAsync(Article);
        await tab.Page.ClickAsync(".share summary");

        var code = tab.Page.Locator(".qr svg");
        await Assertions.Expect(code).ToBeVisibleAsync();
        var drawn = await code.Locator("path").GetAttributeAsync("d");
        using var expected = new StringWriter();
        QrCodes.Svg(Address + Article).WriteTo(expected, System.Text.Encodings.Web.HtmlEncoder.Default);
        Assert.Equal(Regex.Match(expected.ToString(), " d=\"([^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, drawn);
    }

    [Fact]
    public async Task Without_a_clipboard_there_is_the_address_and_no_button()
    {
        var tab = await OpenAsync();
        await tab.Page.AddInitScriptAsync("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        await tab.GoAsync(Article);
        await tab.Page.ClickAsync(".share summary");

        await Assertions.Expect(tab.Page.Locator("copy-link a")).ToHaveTextAsync(Address + Article);
        await Assertions.Expect(tab.Page.Locator("copy-link button")).ToBeHiddenAsync();
    }
}
