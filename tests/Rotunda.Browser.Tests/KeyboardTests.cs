using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>Everything works without a mouse, and one always sees where one is.</summary>
public sealed class KeyboardTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 360, Height = 740 } };

    [Fact]
    public async Task The_first_stop_leads_past_the_header()
    {
        var tab = await OpenAsync();
        await tab.GoAsync("/en/members");
        await tab.Page.Keyboard.PressAsync("Tab");

        var skip = tab.Page.Locator(".skip");
        await Assertions.Expect(skip).ToBeFocusedAsync();
        await Assertions.Expect(skip).ToBeInViewportAsync(new() { Ratio = 1 });
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.Locator("main")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Tab");
        Assert.True(await tab.Page.EvaluateAsync<bool>("() => document.querySelector('main').contains(document.activeElement)"));
    }

    [Theory]
    [InlineData("/en", "")]
    [InlineData("/zh/leadership", "")]
    [InlineData("/ru" + Places.RetoldInRussian, "")]
    [InlineData("/en/account/sign-in", "")]
    [InlineData("/en/desk/institutions/leti", "Demonstration secretariat")]
    public async Task Every_stop_is_seen_and_none_is_left_out(string path, string role)
    {
        var tab = await OpenAsync();
        if (role.Length > 0) await tab.EnterAsync(role);
        await tab.GoAsync(path);
        var expected = await tab.Page.EvaluateAsync<int>("""
            () => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")].filter(element => element.checkVisibility({ contentVisibilityAuto: true })).length
            """);

        var stops = new HashSet<int>();
        while (stops.Count < expected)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            var stop = await tab.Page.EvaluateAsync<Stop>("""
                () => {
                  // A date field has stops inside: one does not see their style from here, but the browser marks them
                  const element = document.activeElement, style = getComputedStyle(element), isDate = element.matches("input[type=date]"), box = element.getBoundingClientRect();
                  return {
                    index: [...document.querySelectorAll("*")].indexOf(element),
                    name: `${element.tagName} ${element.id} ${element.textContent.trim().slice(0, 40)}`,
                    isSeen: (isDate || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)) && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                  };
                }
                """);
            Assert.True(stop.IsSeen, $"{path}: {stop.Name} has the focus and does not show it.");
            // A date field has several stops of its own
            if (!stops.Add(stop.Index) && !stop.Name.StartsWith("INPUT", StringComparison.Ordinal)) Assert.Fail($"{path}: only {stops.Count} of {expected} are reached before {stop.Name} comes again.");
        }
    }

    [Fact]
    public async Task The_menu_of_a_phone_opens_and_closes_by_keys()
    {
        var tab = await OpenAsync(Phone);
        await tab.GoAsync("/ru/news");
        var (summary, first) = (tab.Page.Locator(".menu summary").First, tab.Page.Locator(".menu-sheet a").First);

        await summary.FocusAsync();
        await Assertions.Expect(first).ToBeHiddenAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(first).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(first).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(first).ToBeHiddenAsync();
        await Assertions.Expect(summary).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Space");
        await tab.Page.Locator(".menu-sheet [data-language=zh]").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync("**/zh/news");
    }

    [Fact]
    public async Task The_switch_of_roles_opens_changes_and_closes_by_keys()
    {
        var tab = await OpenAsync();
        await tab.EnterAsync("Demonstration member");
        var (summary, buttons) = (tab.Page.Locator(".top-links .role-switch summary"), tab.Page.Locator(".top-links .role-switch button"));

        await summary.FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(buttons.First).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(buttons.First).ToBeHiddenAsync();
        await Assertions.Expect(summary).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(buttons.First).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.Locator(".desk-main .viewer")).ToHaveTextAsync("Demonstration secretariat");
    }

    [Fact]
    public async Task What_is_wrong_with_a_form_is_one_key_away_from_its_field()
    {
        var tab = await OpenAsync();
        await tab.EnterAsync("Demonstration secretariat");
        await tab.GoAsync("/en/desk/institutions/zju");
        await tab.Page.FillAsync("[name='field.abbreviation']", "KEPT");
        await tab.Page.FillAsync("[name='field.latitude']", "91");
        await tab.Page.FillAsync("[name='Ground.Source']", "https://example.org/letter");
        await tab.Page.Keyboard.PressAsync("Enter");

        var summary = tab.Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(summary).ToContainTextAsync("Write degrees as a number: latitude from −90 to 90, longitude from −180 to 180.");
        await Assertions.Expect(tab.Page.Locator("[name='field.abbreviation']")).ToHaveValueAsync("KEPT");
        await summary.GetByRole(AriaRole.Link, new() { Name = "Write degrees as a number: latitude from −90 to 90, longitude from −180 to 180." }).FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        var field = tab.Page.Locator("[name='field.latitude']");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(field).ToHaveAccessibleDescriptionAsync("Write degrees as a number: latitude from −90 to 90, longitude from −180 to 180.");
    }

    private sealed record Stop
    {
        public int Index { get; init; }

        public string Name { get; init; } = "";

        public bool IsSeen { get; init; }
    }
}
