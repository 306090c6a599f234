using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Everything works without JavaScript: scripts only improve what is there.</summary>
public sealed class NoScriptTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Fact]
    public async Task A_proposal_is_made_and_decided()
    {
        var tab = await OpenAsync(new() { JavaScriptEnabled = false });
        var page = tab.Page;
        await tab.EnterAsync("Демонстрационный координатор");
        await tab.GoAsync("/ru/desk/my-institution");
        await page.FillAsync("[name='field.abbreviation']", "Губкинский");
        await page.FillAsync("[name='field.zone']", "Moon/Base");
        await page.ClickAsync("main button.primary");
        await Assertions.Expect(page.Locator(".fault-summary a")).ToHaveTextAsync("Это не часовой пояс IANA. Напишите, например, Asia/Vladivostok.");
        await Assertions.Expect(page.Locator("[name='field.abbreviation']")).ToHaveValueAsync("Губкинский");
        await page.FillAsync("[name='field.zone']", "Europe/Moscow");
        await page.ClickAsync("main button.primary");
        await Assertions.Expect(page.Locator(".notice.success")).ToBeVisibleAsync();

        await page.ClickAsync(".top-links .role-switch summary");
        await page.ClickAsync(".top-links .role-switch button:has-text('Demonstration secretariat')");
        await page.ClickAsync(".queues a[href='/en/desk/proposals']");
        await page.ClickAsync("main .lines a:has-text('Gubkin')");
        await page.CheckAsync("input[value=accept]");
        await page.ClickAsync("main button.primary");
        await Assertions.Expect(page.Locator(".notice.success")).ToBeVisibleAsync();
        await tab.GoAsync("/ru/members/gubkin");
        await Assertions.Expect(page.Locator(".facts")).ToContainTextAsync("Губкинский");
    }

    [Fact]
    public async Task A_phone_gets_everywhere_through_the_menu()
    {
        var tab = await OpenAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 740 } });
        await tab.GoAsync("/zh");
        var links = tab.Page.Locator(".menu-sheet .nav a");
        var count = await links.CountAsync();
        Assert.InRange(count, 4, 6);
        for (var index = 0; index < count; index++)
        {
            await tab.Page.ClickAsync(".menu > summary");
            var target = (await links.Nth(index).GetAttributeAsync("href"))!;
            await links.Nth(index).ClickAsync();
            await tab.Page.WaitForURLAsync("**" + target);
            await Assertions.Expect(tab.Page.Locator("h1")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task The_members_are_filtered_and_times_ask_for_a_zone()
    {
        var tab = await OpenAsync(new() { JavaScriptEnabled = false });
        await tab.GoAsync("/en/members");
        await tab.Page.FillAsync("#q", "polytech");
        await tab.Page.ClickAsync(".filters button");
        await tab.Page.WaitForURLAsync("**/en/members?q=polytech*");
        var names = await tab.Page.Locator(".members li > a").AllInnerTextsAsync();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains("polytech", name, StringComparison.OrdinalIgnoreCase));

        await tab.GoAsync("/en/conferences/2027?zone=Asia/Vladivostok");
        await Assertions.Expect(tab.Page.Locator(".times").First).ToContainTextAsync("your time");
    }

    [Fact]
    public async Task What_needs_a_script_is_not_shown()
    {
        var tab = await OpenAsync(new() { JavaScriptEnabled = false });
        await tab.GoAsync("/en/account/sign-in");
        await Assertions.Expect(tab.Page.Locator("passkey-sign-in")).ToBeHiddenAsync();
        await Assertions.Expect(tab.Page.Locator("#password")).ToBeVisibleAsync();
        await tab.GoAsync("/en" + Places.Retold);
        await tab.Page.ClickAsync(".share summary");
        await Assertions.Expect(tab.Page.Locator("copy-link button")).ToBeHiddenAsync();
        await Assertions.Expect(tab.Page.Locator(".qr svg")).ToBeVisibleAsync();
    }
}
