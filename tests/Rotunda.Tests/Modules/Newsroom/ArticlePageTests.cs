using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>The retold news page with everything it names, its languages, and the feeds.</summary>
public abstract partial class ArticlePageTests(Site site)
{
    private const string Retold = "/en/news/2022/upc-at-fifth-annual-conference";

    [Fact]
    public async Task Article_shows_every_field_of_the_page_that_it_retells()
    {
        var page = await site.Visit().PageAsync(Retold);
        var credits = Words(page.QuerySelector(".credits")!);

        Assert.Equal("UPC speaks at the fifth annual conference of ASRTU and runs its academic seminar", page.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("A report on the university and its city", page.QuerySelector(".deck")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2022-06-10", page.QuerySelector(".article-head time")!.GetAttribute("datetime"));
        Assert.Equal(
            ["/en/news/category/conference", "/en/news/category/governance", "/en/news/category/sub-alliance", "/en/news/category/research"],
            page.QuerySelectorAll(".article-head .kicker a").Select(link => link.GetAttribute("href")));
        Assert.Contains("Jiang Shaofei", credits, StringComparison.Ordinal);
        Assert.Contains("Xu Xiaoyan", credits, StringComparison.Ordinal);
        Assert.Contains("China University of Petroleum (East China)", credits, StringComparison.Ordinal);
        Assert.Contains("UPC Newly Approved 17 National and Provincial First-class Undergraduate Majors", credits, StringComparison.Ordinal);
        Assert.Contains("NSFC Reported the New Progress in AI Recognition", credits, StringComparison.Ordinal);
        Assert.Equal(["https://english.upc.edu.cn/info/1022/1931.htm"], page.QuerySelectorAll(".credits .sources a").Select(link => link.GetAttribute("href")));
        Assert.Equal(
            ["/en/bodies/asrtu", "/en/bodies/green", "/en/bodies/liaison-officers-meeting", "/en/conferences/2022", "/en/members/gubkin", "/en/members/upc", "/en/resolutions/2022-1"],
            page.QuerySelectorAll(".side-column .lines")[0].QuerySelectorAll("a").Select(link => link.GetAttribute("href")).Order(StringComparer.Ordinal));
        Assert.Equal(["zh-Hans", "ru"], page.QuerySelectorAll(".side-column a[hreflang]").Select(link => link.GetAttribute("hreflang")));
    }

    [Fact]
    public async Task Previous_and_next_lead_through_all_news_and_back()
    {
        var visitor = site.Visit();
        var dates = new List<string>();
        var path = Retold;
        while ((await visitor.PageAsync(path)).QuerySelector("a[rel=prev]") is { } previous) path = previous.GetAttribute("href")!;
        for (string? next = path; next is not null;)
        {
            var page = await visitor.PageAsync(next);
            dates.Add(page.QuerySelector(".article-head time")!.GetAttribute("datetime")!);
            var following = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
            if (following is not null) Assert.Equal(next, (await visitor.PageAsync(following)).QuerySelector("a[rel=prev]")!.GetAttribute("href"));
            next = following;
        }

        Assert.Equal(dates.Order(StringComparer.Ordinal), dates);
        Assert.True(dates.Count > 5);
    }

    [Fact]
    public async Task Slug_of_another_language_leads_to_the_own_one_for_good()
    {
        using var response = await site.Browser().GetAsync(Retold.Replace("/en/", "/zh/", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        var target = response.Headers.Location!.PathAndQuery();
        Assert.StartsWith("/zh/news/2022/", target, StringComparison.Ordinal);
        Assert.NotEqual(Retold[3..], target[3..]);
        await site.Visit().PageAsync(target);
    }

    [Fact]
    public async Task Missing_language_falls_back_as_a_whole_with_a_label_and_its_own_language()
    {
        using var folder = new ArticleFolder().WithNews("only-english", "A text in one language.\n\n## A heading\n\nMore.");
        Assert.Empty(await folder.ImportAsync(site));

        var page = await site.Visit().PageAsync("/ru/news/2021/only-english");

        Assert.Equal("ru", page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(page.QuerySelector(".article > .notice"));
        Assert.Equal(["en", "en"], new[] { page.QuerySelector("h1")!, page.QuerySelector(".prose")! }.Select(element => element.GetAttribute("lang")));
        Assert.Equal("A text in one language. A heading More.", Words(page.QuerySelector(".prose")!));
        Assert.Equal(["/en/news/2021/only-english"], page.QuerySelectorAll(".side-column a[hreflang]").Select(link => link.GetAttribute("href")));
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")?.GetAttribute("content"));
        Assert.DoesNotContain("only-english", await site.Browser().GetStringAsync("/feeds/ru/news.atom"), StringComparison.Ordinal);
        Assert.Contains("only-english", await site.Browser().GetStringAsync("/feeds/en/news.atom"), StringComparison.Ordinal);
        Assert.DoesNotContain("/ru/news/2021/only-english", await site.Browser().GetStringAsync("/sitemap.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_in_feeds_bear_the_address_of_the_site()
    {
        using var folder = new ArticleFolder().With("linked", "ru", "title: Связь\nslug: svyaz\nsource: yes\nkind: news\ndate: 2026-01-02", "О [вузе](institution:upc).");
        Assert.Empty(await folder.ImportAsync(site));

        var browser = site.Browser();
        var atom = XDocument.Parse(await browser.GetStringAsync("/feeds/ru/news.atom")).Descendants().Where(element => element.Name.LocalName == "content").Select(element => element.Value);
        using var json = JsonDocument.Parse(await browser.GetStringAsync("/feeds/ru/news.json"));
        var items = json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("content_html").GetString()!);

        foreach (var html in new[] { string.Concat(atom), string.Concat(items) })
        {
            var links = (await new HtmlParser().ParseDocumentAsync(html)).QuerySelectorAll("a").Select(link => link.GetAttribute("href")!).ToList();
            Assert.Contains(new Uri(browser.BaseAddress!, "/ru/members/upc").ToString(), links);
            Assert.All(links, link => Assert.StartsWith("http", link, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Hostile_words_of_an_import_are_shown_as_words()
    {
        using var folder = new ArticleFolder().With(
            "hostile", "en", "title: <script>alert(1)</script> & \"Co\"\nslug: hostile\nsource: yes\nkind: news\ndate: 2020-01-02\nsources: javascript:alert(1), https://example.org/x\ntranslated-by: <b>x</b>\norigin-publisher: </title><script>alert(2)</script>",
            "A <img src=x onerror=alert(3)> and <javascript:alert(4)>.");
        Assert.Empty(await folder.ImportAsync(site));

        var page = await site.Visit().PageAsync("/en/news/2020/hostile");
        var feed = XDocument.Parse(await site.Browser().GetStringAsync("/feeds/en/news.atom"));

        Assert.Empty(page.QuerySelectorAll("main img[onerror], main script, a[href^=javascript], main b"));
        Assert.Equal(["https://example.org/x"], page.QuerySelectorAll(".sources a").Select(link => link.GetAttribute("href")));
        Assert.Contains("<script>alert(2)</script>", page.QuerySelector(".credits")!.TextContent, StringComparison.Ordinal);
        var content = feed.Descendants().Where(element => element.Name.LocalName == "content").Select(element => element.Value).Single(html => html.Contains("onerror", StringComparison.Ordinal));
        Assert.DoesNotContain("<img", content, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("ru", "ru")]
    public async Task Atom_feed_is_one_that_readers_understand(string code, string tag)
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        using var response = await site.Browser().GetAsync($"/feeds/{code}/news.atom");
        var feed = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        var entries = feed.Elements(atom + "entry").ToList();

        Assert.Equal("application/atom+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(tag, feed.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.Equal($"{site.Address}/feeds/{code}/news.atom", feed.Elements(atom + "link").Single(link => link.Attribute("rel")!.Value == "self").Attribute("href")!.Value);
        Assert.True(entries.Count > 5);
        // An id is a UUID (RFC 9562) with the language as the fragment that RFC 8141 allows
        Assert.All(entries, entry => Assert.Matches(UuidId(), entry.Element(atom + "id")!.Value));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(atom + "id")!.Value).Distinct().Count());
        Assert.All(entries, entry => Assert.Matches(Rfc3339(), entry.Element(atom + "updated")!.Value));
        Assert.Equal(entries.Max(entry => entry.Element(atom + "updated")!.Value), feed.Element(atom + "updated")!.Value);
        Assert.All(entries, entry => Assert.StartsWith($"{site.Address}/{code}/news/", entry.Element(atom + "link")!.Attribute("href")!.Value, StringComparison.Ordinal));
        Assert.NotEqual("", feed.Element(atom + "author")!.Element(atom + "name")!.Value);
    }

    [Fact]
    public async Task Feed_is_in_the_language_of_its_address_whatever_the_reader_prefers()
    {
        string[] paths = ["/feeds/ru/news.atom", "/feeds/ru/resolutions.atom", "/feeds/ru/conferences/2022.atom"];
        foreach (var path in paths)
        {
            using var response = await site.Visit("zh").GetAsync(path);
            Assert.Equal("ru", XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Attribute(XNamespace.Xml + "lang")!.Value);
        }
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("zh", "zh-Hans")]
    [InlineData("ru", "ru")]
    public async Task Json_feed_is_version_1_1(string code, string tag)
    {
        using var response = await site.Browser().GetAsync($"/feeds/{code}/news.json");
        var feed = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var items = feed.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal("application/feed+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("https://jsonfeed.org/version/1.1", feed.GetProperty("version").GetString());
        Assert.Equal($"{site.Address}/feeds/{code}/news.json", feed.GetProperty("feed_url").GetString());
        Assert.Equal(tag, feed.GetProperty("language").GetString());
        Assert.All(items, item => Assert.Matches(Rfc3339(), item.GetProperty("date_published").GetString()));
        Assert.All(items, item => Assert.NotEqual("", item.GetProperty("content_html").GetString()));
        Assert.Equal(items.Count, items.Select(item => item.GetProperty("id").GetString()).Distinct().Count());
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}#[a-z]{2}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UuidId();

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", RegexOptions.None, 1000)]
    private static partial Regex Rfc3339();
}

public sealed class ArticlePageTestsOnSqlite(SqliteSite site) : ArticlePageTests(site), IClassFixture<SqliteSite>;

public sealed class ArticlePageTestsOnPostgres(PostgresSite site) : ArticlePageTests(site), IClassFixture<PostgresSite>;
