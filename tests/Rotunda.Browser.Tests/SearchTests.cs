using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>The search box and the results, in three languages, by keyboard, on a phone and without scripts.</summary>
public sealed class SearchTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    [Theory]
    [InlineData("en", "harbin eng", "/en/members/hrbeu")]
    [InlineData("zh", "鲍曼", "/zh/members/bmstu")]
    [InlineData("ru", "Бауман", "/ru/members/bmstu")]
    public async Task Slash_leads_to_the_box_and_the_arrow_to_the_page_that_is_meant(string language, string typed, string path)
    {
        var tab = await OpenAsync();
        await tab.GoAsync($"/{language}");
        var input = tab.Page.Locator("search-box input");
        await tab.Page.Keyboard.PressAsync("/");
        await Assertions.Expect(input).ToBeFocusedAsync();
        await Assertions.Expect(input).ToHaveValueAsync("");
        await tab.Page.Keyboard.InsertTextAsync(typed);
        await Assertions.Expect(tab.Page.Locator($"search-box [role=option][data-path='{path}']")).ToBeVisibleAsync();
        await Assertions.Expect(input).ToHaveAttributeAsync("aria-expanded", "true");

        for (var step = 0; step < 8; step++)
        {
            await tab.Page.Keyboard.PressAsync("ArrowDown");
            if (await tab.Page.Locator("search-box [aria-selected=true]").GetAttributeAsync("data-path") == path) break;
        }

        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**" + path);
    }

    [Theory]
    [InlineData("en", "annual conference", "Search")]
    [InlineData("zh", "年会", "搜索")]
    [InlineData("ru", "ежегодная конференция", "Поиск")]
    public async Task Enter_shows_results_with_the_words_marked(string language, string query, string heading)
    {
        var tab = await OpenAsync();
        await tab.GoAsync($"/{language}/members");
        await tab.Page.Locator("search-box input").FillAsync(query);
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync($"**/{language}/search?q=*");

        await Assertions.Expect(tab.Page.Locator("h1")).ToHaveTextAsync(heading);
        Assert.True(await tab.Page.Locator(".search-results li").CountAsync() > 2);
        Assert.True(await tab.Page.Locator(".search-results mark").CountAsync() > 2);
    }

    [Fact]
    public async Task Escape_closes_the_suggestions_and_what_was_typed_stays()
    {
        var tab = await OpenAsync();
        await tab.GoAsync("/en");
        var input = tab.Page.Locator("search-box input");
        await input.FillAsync("harbin");
        await Assertions.Expect(tab.Page.Locator("search-box [role=listbox]")).ToBeVisibleAsync();
        await input.PressAsync("Escape");

        await Assertions.Expect(tab.Page.Locator("search-box [role=listbox]")).ToBeHiddenAsync();
        await Assertions.Expect(input).ToHaveValueAsync("harbin");
        await Assertions.Expect(input).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("en", "conferense")]
    [InlineData("zh", "鲍曼")]
    [InlineData("ru", "бауман")]
    public async Task On_a_phone_without_scripts_the_box_is_a_form_and_pages_are_suggested_on_the_page(string language, string query)
    {
        var tab = await OpenAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 740 } });
        await tab.GoAsync($"/{language}");
        await tab.Page.Locator("search-box input").FillAsync(query);
        await tab.Page.Locator("search-box input").PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/search?q=*");

        Assert.True(await tab.Page.Locator(".search-results h3 a, .search-suggested a").CountAsync() > 0);
    }
}
