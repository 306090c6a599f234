using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Every feed of the site passes the checker, and the checker finds what is wrong.</summary>
public abstract class FeedCheckTests(Site site)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private const string Sound = """
        <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>T</title><updated>2022-06-10T00:00:00Z</updated><author><name>A</name></author>
        <link rel="self" href="https://example.org/f"/><entry><id>urn:x:2</id><title>E</title><updated>2022-06-10T00:00:00+08:00</updated><link href="https://example.org/e"/></entry></feed>
        """;

    [Theory]
    [InlineData("<name>A</name>", "<name> </name>")]
    [InlineData("2022-06-10T00:00:00Z", "2022-06-10")]
    [InlineData("2022-06-10T00:00:00+08:00", "2022-06-10T00:00:00")]
    [InlineData("<id>urn:x:2</id>", "")]
    [InlineData("<id>urn:x:2</id>", "<id>x y</id>")]
    [InlineData("<title>E</title>", "<title>E</title><title>F</title>")]
    [InlineData("<link href=\"https://example.org/e\"/>", "")]
    [InlineData("<link href=\"https://example.org/e\"/>", "<link href=\"/e\"/>")]
    [InlineData("<link href=\"https://example.org/e\"/>", "<link href=\"https://example.org/e\"/><link href=\"https://example.org/g\"/>")]
    [InlineData("<link rel=\"self\" href=\"https://example.org/f\"/>", "")]
    [InlineData("<title>E</title>", "<title>E</title><headline>no</headline>")]
    [InlineData("<title>E</title>", "<title>E</title><content type=\"html\">&lt;script&gt;</content>")]
    [InlineData("<title>E</title>", "<title>E</title><category label=\"no term\"/>")]
    [InlineData("<feed", "<!DOCTYPE feed><feed")]
    public void Checker_finds_a_fault(string sound, string faulty)
    {
        Assert.Empty(FeedChecker.Atoms(Sound));
        Assert.NotEmpty(FeedChecker.Atoms(Sound.Replace(sound, faulty, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("news")]
    [InlineData("news/students")]
    [InlineData("news/members")]
    public async Task Feeds_of_news_stand_in_every_language(string feed)
    {
        foreach (var code in new[] { "en", "zh", "ru" })
        {
            Assert.Empty(FeedChecker.Atoms(await site.Browser().GetStringAsync($"/feeds/{code}/{feed}.atom")));
            Assert.Empty(FeedChecker.Json(await site.Browser().GetStringAsync($"/feeds/{code}/{feed}.json")));
        }
    }

    [Theory]
    [InlineData("resolutions")]
    [InlineData("conferences/2022")]
    public async Task Other_feeds_stand_too(string feed) => Assert.Empty(FeedChecker.Atoms(await site.Browser().GetStringAsync($"/feeds/zh/{feed}.atom")));

    [Fact]
    public async Task A_category_feed_has_its_news_with_their_categories_and_the_other_languages()
    {
        // The import of another test tells this node nothing
        await site.Services.GetRequiredService<Publication>().EvictAsync();
        var feed = XDocument.Parse(await site.Browser().GetStringAsync("/feeds/zh/news/students.atom")).Root!;
        var entries = feed.Elements(Atom + "entry").ToList();
        var page = await site.Visit().PageAsync("/zh/news/category/xuesheng");

        Assert.Equal(// The page also lists what it has in another language only, marked by it
            page.QuerySelectorAll(".news-list h2 a").Where(link => link.QuerySelector("[lang]") is null && link.Closest("[lang]:not(html)") is null).Select(link => site.Address + link.GetAttribute("href")), entries.Select(entry => entry.Elements(Atom + "link").First().Attribute("href")!.Value));
        Assert.All(entries, entry => Assert.Contains(("students", "学生"), entry.Elements(Atom + "category").Select(category => (category.Attribute("term")!.Value, category.Attribute("label")!.Value))));
        Assert.Equal(
            [("en", $"{site.Address}/feeds/en/news/students.atom"), ("ru", $"{site.Address}/feeds/ru/news/students.atom")],
            feed.Elements(Atom + "link").Where(link => link.Attribute("hreflang") is not null).Select(link => (link.Attribute("hreflang")!.Value, link.Attribute("href")!.Value)));
        Assert.All(entries, entry => Assert.Equal(["en", "ru"], entry.Elements(Atom + "link").Select(link => link.Attribute("hreflang")?.Value).OfType<string>().Order(StringComparer.Ordinal)));
        Assert.Equal($"/feeds/zh/news/students.atom", page.QuerySelector("link[rel=alternate][type='application/atom+xml'][href*=students]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_entry_says_when_it_appeared_and_when_it_last_changed()
    {
        site.Clock.Advance(Duration.FromHours(1));
        using var folder = new ArticleFolder().WithNews("dated", "Text.");
        Assert.Empty(await folder.ImportAsync(site));
        var now = site.Clock.GetCurrentInstant().ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        var entry = XDocument.Parse(await site.Browser().GetStringAsync("/feeds/en/news.atom")).Root!.Elements(Atom + "entry").Single(candidate => candidate.Element(Atom + "title")!.Value == "Title of dated");
        using var json = JsonDocument.Parse(await site.Browser().GetStringAsync("/feeds/en/news.json"));
        var item = json.RootElement.GetProperty("items").EnumerateArray().Single(candidate => candidate.GetProperty("title").GetString() == "Title of dated");

        Assert.Equal(("2021-03-04T00:00:00Z", now), (entry.Element(Atom + "published")!.Value, entry.Element(Atom + "updated")!.Value));
        Assert.Equal(("2021-03-04T00:00:00Z", now), (item.GetProperty("date_published").GetString(), item.GetProperty("date_modified").GetString()));
        Assert.Equal(["Students"], item.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public async Task Lists_in_a_feed_are_lists()
    {
        using var folder = new ArticleFolder().WithNews("listed", "Before.\n\n- one\n- two\n\nAfter.");
        Assert.Empty(await folder.ImportAsync(site));

        var entry = XDocument.Parse(await site.Browser().GetStringAsync("/feeds/en/news.atom")).Root!.Elements(Atom + "entry").Single(candidate => candidate.Element(Atom + "title")!.Value == "Title of listed");

        Assert.Equal("<p>Before.</p><ul><li>one</li><li>two</li></ul><p>After.</p>", entry.Element(Atom + "content")!.Value);
    }
}

public sealed class FeedCheckTestsOnSqlite(SqliteSite site) : FeedCheckTests(site), IClassFixture<SqliteSite>;

public sealed class FeedCheckTestsOnPostgres(PostgresSite site) : FeedCheckTests(site), IClassFixture<PostgresSite>;
