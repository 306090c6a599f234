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
    [InlineData("en", "harb", 390)]
    [InlineData("zh", "哈尔滨", 1440)]
    [InlineData("ru", "харбин", 390)]
    public async Task What_is_called_as_one_types_stands_first_and_no_suggestion_is_taller_than_three_lines(string language, string typed, int width)
    {
        var tab = await OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 844 } });
        await tab.GoAsync($"/{language}");
        await tab.Page.Keyboard.PressAsync("/");
        await tab.Page.Keyboard.InsertTextAsync(typed);
        var options = tab.Page.Locator("search-box [role=option]");
        await Assertions.Expect(options.First).ToHaveAttributeAsync("data-path", new System.Text.RegularExpressions.Regex($"^/{language}/members/", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        foreach (var option in await options.AllAsync()) Assert.InRange((await option.BoundingBoxAsync())!.Height, 20, 100);
        var list = (await tab.Page.Locator("search-box [role=listbox]").BoundingBoxAsync())!;
        Assert.True(list.X >= 0 && list.X + list.Width <= width);
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
    [InlineData("en", "harb")]
    [InlineData("zh", "哈尔滨")]
    [InlineData("ru", "университет")]
    public async Task On_a_phone_without_scripts_the_box_is_a_form_and_pages_are_suggested_on_the_page(string language, string query)
    {
        var tab = await OpenAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 740 } });
        await tab.GoAsync($"/{language}");
        await tab.Page.Locator("search-box input").FillAsync(query);
        await tab.Page.Locator("search-box input").PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/search?q=*");

        Assert.True(await tab.Page.Locator(".search-suggested a").CountAsync() > 0);
    }

    [Fact]
    public async Task Nothing_is_asked_and_no_key_is_taken_while_characters_are_composed()
    {
        var tab = await OpenAsync();
        await tab.GoAsync("/zh");
        var (input, list, asked) = (tab.Page.Locator("search-box input"), tab.Page.Locator("search-box [role=listbox]"), new List<string>());
        tab.Page.Request += (_, request) => { if (request.Url.Contains("/search/suggestions", StringComparison.Ordinal)) asked.Add(Uri.UnescapeDataString(request.Url.Split("q=")[1])); };
        await input.FocusAsync();
        await tab.Page.Keyboard.InsertTextAsync("鲍曼");
        await Assertions.Expect(list).ToBeVisibleAsync();
        var session = await tab.Context.NewCDPSessionAsync(tab.Page);
        foreach (var letters in new[] { "m", "mo", "mosi" }) await session.SendAsync("Input.imeSetComposition", new() { ["text"] = letters, ["selectionStart"] = letters.Length, ["selectionEnd"] = letters.Length });

        // As the input method hears them: the list must not move, and Enter must not open a page
        foreach (var key in new[] { "ArrowDown", "Enter", "Escape" }) Assert.True(await input.EvaluateAsync<bool>("(input, key) => input.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }))", key));
        Assert.Equal(0, await list.Locator("[aria-selected=true]").CountAsync());
        await session.SendAsync("Input.insertText", new() { ["text"] = "莫斯科" });
        await Assertions.Expect(input).ToHaveValueAsync("鲍曼莫斯科");
        await Assertions.Expect(list.Locator("[role=option]").First).ToHaveAttributeAsync("data-path", "/zh/members/bmstu");
        await tab.UntilAsync("performance.getEntriesByType('resource').filter(entry => entry.name.includes('/search/suggestions')).length >= 2");

        Assert.Equal(["鲍曼", "鲍曼莫斯科"], asked);
        Assert.EndsWith("/zh", tab.Path, StringComparison.Ordinal);
    }
}
