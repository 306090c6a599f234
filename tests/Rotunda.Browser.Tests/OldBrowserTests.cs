using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>
/// Browsers of the years before <c>light-dark()</c>, cascade layers, nesting and <c>:has()</c>, such as the web views of messengers: played by
/// taking the newer parts out of the stylesheet on its way. The dark colours are among them, so such a browser shows the light ones.
/// </summary>
public sealed partial class OldBrowserTests(Chromium chromium, SqliteSite site) : BrowserTests(chromium, site), IClassFixture<SqliteSite>
{
    private static readonly string[] NewBlocks = ["@supports", "@layer", "@container", "@scope", "@starting-style", "@property"];
    private static readonly string[] NewSelectors = [":has(", "&", "::details-content", ":user-invalid", ":popover-open"];

    [Theory]
    [InlineData("/en", 1440)]
    [InlineData("/ru", 360)]
    [InlineData("/zh/leadership", 768)]
    [InlineData("/ru/members", 360)]
    [InlineData("/en" + Places.Retold, 1440)]
    [InlineData("/zh/conferences/2027", 360)]
    [InlineData("/ru/account/sign-in", 1440)]
    public async Task Page_is_readable_and_in_order(string path, int width)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var tab = await OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
            await tab.Page.RouteAsync("**/site*.css", async route =>
            {
                var response = await route.FetchAsync();
                var old = Age(await response.TextAsync());
                Assert.DoesNotContain("light-dark", old, StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = response, Body = old });
            });
            await tab.GoAsync(path);

            await Assertions.Expect(tab.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(251, 250, 247)");
            await Assertions.Expect(tab.Page.Locator("body")).ToHaveCSSAsync("color", "rgb(27, 31, 36)");
            Nothing(await Axe.FindAsync(tab, "color-contrast", "link-in-text-block", "target-size"));
            Nothing(await tab.FindAsync(Disorder));
        }
    }

    [Fact]
    public void Ageing_takes_the_new_parts_out_and_leaves_the_rest()
    {
        const string sheet = "a{color:red}@supports (x:y){:root{--b: light-dark(#000, #fff)}}.c:has(.d) .e,.f{top:0}@media (min-width: 1px){.g{color:light-dark(red,blue);left:0}.h:has(.i){left:1px}}@layer j{.k{left:2px}}.l{m:n}";

        Assert.Equal("a{color:red}@media (min-width: 1px){.g{left:0}}.l{m:n}", Age(sheet));
    }

    /// <summary>A page without a layout would pass as readable, so its order is asked after too.</summary>
    private const string Disorder = """
        () => {
          const found = [], say = what => found.push(`${location.pathname} at ${innerWidth}: ${what}`);
          const box = selector => document.querySelector(selector)?.getBoundingClientRect();
          if (document.documentElement.scrollWidth > innerWidth) say("is wider than the screen");
          if (box("main").top < box(".top").bottom - 1) say("begins under the header");
          if (box("main").left < 0 || parseFloat(getComputedStyle(document.querySelector("main")).paddingLeft) < 16) say("touches the edge");
          if (box(".foot").top < box("main").bottom - 1) say("lies on the footer");
          if (box(".top-row").height > 110) say("has a high header");
          const isWide = innerWidth >= 1080;
          if ((box(".menu").height > 0) === isWide || (box(".top-links").height > 0) !== isWide) say("shows the wrong navigation");
          if (parseFloat(getComputedStyle(document.body).fontSize) < 16) say("is set too small");
          return found;
        }
        """;

    /// <summary>A stylesheet as a browser of those years reads it: what it does not know, it leaves out, rule by rule and line by line.</summary>
    private static string Age(string css)
    {
        var (aged, at) = (new StringBuilder(), 0);
        css = Comment().Replace(css, "");
        while (at < css.Length)
        {
            var (open, semicolon) = (css.IndexOf('{', at), css.IndexOf(';', at));
            if (open < 0) break;
            if (semicolon >= 0 && semicolon < open)
            {
                at = semicolon + 1;
                continue;
            }

            var (head, close) = (css[at..open], EndOf(css, open));
            var body = css[(open + 1)..close];
            at = close + 1;
            if (NewBlocks.Any(head.TrimStart().StartsWith) || NewSelectors.Any(head.Contains)) continue;
            body = head.TrimStart().StartsWith("@media", StringComparison.Ordinal) ? Age(body) : string.Join(';', body.Split(';').Where(line => !NewValue().IsMatch(line)));
            aged.Append(head).Append('{').Append(body).Append('}');
        }

        return aged.ToString();
    }

    private static int EndOf(string css, int open)
    {
        for (var (at, depth) = (open, 0); at < css.Length; at++)
        {
            if (css[at] == '{') depth++;
            else if (css[at] == '}' && --depth == 0) return at;
        }

        throw new FormatException("A block does not end.");
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"light-dark\(|color-mix\(|oklch\(|\d[dsl]v[hw]\b|text-wrap|text-autospace|\bround\(", RegexOptions.None, 1000)]
    private static partial Regex NewValue();
}
