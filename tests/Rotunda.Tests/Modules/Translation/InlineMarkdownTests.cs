using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation;

/// <summary>What a text may turn into: emphasis and links, and nothing that runs.</summary>
public sealed class InlineMarkdownTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#115;cript:alert(1))")]
    [InlineData("[x](&#x6A;avascript:alert(1))")]
    [InlineData("[x](<javascript:alert(1)>)")]
    [InlineData("[x]( javascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("[x](/en/desk)")]
    [InlineData("[x][y]\n\n[y]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<JavaScript:alert(document.cookie)>")]
    [InlineData("<data:text/html,x>")]
    [InlineData("<vbscript:x>")]
    [InlineData("![x](https://evil.example/pixel.png)")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("[![x](javascript:alert(1))](javascript:alert(2))")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">x</a>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<!-- x --><iframe src=x>")]
    public void Nothing_that_runs_or_loads_gets_through(string text)
    {
        var html = Render(text);

        Assert.Empty(html.QuerySelectorAll("*").Where(element => element.LocalName is not ("body" or "em" or "strong" or "br" or "code")).Select(element => element.OuterHtml));
    }

    [Theory]
    [InlineData("[x](https://example.org/a?b=c&d=e)", "https://example.org/a?b=c&d=e")]
    [InlineData("[x](HTTP://example.org/)", "HTTP://example.org/")]
    [InlineData("<https://example.org/>", "https://example.org/")]
    [InlineData("[x](mailto:office@example.org)", "mailto:office@example.org")]
    [InlineData("<office@example.org>", "mailto:office@example.org")]
    [InlineData("[x](institution:upc)", "/ru/members/upc")]
    [InlineData("[x](institution:a\"onclick=\"b)", "/ru/members/a%22onclick=%22b")]
    public void Links_to_the_web_and_to_things_of_the_site_stay(string text, string address)
    {
        var html = Render(text);

        Assert.Equal([address], html.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.All(html.QuerySelectorAll("a"), link => Assert.Equal(["href"], link.Attributes.Select(attribute => attribute.Name)));
    }

    [Fact]
    public void Emphasis_stays_and_plain_text_has_none()
    {
        Assert.Equal("<em>a</em> <strong>b</strong> &lt;c&gt;", Render("*a* **b** <c>").InnerHtml);
        Assert.Equal("a b", InlineMarkdown.Plain("*a* **b**"));
    }

    private IElement Render(string text)
    {
        using var scope = site.Services.CreateScope();
        var languages = site.Services.GetRequiredService<SiteLanguages>();
        var language = languages.Find("ru")!;
        using var writer = new StringWriter();
        scope.ServiceProvider.GetRequiredService<InlineMarkdown>().Render(text, new Reader(language, languages.TextsOf(language), Viewer.Anonymous))
            .WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return new HtmlParser().ParseDocument($"<body>{writer}").Body!;
    }
}
