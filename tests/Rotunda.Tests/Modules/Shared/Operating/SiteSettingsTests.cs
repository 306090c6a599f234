using System.Net;
using Rotunda.Modules.Shared.Operating;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Operating;

/// <summary>The public address and the colour of the association: set on the desk, seen on every page.</summary>
public abstract class SiteSettingsTests(Site site)
{
    [Fact]
    public async Task A_colour_of_its_own_comes_as_a_stylesheet_and_goes_again()
    {
        var (administrator, reader) = (await site.SignInAsync("administrator"), site.Visit());
        await reader.GetAsync("/en");

        using var saved = await administrator.PostAsync("/en/desk/site", [("PublicAddress", ""), ("AccentLight", "#0B5394"), ("AccentDark", "9fc5e8")]);
        var link = (await reader.PageAsync("/en")).QuerySelectorAll("link[rel=stylesheet]").Select(element => element.GetAttribute("href")).Single(href => href!.StartsWith("/accent/", StringComparison.Ordinal));
        using var sheet = await reader.GetAsync(link!);
        using var taken = await administrator.PostAsync("/en/desk/site", [("AccentLight", ""), ("AccentDark", "")]);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (saved.StatusCode, taken.StatusCode));
        Assert.Equal("/accent/0b5394-9fc5e8.css", link);
        Assert.Equal("text/css", sheet.Content.Headers.ContentType!.MediaType);
        Assert.Equal(new Accent("0b5394", "9fc5e8").Css, await sheet.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("/accent/", (await reader.PageAsync("/en")).Head!.InnerHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccentLight", "f08a72", "This colour is too faint to read: contrast 2.3, at least 4.5 is needed. Take a darker one for light pages and a lighter one for dark pages.")]
    [InlineData("AccentDark", "a8321e", "This colour is too faint to read: contrast 2.5, at least 4.5 is needed. Take a darker one for light pages and a lighter one for dark pages.")]
    [InlineData("AccentLight", "red}body{display:none", "Write a colour as six hexadecimal digits, such as a8321e.")]
    [InlineData("PublicAddress", "https://association.example/path", "Write scheme and host alone, such as https://association.example.")]
    [InlineData("PublicAddress", "javascript:alert(1)", "Write scheme and host alone, such as https://association.example.")]
    public async Task What_cannot_stand_is_said_beside_its_field(string field, string value, string expected)
    {
        var administrator = await site.SignInAsync("administrator");
        var fields = new Dictionary<string, string> { ["PublicAddress"] = "", ["AccentLight"] = "a8321e", ["AccentDark"] = "f08a72", [field] = value };

        using var refused = await administrator.PostAsync("/en/desk/site", fields.Select(pair => (pair.Key, pair.Value)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal([expected], (await Visitor.ParseAsync(refused)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
    }

    [Fact]
    public async Task Of_two_administrators_at_once_the_second_sees_both_values()
    {
        var (first, second) = (await site.SignInAsync("administrator"), await site.SignInAsync("administrator"));
        var open = (await second.PageAsync("/en/desk/site")).QuerySelector("main form[method=post]")!;
        using var saved = await first.PostAsync("/en/desk/site", [("PublicAddress", "https://one.example/")]);

        using var conflict = await second.SubmitAsync(open, "/en/desk/site", [("PublicAddress", "https://two.example")]);
        var canonical = (await site.Visit().PageAsync("/en")).QuerySelector("link[rel=canonical]")!.GetAttribute("href");
        using var taken = await first.PostAsync("/en/desk/site", [("PublicAddress", "")]);

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Conflict, HttpStatusCode.Found), (saved.StatusCode, conflict.StatusCode, taken.StatusCode));
        Assert.Equal("Stored now: https://one.example", (await Visitor.ParseAsync(conflict)).QuerySelector("#f-publicaddress-stored")!.TextContent.Trim());
        Assert.Equal("https://one.example/en", canonical);
    }

    [Theory]
    [InlineData("/accent/0b5394-9fc5e8z.css")]
    [InlineData("/accent/0b5394-9fc5e.css")]
    [InlineData("/accent/red-blue.css")]
    public async Task Only_colours_are_a_stylesheet(string path)
    {
        using var response = await site.Browser().GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}

public sealed class SiteSettingsTestsOnSqlite(SqliteSite site) : SiteSettingsTests(site), IClassFixture<SqliteSite>;

public sealed class SiteSettingsTestsOnPostgres(PostgresSite site) : SiteSettingsTests(site), IClassFixture<PostgresSite>;

/// <summary>The contrast as WCAG 2.2 defines it, against values that follow from its formula.</summary>
public sealed class AccentTests
{
    [Theory]
    [InlineData("000000", false, 20.12)]
    [InlineData("ffffff", true, 16.70)]
    [InlineData("767676", false, 4.35)]
    public void Contrast_is_that_with_the_worse_of_both_grounds(string colour, bool isDark, double expected) => Assert.Equal(expected, Accent.ContrastOf(colour, isDark), 0.01);

    [Theory]
    [InlineData(" #A8321E ", "a8321e")]
    [InlineData("a8321", null)]
    [InlineData("a8321e\n;", null)]
    public void Only_six_digits_are_a_colour(string typed, string? expected) => Assert.Equal(expected, Accent.Read(typed));
}
