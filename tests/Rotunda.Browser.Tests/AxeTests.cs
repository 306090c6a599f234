using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>axe finds nothing: on every public page in every language, on the desk, in light and dark, on a phone.</summary>
public sealed class AxeTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    public static TheoryData<string> PublicPages => Places.Public;

    public static TheoryData<string> DeskPages => Places.Desk;

    [Theory]
    [MemberData(nameof(PublicPages))]
    public async Task Axe_finds_nothing_on_a_public_page(string path)
    {
        var tab = await OpenAsync();
        foreach (var language in Places.Languages)
        {
            await tab.GoAsync($"/{language}{path}");
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            Nothing(await Axe.FindAsync(tab));
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Nothing(await Axe.FindAsync(tab, "color-contrast", "link-in-text-block"));
        }
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_desk()
    {
        var tab = await OpenAsync();
        await tab.EnterAsync("Demonstration secretariat");
        foreach (var path in Places.Desk)
        {
            await tab.GoAsync("/en" + path.Data);
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            Nothing(await Axe.FindAsync(tab));
            await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Nothing(await Axe.FindAsync(tab, "color-contrast", "link-in-text-block"));
        }
    }

    [Theory]
    [InlineData("演示联络员", "/zh/desk/my-institution")]
    [InlineData("Демонстрационный координатор", "/ru/desk/my-institution")]
    [InlineData("Demonstration member", "/en/account")]
    public async Task Axe_finds_nothing_on_the_pages_of_other_roles(string role, string path)
    {
        var tab = await OpenAsync();
        await tab.EnterAsync(role);
        await tab.GoAsync(path);

        Nothing(await Axe.FindAsync(tab));
    }

    [Fact]
    public async Task Axe_finds_nothing_on_a_form_that_came_back_with_its_faults()
    {
        var tab = await OpenAsync();
        await tab.EnterAsync("Demonstration secretariat");
        await tab.GoAsync("/en/desk/institutions/upc");
        await tab.Page.FillAsync("[name='field.zone']", "Moon/Base");
        await tab.Page.ClickAsync("main button.primary");
        await Assertions.Expect(tab.Page.Locator(".fault-summary")).ToBeVisibleAsync();

        Nothing(await Axe.FindAsync(tab));
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Nothing(await Axe.FindAsync(tab, "color-contrast", "link-in-text-block"));
    }

    [Fact]
    public async Task Axe_finds_nothing_on_a_phone_with_the_menu_open()
    {
        var tab = await OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true });
        foreach (var path in new[] { "/zh", "/ru/members", "/en" + Places.Retold })
        {
            await tab.GoAsync(path);
            Nothing(await Axe.FindAsync(tab));
            await tab.Page.ClickAsync(".menu summary");
            Nothing(await Axe.FindAsync(tab));
        }
    }
}
