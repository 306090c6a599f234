using System.Net;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Web;

/// <summary>What browsers are told, on every kind of response; the cookies; and the limit of attempts.</summary>
public abstract class SecurityHeaderTests(Site site)
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData("GET", "/en", 200)]
    [InlineData("GET", "/", 302)]
    [InlineData("GET", "/en/account/sign-in", 200)]
    [InlineData("GET", "/en/desk", 302)]
    [InlineData("GET", "/en/nowhere", 404)]
    [InlineData("GET", "/en/news?page=x", 400)]
    [InlineData("GET", "/en/members?zone=Mars/Base", 400)]
    [InlineData("POST", "/en/demo", 400)]
    [InlineData("PUT", "/feeds/en/news.atom", 405)]
    [InlineData("GET", "/zh/news/2022/upc-at-fifth-annual-conference", 301)]
    [InlineData("GET", "/feeds/en/news.atom", 200)]
    [InlineData("GET", "/feeds/en/conferences/none.atom", 404)]
    [InlineData("GET", "/sitemap.xml", 200)]
    [InlineData("GET", "/robots.txt", 200)]
    [InlineData("GET", "/media/0000/x", 404)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("POST", "/en/account/passkeys/sign-in", 400)]
    public async Task Every_response_bears_them(string method, string path, int status)
    {
        // The second time from what is kept
        for (var round = 0; round < 2; round++)
        {
            using var response = await site.Browser().SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal([Policy], response.Headers.GetValues("Content-Security-Policy"));
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["strict-origin-when-cross-origin"], response.Headers.GetValues("Referrer-Policy"));
            Assert.Equal(["same-origin"], response.Headers.GetValues("Cross-Origin-Opener-Policy"));
            Assert.False(response.Headers.Contains("Server"));
            Assert.False(response.Headers.Contains("X-Powered-By"));
        }
    }

    [Fact]
    public async Task Files_of_the_client_bear_them_too()
    {
        var page = await site.Visit().PageAsync("/en");
        var files = page.QuerySelectorAll("link[rel=stylesheet], script[src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).ToList();

        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var response = await site.Browser().GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal([Policy], response.Headers.GetValues("Content-Security-Policy"));
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        }
    }

    [Theory]
    [InlineData("/en/desk")]
    [InlineData("/en/desk/institutions")]
    [InlineData("/en/desk/audit")]
    [InlineData("/en/account")]
    public async Task Pages_for_some_are_stored_nowhere(string path)
    {
        var secretary = await site.SignInAsync("secretariat");

        using var response = await secretary.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites()
    {
        var visitor = site.Visit();
        using var form = await visitor.GetAsync("/en/demo");
        using var entered = await visitor.PostAsync("/en/demo", [("account", (await Visitor.ParseAsync(form)).QuerySelector("button[name=account]")!.GetAttribute("value")!)]);
        var cookies = form.Headers.GetValues("Set-Cookie").Concat(entered.Headers.GetValues("Set-Cookie")).ToList();

        Assert.Equal(["form", "rotunda"], cookies.Select(cookie => cookie.Split('=')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("; httponly", cookie, StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Matches("; samesite=(lax|strict)", cookie));
        Assert.All(cookies, cookie => Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rotunda=garbage")]
    [InlineData("rotunda=CfDJ8AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("rotunda=; form=x")]
    [InlineData("form=garbage; lang=../../etc")]
    public async Task Forged_cookies_are_nobodys(string cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en/desk");
        request.Headers.Add("Cookie", cookies);
        using var desk = await site.Browser().SendAsync(request);
        using var home = new HttpRequestMessage(HttpMethod.Get, "/");
        home.Headers.Add("Cookie", cookies);
        using var language = await site.Browser().SendAsync(home);

        Assert.Equal(HttpStatusCode.Found, desk.StatusCode);
        Assert.Equal("/en", language.Headers.Location!.PathAndQuery());
    }
}

public sealed class SecurityHeaderTestsOnSqlite(SqliteSite site) : SecurityHeaderTests(site), IClassFixture<SqliteSite>;

public sealed class SecurityHeaderTestsOnPostgres(PostgresSite site) : SecurityHeaderTests(site), IClassFixture<PostgresSite>;

/// <summary>Forms that try secrets answer a bounded number of times a minute, each reader in the own language.</summary>
public sealed class AttemptLimitTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    [Fact]
    public async Task Attempts_from_one_address_are_bounded_and_other_pages_go_on()
    {
        var visitor = site.Visit();
        var refused = 0;
        for (var attempt = 0; attempt < 260 && refused == 0; attempt++)
        {
            using var response = await visitor.GetAsync(attempt % 2 == 0 ? "/ru/account/sign-in" : "/ru/account/invitation/none");
            if (response.StatusCode != HttpStatusCode.TooManyRequests) continue;
            refused++;
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            Assert.Contains("На главную", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var other = await visitor.GetAsync("/ru/members");
        Assert.Equal(1, refused);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
