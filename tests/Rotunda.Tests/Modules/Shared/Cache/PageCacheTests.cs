using System.Net;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Cache;

/// <summary>Pages are kept for anonymous readers, and only what is the same for all of them.</summary>
public abstract class PageCacheTests(Site site)
{
    /// <summary>On PostgreSQL this node hears of its own earlier changes late, and evicts once more.</summary>
    private const int RoundsUntilQuiet = 5;

    private const string MembersOnly = "Working meeting of the liaison officers: notes";

    private static readonly (string, string) Ground = ("Ground.Source", "https://example.org/letter");

    [Theory]
    [InlineData("/zh")]
    [InlineData("/zh/members")]
    [InlineData("/zh/members/upc")]
    [InlineData("/zh/members?zone=Asia/Vladivostok")]
    [InlineData("/zh/leadership")]
    [InlineData("/zh/news")]
    [InlineData("/en/news/2022/upc-at-fifth-annual-conference")]
    [InlineData("/zh/conferences/2022")]
    [InlineData("/zh/resolutions")]
    [InlineData("/zh/about")]
    [InlineData("/zh/faq")]
    [InlineData("/zh/documents")]
    [InlineData("/zh/history")]
    [InlineData("/feeds/zh/news.atom")]
    [InlineData("/feeds/zh/news.json")]
    [InlineData("/sitemap.xml")]
    public async Task Second_reader_costs_no_query(string path)
    {
        var queries = new List<string>();
        for (var round = 0; round < RoundsUntilQuiet; round++)
        {
            using var first = await site.Browser().GetAsync(path);
            var text = await first.Content.ReadAsStringAsync();
            queries = [.. await QueryCount.DuringAsync(site, async () =>
            {
                using var second = await site.Browser().GetAsync(path);
                Assert.Equal(text, await second.Content.ReadAsStringAsync());
                Assert.False(second.Headers.Contains("Set-Cookie"));
            })];

            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.False(first.Headers.Contains("Set-Cookie"));
            Assert.DoesNotContain("__RequestVerificationToken", text, StringComparison.Ordinal);
            if (queries.Count == 0) break;
        }

        Assert.Empty(queries);
    }

    [Fact]
    public async Task Head_and_conditional_requests_are_answered_from_what_is_kept()
    {
        const string path = "/ru/bodies/green";
        var browser = site.Browser();
        var queries = new List<string>();
        for (var round = 0; round < RoundsUntilQuiet; round++)
        {
            using var full = await browser.GetAsync(path);
            using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            queries = [.. await QueryCount.DuringAsync(site, async () =>
            {
                using var secondHead = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
                Assert.Equal(full.Headers.ETag, secondHead.Headers.ETag);
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.IfNoneMatch.Add(full.Headers.ETag!);
                using var unchanged = await browser.SendAsync(request);
                Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
                using var other = new HttpRequestMessage(HttpMethod.Get, path);
                other.Headers.TryAddWithoutValidation("If-None-Match", "\"something-else\"");
                using var changed = await browser.SendAsync(other);
                Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            })];
            if (queries.Count == 0) break;
        }

        Assert.Empty(queries);
    }

    [Fact]
    public async Task Signed_in_page_is_never_kept_for_others()
    {
        var secretary = await site.SignInAsync("secretariat");

        var own = await secretary.PageAsync("/en/documents");
        var anonymous = await site.Visit().PageAsync("/en/documents");

        Assert.Contains(MembersOnly, own.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(MembersOnly, anonymous.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_in_reader_never_gets_what_is_kept_for_others()
    {
        await site.Visit().PageAsync("/ru/documents");
        var secretary = await site.SignInAsync("secretariat");

        var own = await secretary.PageAsync("/ru/documents");

        Assert.Contains("Рабочее совещание координаторов: заметки", own.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/en/members/hit?utm_source=mail")]
    [InlineData("/en/members/hit?zone=Asia/Vladivostok&x=1")]
    [InlineData("/en/members/hit?zone=Asia/Vladivostok&zone=Europe/Moscow")]
    public async Task Other_questions_are_answered_but_not_kept(string path)
    {
        using var first = await site.Browser().GetAsync(path);

        var queries = await QueryCount.DuringAsync(site, async () => (await site.Browser().GetAsync(path)).Dispose());

        Assert.NotEqual(HttpStatusCode.InternalServerError, first.StatusCode);
        Assert.True(queries.Count > 0 || first.StatusCode == HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Each_zone_has_its_own_page()
    {
        var (east, west) = (await Times("Asia/Vladivostok"), await Times("Europe/Moscow"));

        Assert.NotEqual(east, west);
        Assert.Equal(east, await Times("Asia/Vladivostok"));

        async Task<string> Times(string zone) => (await site.Visit().PageAsync($"/en/conferences/2027?zone={zone}")).QuerySelector("main")!.TextContent;
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("GZIP;q=0.5, BR;q=0.1", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("gzip;q=1.0, br; q=0.000", "gzip")]
    [InlineData("br ; Q=0, gzip;q=0", null)]
    [InlineData("brotli, x-gzip", null)]
    [InlineData("identity", null)]
    public async Task Page_is_never_kept_or_served_in_an_encoding_that_was_refused(string accepted, string? expected)
    {
        for (var round = 0; round < 2; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/en/members/zju");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var answer = await site.Browser().SendAsync(request);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(expected, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        }
    }

    [Theory]
    [InlineData("/en/members/ZJU", HttpStatusCode.NotFound)]
    [InlineData("/EN/members/zju", HttpStatusCode.MovedPermanently)]
    public async Task Address_in_other_letters_is_another_address(string path, HttpStatusCode expected)
    {
        using var before = await site.Browser().GetAsync(path);
        using var kept = await site.Browser().GetAsync("/en/members/zju");
        using var after = await site.Browser().GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal(expected, before.StatusCode);
        Assert.Equal(expected, after.StatusCode);
    }

    [Fact]
    public async Task Page_of_one_host_does_not_answer_another()
    {
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/sitemap.xml");
        forged.Headers.Host = "evil.example";
        using var poison = await site.Browser().SendAsync(forged);

        var own = await site.Browser().GetStringAsync("/sitemap.xml");

        Assert.Contains("evil.example", await poison.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_at_the_desk_is_on_every_kept_page_at_once()
    {
        string[] paths = ["/ru/members/nuaa", "/ru/members", "/ru/members?zone=Asia/Vladivostok"];
        foreach (var path in paths) Assert.DoesNotContain("Нанкинский аэрокосмический", await site.Browser().GetStringAsync(path), StringComparison.Ordinal);
        var secretary = await site.SignInAsync("secretariat");

        using var saved = await secretary.PostAsync("/en/desk/institutions/nuaa", [("field.name.ru", "Нанкинский аэрокосмический университет"), Ground]);

        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        foreach (var path in paths) Assert.Contains("Нанкинский аэрокосмический", await site.Browser().GetStringAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_are_not_kept()
    {
        using var missing = await site.Browser().GetAsync("/en/members/not-yet");

        var queries = await QueryCount.DuringAsync(site, async () => (await site.Browser().GetAsync("/en/members/not-yet")).Dispose());

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.NotEmpty(queries);
    }
}

public sealed class PageCacheTestsOnSqlite(SqliteSite site) : PageCacheTests(site), IClassFixture<SqliteSite>;

public sealed class PageCacheTestsOnPostgres(PostgresSite site) : PageCacheTests(site), IClassFixture<PostgresSite>;
