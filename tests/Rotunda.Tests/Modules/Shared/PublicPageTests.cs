using System.Net;
using AngleSharp.Dom;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>Every public page answers in every language, for HEAD and conditional requests too.</summary>
public abstract class PublicPageTests(Site site)
{
    public static TheoryData<string> Paths =>
    [
        "", "?on=2022-06-03", "?on=2024", "?on=2010", "/members", "/members/upc", "/members/leti", "/members/tyut?on=2018", "/leadership", "/leadership?on=2022-06-03", "/leadership?on=2024", "/leadership?on=2010", "/bodies/green?on=2024-05", "/bodies", "/bodies/asrtu", "/bodies/green",
        "/bodies/executive-board", "/history", "/programmes", "/programmes/satellites", "/documents", "/conferences", "/conferences/2022", "/conferences/2016-yekaterinburg",
        "/conferences/2027", "/resolutions", "/resolutions/2015-1", "/news", "/news/2022", "/news/2022/06", "/news/CATEGORY", "/newsletter", "/about", "/faq", "/contact", "/archive",
        "/account/sign-in", "/demo", "/demo/tour", "/members?zone=Asia/Vladivostok",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_answers_in_every_language(string path)
    {
        foreach (var (code, tag) in new[] { ("en", "en"), ("zh", "zh-Hans"), ("ru", "ru") })
        {
            var page = await site.Visit().PageAsync($"/{code}{path.Replace("CATEGORY", code switch { "zh" => "category/xuesheng", "ru" => "category/studenty", _ => "category/students" }, StringComparison.Ordinal)}");

            Assert.Equal(tag, page.DocumentElement.GetAttribute("lang"));
            Assert.Single(page.QuerySelectorAll("h1"));
            Assert.DoesNotContain("⟨", page.DocumentElement.TextContent, StringComparison.Ordinal);
            var ids = page.All.Select(element => element.Id).Where(id => !string.IsNullOrEmpty(id)).ToList();
            Assert.Equal(ids.Distinct(), ids);
        }
    }

    [Theory]
    [InlineData("en", "Over 200 teachers and students; more than 30 universities")]
    [InlineData("ru", "Более 200 преподавателей и студентов; более 30 вузов")]
    public async Task Two_statements_of_one_fact_are_one_sentence(string language, string expected) =>
        Assert.Contains(expected, (await site.Visit().PageAsync($"/{language}/conferences/2022")).QuerySelector("main")!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);

    [Theory]
    [InlineData("/xx", 404)]
    [InlineData("/xx/members", 404)]
    [InlineData("/en/nowhere", 404)]
    [InlineData("/en/members/nobody", 404)]
    [InlineData("/en/bodies/nobody", 404)]
    [InlineData("/en/programmes/none", 404)]
    [InlineData("/en/conferences/1900", 404)]
    [InlineData("/en/resolutions/1900-1", 404)]
    [InlineData("/en/news/1900", 404)]
    [InlineData("/en/news/2022/none", 404)]
    [InlineData("/en/news?page=99", 404)]
    [InlineData("/en/news?page=0", 400)]
    [InlineData("/en/news?page=-1", 400)]
    [InlineData("/en/news?page=99999999999999999999", 400)]
    [InlineData("/en/news?page=x", 400)]
    [InlineData("/en/news?category=none", 400)]
    [InlineData("/en/news/category/none", 404)]
    [InlineData("/en/news/tag/none", 404)]
    [InlineData("/en/news/2022/13", 404)]
    [InlineData("/en/news/2022/01", 404)]
    [InlineData("/en/news/99999/01", 404)]
    [InlineData("/feeds/en/news/none.atom", 404)]
    [InlineData("/en/members?on=2022-13-01", 400)]
    [InlineData("/en/members?on=tomorrow", 400)]
    [InlineData("/en/leadership?on=0001-01-01", 400)]
    [InlineData("/en/members/upc?on=tomorrow", 400)]
    [InlineData("/en/bodies/green?on=2022-06-31", 400)]
    [InlineData("/en/members?zone=Mars/Base", 400)]
    [InlineData("/en/members?side=XX", 400)]
    [InlineData("/en/members?status=king", 400)]
    [InlineData("/media/0000/x", 404)]
    public async Task Wrong_addresses_get_a_page_in_the_readers_language(string path, int status)
    {
        foreach (var (language, word) in new[] { ("en", "To the home page"), ("zh", "返回首页"), ("ru", "На главную") })
        {
            var own = path.Replace("/en/", $"/{language}/", StringComparison.Ordinal);
            using var response = await site.Visit(language).GetAsync(own);

            Assert.Equal(status, (int)response.StatusCode);
            if (path.StartsWith("/media", StringComparison.Ordinal) || path.StartsWith("/feeds", StringComparison.Ordinal)) Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            else Assert.Contains(word, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "/zh")]
    [InlineData("ru-RU,ru", "/ru")]
    [InlineData("de,fr;q=0.5", "/en")]
    [InlineData("de;q=0.9,ru;q=0.3,zh;q=0.7", "/zh")]
    [InlineData("zh;q=0,ru", "/ru")]
    [InlineData("", "/en")]
    [InlineData("!!!", "/en")]
    public async Task Bare_address_goes_to_the_readers_language(string accepted, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var response = await site.Browser().SendAsync(request);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location!.ToString());
        Assert.Contains("Accept-Language", response.Headers.Vary);
    }

    [Fact]
    public async Task Bare_address_believes_the_cookie_first()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", "lang=ru");
        request.Headers.Add("Accept-Language", "zh");
        using var response = await site.Browser().SendAsync(request);

        Assert.Equal("/ru", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Language_switch_keeps_the_page_and_the_question()
    {
        var page = await site.Visit().PageAsync("/en/leadership?on=2022-06-03");

        Assert.Equal(
            ["/en/leadership?on=2022-06-03", "/zh/leadership?on=2022-06-03", "/ru/leadership?on=2022-06-03"],
            page.QuerySelectorAll(".top-links .languages a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Anonymous_pages_set_no_cookie_and_carry_no_token()
    {
        using var response = await site.Browser().GetAsync("/en/members");

        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("__RequestVerificationToken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_allow_nothing_from_other_hosts_and_no_inline_script()
    {
        using var response = await site.Browser().GetAsync("/en");

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        var page = await Visitor.ParseAsync(response);
        // A block of data is no script
        Assert.All(page.QuerySelectorAll("script:not([type='application/ld+json'])"), script => Assert.Equal("", script.TextContent));
        Assert.Empty(page.QuerySelectorAll("[style], [onclick], style"));
    }

    [Theory]
    [InlineData("/en")]
    [InlineData("/en/news")]
    [InlineData("/feeds/en/news.atom")]
    [InlineData("/sitemap.xml")]
    public async Task Pages_answer_head_and_conditional_requests(string path)
    {
        var browser = site.Browser();
        using var full = await browser.GetAsync(path);
        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var conditional = new HttpRequestMessage(HttpMethod.Get, path);
        conditional.Headers.IfNoneMatch.Add(full.Headers.ETag!);
        using var unchanged = await browser.SendAsync(conditional);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
        Assert.Equal(full.Headers.ETag, head.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal("", await unchanged.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Pages_are_compressed_as_asked_from_the_cache_too(string encoding)
    {
        for (var round = 0; round < 2; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/zh/members");
            request.Headers.Add("Accept-Encoding", encoding);
            using var response = await site.Browser().SendAsync(request);

            Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        }

        using var plain = await site.Browser().GetAsync("/zh/members");
        Assert.Empty(plain.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Sitemap_names_every_language_version_and_every_page_in_it_exists()
    {
        var xml = System.Xml.Linq.XDocument.Parse(await site.Browser().GetStringAsync("/sitemap.xml"));
        var places = xml.Root!.Elements().Select(url => url.Elements().First(element => element.Name.LocalName == "loc").Value).ToList();

        Assert.Equal(places.Distinct(), places);
        Assert.True(places.Count > 200);
        var chinese = places.Where(place => place.Contains("/zh/", StringComparison.Ordinal)).ToList();
        foreach (var place in chinese)
        {
            using var response = await site.Browser().GetAsync(new Uri(place).PathAndQuery);
            Assert.True(response.StatusCode == HttpStatusCode.OK, place);
        }
    }

    [Fact]
    public async Task Every_link_of_every_chinese_page_leads_somewhere()
    {
        var visitor = site.Visit();
        var (seen, queue) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(["/zh"]));
        while (queue.TryDequeue(out var path))
        {
            using var response = await visitor.GetAsync(path);
            Assert.True((int)response.StatusCode is 200 or 301 or 302, $"{path} answered {(int)response.StatusCode}");
            if (response.Content.Headers.ContentType?.MediaType != "text/html" || !path.StartsWith("/zh", StringComparison.Ordinal)) continue;
            var page = await Visitor.ParseAsync(response);
            foreach (var link in page.QuerySelectorAll("a[href]").Select(anchor => anchor.GetAttribute("href")!))
            {
                if (link.StartsWith('#'))
                {
                    Assert.True(page.GetElementById(link[1..]) is not null, $"{path} links to {link}");
                    continue;
                }

                var target = new Uri(new Uri("http://localhost"), link);
                if (target.Host == "localhost" && target.Scheme == "http" && !link.StartsWith("http", StringComparison.Ordinal) && seen.Add(target.PathAndQuery)) queue.Enqueue(target.PathAndQuery);
            }
        }

        Assert.True(seen.Count > 120, $"Only {seen.Count} addresses were found.");
    }
}

public sealed class PublicPageTestsOnSqlite(SqliteSite site) : PublicPageTests(site), IClassFixture<SqliteSite>;

public sealed class PublicPageTestsOnPostgres(PostgresSite site) : PublicPageTests(site), IClassFixture<PostgresSite>;
