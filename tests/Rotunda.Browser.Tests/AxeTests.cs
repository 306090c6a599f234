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
            // The colours of a page are the same in every language
            if (language != "ru") continue;
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

    /// <summary>Each page of the desk in one of the other languages, by turns: their words are longer, shorter and in other scripts.</summary>
    [Fact]
    public async Task Axe_finds_nothing_on_the_desk_in_the_other_languages()
    {
        var tab = await OpenAsync();
        await tab.EnterAsync("Demonstration secretariat");
        foreach (var (path, index) in Places.Desk.Select((path, index) => (path.Data, index)))
        {
            await tab.GoAsync($"/{(index % 2 == 0 ? "zh" : "ru")}{path}");
            Nothing(await Axe.FindAsync(tab));
        }
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_pages_of_errors()
    {
        var tab = await OpenAsync();
        foreach (var language in Places.Languages)
        {
            foreach (var (path, status) in Places.Errors)
            {
                await tab.GoAsync($"/{language}{path}", status);
                Nothing(await Axe.FindAsync(tab));
            }
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
    public async Task Axe_finds_nothing_on_an_invitation()
    {
        var (secretary, guest) = (await OpenAsync(), await OpenAsync());
        await secretary.EnterAsync("Demonstration secretariat");
        await secretary.GoAsync("/en/desk/invitations");
        await secretary.Page.FillAsync("[name=Email]", "guest@example.org");
        await secretary.Page.SelectOptionAsync("[name=role]", "member");
        await secretary.Page.ClickAsync("main .form button.primary");
        var link = new Uri(await secretary.Page.Locator("code.secret").InnerTextAsync()).PathAndQuery;
        foreach (var language in Places.Languages)
        {
            await guest.GoAsync($"/{language}/{link.Split('/', 3)[2]}");
            Nothing(await Axe.FindAsync(guest));
        }
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
