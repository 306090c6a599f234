using System.Globalization;
using System.Net;
using System.Text.Json;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>What stands around an article: neighbours in its language and category, related news, the archive with its counts.</summary>
public abstract class ArchiveTests(Site site)
{
    [Fact]
    public async Task Neighbours_are_those_of_the_language_and_of_the_category()
    {
        using var folder = new ArticleFolder()
            .With("a1", "en", Front("a1", "2001-01-01", "students"), "One.")
            .With("a2", "en", Front("a2", "2001-01-02", "research"), "Two.")
            .With("a3", "ru", Front("a3", "2001-01-03", "students"), "Три.")
            .With("a4", "en", Front("a4", "2001-01-04", "students"), "Four.")
            .With("a5", "en", Front("a5", "2001-01-05", "research"), "Five.");
        Assert.Empty(await folder.ImportAsync(site));

        var page = await site.Visit().PageAsync("/en/news/2001/a4");

        Assert.Equal(("/en/news/2001/a2", "/en/news/2001/a5"), (Path(page, "a[rel=prev]"), Path(page, "a[rel=next]")));
        // The Russian one between them is not in the reader's language
        Assert.Equal("/en/news/2001/a1", Path(page, ".within a[data-rel=prev]"));
        Assert.Null((await site.Visit().PageAsync("/en/news/2001/a1")).QuerySelector("a[rel=prev]"));
    }

    [Fact]
    public async Task Related_news_share_things_before_topics_and_never_the_article_itself()
    {
        using var folder = new ArticleFolder()
            .With("r0", "en", Front("r0", "2002-01-01", "sub-alliance") + "\nreferences: institution:leti, institution:upc, programme:satellites", "Itself.")
            .With("r1", "en", Front("r1", "2002-01-02", "sub-alliance"), "Shares the category.")
            .With("r2", "en", Front("r2", "2002-01-03", "research") + "\nreferences: institution:leti, institution:upc, programme:satellites", "Shares three things.")
            .With("r3", "en", Front("r3", "2002-01-04", "research") + "\nreferences: institution:leti, programme:satellites", "Shares two.")
            .With("r4", "ru", Front("r4", "2002-01-05", "sub-alliance") + "\nreferences: institution:leti, institution:upc, programme:satellites", "Не на английском.")
            .With("r5", "en", Front("r5", "2002-01-06", "governance"), "Shares nothing.");
        Assert.Empty(await folder.ImportAsync(site));

        var related = (await site.Visit().PageAsync("/en/news/2002/r0")).QuerySelectorAll(".related-news a").Select(link => link.GetAttribute("href")!).ToList();

        Assert.Equal(["/en/news/2002/r2", "/en/news/2002/r3"], related[..2]);
        Assert.Equal(4, related.Count);
        Assert.DoesNotContain(related, path => path.EndsWith("r0", StringComparison.Ordinal) || path.EndsWith("r4", StringComparison.Ordinal) || path.EndsWith("r5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_archive_counts_years_and_months_and_lists_what_it_counts()
    {
        using var folder = new ArticleFolder();
        for (var number = 1; number <= 9; number++) folder.With($"m{number}", "en", Front($"m{number}", string.Create(CultureInfo.InvariantCulture, $"2003-{(number <= 6 ? 2 : 11):00}-{number:00}"), "members"), "Text.");
        Assert.Empty(await folder.ImportAsync(site));

        var year = await site.Visit().PageAsync("/zh/news/2003");
        var month = await site.Visit().PageAsync("/en/news/2003/02");

        Assert.Contains("9", year.QuerySelectorAll(".periods a[href='/zh/news/2003'] + .count").Select(count => count.TextContent));
        Assert.Equal(["二月 6", "十一月 3"], year.QuerySelectorAll(".months a").Select(link => link.TextContent));
        Assert.Equal(["/zh/news/2003/02", "/zh/news/2003/11"], year.QuerySelectorAll(".months a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["m6", "m5", "m4", "m3", "m2", "m1"], month.QuerySelectorAll(".news-list h2 a").Select(link => link.GetAttribute("href")!.Split('/')[^1]));
        Assert.Equal("News from February 2003", month.QuerySelector("h1")!.TextContent);
        Assert.Empty((await site.Visit().PageAsync("/en/news/2011")).QuerySelectorAll(".months a"));
        using var none = await site.Browser().GetAsync("/en/news/2003/03");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_slug_of_two_digits_would_hide_behind_a_month_and_is_refused()
    {
        using var folder = new ArticleFolder().WithNews("digits", "Text.", slug: "07");

        Assert.Equal(["digits/en.md, line 1: «slug» is small letters, digits and hyphens, up to 80, and not two digits alone"], await folder.ImportAsync(site));
    }

    [Fact]
    public async Task A_fallback_is_kept_from_search_engines_and_names_its_original()
    {
        using var folder = new ArticleFolder().WithNews("only-here", "A text.", slug: "only-here");
        Assert.Empty(await folder.ImportAsync(site));

        var page = await site.Visit().PageAsync("/zh/news/2021/only-here");

        Assert.Equal(("noindex", $"{site.Address}/en/news/2021/only-here"), (page.QuerySelector("meta[name=robots]")!.GetAttribute("content"), page.QuerySelector("link[rel=canonical]")!.GetAttribute("href")));
        Assert.Equal(["en"], page.QuerySelectorAll("link[rel=alternate][hreflang]").Select(link => link.GetAttribute("hreflang")));
        Assert.Equal(["en_US"], page.QuerySelectorAll("meta[property='og:locale:alternate']").Select(meta => meta.GetAttribute("content")).Select(locale => locale == "en_GB" ? "en_US" : locale));
        Assert.Equal("zh_CN", page.QuerySelector("meta[property='og:locale']")!.GetAttribute("content"));
        Assert.Equal(["/en/news/2021/only-here", "/zh/news/2021/only-here", "/ru/news/2021/only-here"], page.QuerySelectorAll(".top-links .languages a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("/en/news/2022/upc-at-fifth-annual-conference", "NewsArticle", "en")]
    [InlineData("/zh/news/2022/di-wu-jie-nianhui-shiyou-daxue", "NewsArticle", "zh-Hans")]
    [InlineData("/ru/faq", "FAQPage", "ru")]
    public async Task Pages_say_what_they_are_in_the_words_of_schema_org(string path, string type, string language)
    {
        var page = await site.Visit().PageAsync(path);
        using var facts = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        var graph = facts.RootElement.GetProperty("@graph").EnumerateArray().ToDictionary(thing => thing.GetProperty("@type").GetString()!);

        Assert.Equal("https://schema.org", facts.RootElement.GetProperty("@context").GetString());
        Assert.Equal(language, graph[type].GetProperty("inLanguage").GetString());
        var steps = graph["BreadcrumbList"].GetProperty("itemListElement").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => step.GetProperty("position").GetInt32()));
        Assert.All(steps.SkipLast(1), step => Assert.StartsWith(site.Address, step.GetProperty("item").GetString(), StringComparison.Ordinal));
        if (type == "NewsArticle")
        {
            Assert.Equal(page.QuerySelector("h1")!.TextContent, graph[type].GetProperty("headline").GetString());
            Assert.Equal("2022-06-10", graph[type].GetProperty("datePublished").GetString());
            Assert.Equal(2, graph[type].GetProperty("workTranslation").GetArrayLength());
            Assert.Equal("Organization", graph[type].GetProperty("publisher").GetProperty("@type").GetString());
        }
        else
        {
            var questions = graph[type].GetProperty("mainEntity").EnumerateArray().ToList();
            Assert.Equal(page.QuerySelectorAll(".question h2").Select(heading => heading.TextContent), questions.Select(question => question.GetProperty("name").GetString()));
            Assert.All(questions, question => Assert.NotEqual("", question.GetProperty("acceptedAnswer").GetProperty("text").GetString()));
        }
    }

    [Fact]
    public async Task Hostile_words_do_not_leave_the_block_of_facts()
    {
        using var folder = new ArticleFolder().With("leaving", "en", "title: </script><script>alert(1)</script> & \"q\"\nslug: leaving\nsource: yes\nkind: news\ndate: 2020-02-02", "Text.");
        Assert.Empty(await folder.ImportAsync(site));

        var page = await site.Visit().PageAsync("/en/news/2020/leaving");
        using var facts = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);

        Assert.Equal("</script><script>alert(1)</script> & \"q\"", facts.RootElement.GetProperty("@graph")[0].GetProperty("headline").GetString());
        Assert.DoesNotContain(page.QuerySelectorAll("script:not([type='application/ld+json'])"), script => script.TextContent.Length > 0);
    }

    private static string Front(string slug, string date, string categories) => $"title: Title of {slug}\nslug: {slug}\nsource: yes\nkind: news\ndate: {date}\ncategories: {categories}";

    private static string? Path(AngleSharp.Dom.IDocument page, string selector) => page.QuerySelector(selector)?.GetAttribute("href");
}

public sealed class ArchiveTestsOnSqlite(SqliteSite site) : ArchiveTests(site), IClassFixture<SqliteSite>;

public sealed class ArchiveTestsOnPostgres(PostgresSite site) : ArchiveTests(site), IClassFixture<PostgresSite>;
