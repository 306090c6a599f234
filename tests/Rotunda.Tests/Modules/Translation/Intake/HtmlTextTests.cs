using Rotunda.Modules.Translation.Intake;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Intake;

/// <summary>HTML from anywhere becomes known blocks, and nothing of it that could do anything.</summary>
public sealed class HtmlTextTests
{
    private static string Markdown(string html) => HtmlText.Read(html)!.ToMarkdown();

    [Fact]
    public void Word_paste_keeps_headings_lists_and_emphasis() => Assert.Equal(
        "## Heading\n\nText with **bold** and *italic* words, CO₂.\n\n- First\n- Second\n\n1. One\n2. Two",
        Markdown("""
            <html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><style>p.MsoNormal{margin:0}</style>
            <!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=EN-GB>
            <h1>Heading<o:p></o:p></h1>
            <p class=MsoNormal style='mso-margin-top-alt:auto'><span lang=EN-US>Text with
            <b>bold</b> and <i>italic</i> words, CO<sub>2</sub>.<o:p></o:p></span></p>
            <p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span></span><![endif]>First</p>
            <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>
            <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>One</p>
            <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>Two</p>
            <p style='display:none'>Hidden</p></body></html>
            """));

    [Fact]
    public void WeChat_page_keeps_text_and_pictures_that_load_late()
    {
        var found = HtmlText.Read("""
            <div id="js_content" style="visibility: hidden;"><section style="font-size:16px"><span style="font-weight: bold;">第五届年会</span>在线举行。</section>
            <section><img data-src="https://mmbiz.example/a.png" data-ratio="0.6" alt="合影"><p>图为合影</p></section><img src="https://count.example/x.gif" width="1" height="1">
            <mpvoice></mpvoice><iframe src="https://v.example/"></iframe></div>
            """)!;

        Assert.Equal([(FoundKind.Paragraph, "**第五届年会**在线举行。"), (FoundKind.Picture, ""), (FoundKind.Paragraph, "图为合影")], found.Blocks.Select(block => (block.Kind, block.Content)));
        Assert.Equal(("https://mmbiz.example/a.png", "合影"), (found.Blocks[1].Source, found.Blocks[1].Alternative));
        Assert.Equal(["iframe"], found.Dropped);
    }

    [Fact]
    public void Tables_of_facts_stay_tables_and_tables_of_layout_do_not()
    {
        Assert.Equal("| Year | Place |\n| --- | --- |\n| 2011 | Shenzhen |\n| 2012 | a \\| b |", Markdown("<table><tr><th>Year</th><th>Place</th></tr><tr><td>2011</td><td>Shenzhen</td></tr><tr><td>2012</td><td>a | b</td></tr></table>"));
        Assert.Equal("Menu\n\n## News\n\nText.", Markdown("<table><tr><td>Menu</td><td><h2>News</h2><p>Text.</p></td></tr><tr><td></td><td></td></tr></table>"));
    }

    [Fact]
    public void Quotes_line_breaks_and_nested_lists_become_blocks() => Assert.Equal(
        "> Said.\n\nOne.\n\nTwo.\n\n- A\n- B\n- C", Markdown("<blockquote><p>Said.</p></blockquote><p>One.<br><br>Two.</p><ul><li>A<ul><li>B</li></ul></li><li><p>C</p></li></ul>"));

    [Theory]
    [InlineData("<a href='https://example.org/p?id=1&utm_source=x&fbclid=y'>x</a>", "[x](https://example.org/p?id=1)")]
    [InlineData("<a href='javascript:alert(1)'>x</a>", "x")]
    [InlineData("<a href='JaVaScRiPt&colon;alert(1)'>x</a>", "x")]
    [InlineData("<a href='data:text/html,x'>x</a>", "x")]
    [InlineData("<a href='file:///etc/passwd'>x</a>", "x")]
    [InlineData("<a href='/relative'>x</a>", "x")]
    [InlineData("<a href='//evil.example/x'>x</a>", "x")]
    [InlineData("<a href='https://user:secret@example.org/'>x</a>", "x")]
    [InlineData("<a href='mailto:a@example.org?bcc=b@example.org'>x</a>", "[x](mailto:a@example.org)")]
    [InlineData("<a href='https://example.org/' onclick='alert(1)' style='x' id='y'>x</a>", "[x](https://example.org/)")]
    public void Links_lead_to_the_web_or_nowhere(string html, string expected) => Assert.Equal(expected, Markdown(html));

    [Fact]
    public void Relative_links_are_read_against_the_address_of_the_page() =>
        Assert.Equal("[x](https://old.example/info/2.htm)", HtmlText.Read("<a href='../info/2.htm'>x</a>", new Uri("https://old.example/news/1.htm"))!.ToMarkdown());

    [Theory]
    [InlineData("<script>alert(1)</script>ok")]
    [InlineData("<scr<script>ipt>alert(1)</script>ok")]
    [InlineData("<svg><style><img src=x onerror=alert(1)></style></svg>ok")]
    [InlineData("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">ok")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>ok")]
    [InlineData("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style></form>ok")]
    [InlineData("<template><img src=x onerror=alert(1)></template>ok")]
    [InlineData("<textarea><img src=x onerror=alert(1)></textarea>ok")]
    [InlineData("<img src=x:x onerror=alert(1) alt=''>ok")]
    [InlineData("<style>@import 'https://evil.example/';</style>ok")]
    [InlineData("<meta http-equiv=refresh content='0;url=https://evil.example'>ok")]
    public void Nothing_that_could_act_survives(string html)
    {
        var written = Markdown(html);

        Assert.DoesNotContain("onerror", written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil.example", written, StringComparison.Ordinal);
        Assert.DoesNotContain("<", written.Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_beyond_the_bounds_are_refused_before_they_are_parsed()
    {
        Assert.Null(HtmlText.Read(new string('x', IntakeLimits.LargestHtml + 1)));
        Assert.Null(HtmlText.Read(string.Concat(Enumerable.Repeat("<p>", IntakeLimits.MostTags + 1))));
        Assert.Null(HtmlText.Read(string.Concat(Enumerable.Repeat("<div></span>", IntakeLimits.MostOpen + 1)) + "x"));
        Assert.NotNull(HtmlText.Read(string.Concat(Enumerable.Repeat("<DIV><p>x<br></div>", 5 * IntakeLimits.MostOpen))));
    }

    [Theory]
    [InlineData("<div>", "")]
    [InlineData("<ul><li>", "")]
    [InlineData("<table><tr><td>", "")]
    [InlineData("<blockquote><b>", "")]
    [InlineData("<font size=1>", "</p><p>")]
    [InlineData("<a href=https://example.org/>", "<p>")]
    public void Deep_nesting_ends_in_few_blocks(string open, string between)
    {
        var depth = IntakeLimits.MostOpen / open.Count(letter => letter == '<');

        var found = HtmlText.Read("<p>" + string.Concat(Enumerable.Range(0, depth - 1).Select(i => open.Replace(">", $" x{i}=1>", StringComparison.Ordinal))) + string.Concat(Enumerable.Repeat(between, depth - 1)) + "x");

        Assert.Equal("x", string.Concat(found!.Blocks.Select(block => block.Plain)));
    }

    [Fact]
    public void A_picture_inside_the_page_is_handed_over_as_bytes()
    {
        var found = HtmlText.Read("<p>a</p><img src='data:image/png;base64,iVBORw0KGgo=' alt='A'><img src='data:text/html;base64,!!!'>")!;

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Assert.Single(found.Pictures).Content);
        Assert.Equal("a\n\n![A](file:x)", found.ToMarkdown(block => block.Source == found.Pictures[0].Source ? "file:x" : null));
    }
}
