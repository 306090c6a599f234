using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Web;

/// <summary>Requests that no browser makes: refused by a page in the reader's language, never by a failure.</summary>
public abstract class HostileRequestTests(Site site)
{
    private const string Registry = "/ru/desk/institutions/upc";

    [Theory]
    [InlineData("/zh/members?on=%FF%FE", 400)]
    [InlineData("/zh/members?on=%00", 400)]
    [InlineData("/zh/members?zone=%00", 400)]
    [InlineData("/zh/news?category=%C0%80", 400)]
    [InlineData("/zh/news?page=%00", 400)]
    [InlineData("/zh/members/%FF%FE", 404)]
    [InlineData("/zh/members/a%1Fb", 404)]
    [InlineData("/zh/members/..%2F..%2Fetc%2Fpasswd", 404)]
    [InlineData("/zh/members/%E2%80%AEcpu", 404)]
    [InlineData("/zh/members/%20", 404)]
    [InlineData("/zh/bodies/%20", 404)]
    [InlineData("/zh/programmes/%20", 404)]
    [InlineData("/zh/conferences/%20", 404)]
    [InlineData("/zh/resolutions/%20", 404)]
    [InlineData("/zh/news/2022/%20", 404)]
    [InlineData("/zh/news/2147483648/x", 404)]
    [InlineData("/zh/news/-1/x", 404)]
    [InlineData("/zh/news/0", 404)]
    [InlineData("/zh/leadership?on=9999-12-31&on=0000", 400)]
    [InlineData("/zh/%3Cscript%3Ealert(1)%3C/script%3E", 404)]
    public async Task Garbage_in_an_address_gets_a_page_in_its_language(string path, int status)
    {
        using var response = await site.Browser().GetAsync(new Uri(site.Address + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        await IsRefused(response, status, "返回首页");
    }

    [Fact]
    public async Task Long_query_is_read_as_far_as_it_says_something()
    {
        using var response = await site.Browser().GetAsync("/zh/members?on=" + new string('9', 7000));

        await IsRefused(response, 400, "返回首页");
    }

    [Theory]
    [InlineData("GET /zh/members/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /zh HTTP/1.1\r\nHost: a b<>\r\n\r\n", 400)]
    [InlineData("GET /zh HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /zh HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\n\r\n", 400)]
    [InlineData("GET /zh HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("GET /LONG HTTP/1.1\r\nHost: localhost\r\n\r\n", 414)]
    [InlineData("GET /zh HTTP/1.1\r\nHost: localhost\r\nX-Long: LONG\r\nX-Longer: LONG\r\nX-Longest: LONG\r\n\r\n", 431)]
    public async Task What_is_not_http_is_refused_by_the_server(string request, int status)
    {
        using var client = new TcpClient("127.0.0.1", new Uri(site.Address).Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Replace("LONG", new string('a', 140_000), StringComparison.Ordinal)));
        using var reader = new StreamReader(stream, Encoding.Latin1);

        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "), await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE", "/zh/news/2022/upc-at-fifth-annual-conference", 405)]
    [InlineData("PUT", "/zh/members/upc", 400)]
    [InlineData("DELETE", "/zh/members/upc", 400)]
    [InlineData("BREW", "/zh/members/upc", 400)]
    [InlineData("POST", "/zh/members/upc", 400)]
    public async Task Unknown_methods_get_a_page_in_its_language(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await site.Browser().SendAsync(request);

        await IsRefused(response, status, "返回首页");
    }

    [Theory]
    [InlineData("/zh")]
    [InlineData("/zh/members/upc")]
    public async Task Options_say_nothing(string path)
    {
        using var response = await site.Browser().SendAsync(new HttpRequestMessage(HttpMethod.Options, path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("POST", "/feeds/zh/news.atom")]
    [InlineData("PUT", "/media/0000/x")]
    public async Task Unknown_methods_get_problem_details_where_machines_ask(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await site.Visit("zh").Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.NotEmpty(response.Content.Headers.Allow);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("POST", "/ru/members/upc", 405)]
    [InlineData("DELETE", Registry, 405)]
    [InlineData("PUT", "/ru/desk", 405)]
    [InlineData("POST", "/ru/desk/audit", 405)]
    public async Task Method_that_a_page_does_not_know_is_not_allowed_even_with_a_token(string method, string path, int status)
    {
        var (visitor, token) = await SignInWithTokenAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("X-Form-Token", token);
        using var response = await visitor.Http.SendAsync(request);

        await IsRefused(response, status, "На главную");
        Assert.Contains("GET", response.Content.Headers.Allow);
        Assert.DoesNotContain("DELETE", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Body_that_is_no_form_is_refused()
    {
        var (visitor, token) = await SignInWithTokenAsync();

        using var json = await SendAsync(visitor, token, JsonContent.Create(new { version = 1 }));
        using var nothing = await SendAsync(visitor, token, null);

        await IsRefused(json, 415, "На главную");
        await IsRefused(nothing, 415, "На главную");
    }

    [Fact]
    public async Task Malformed_multipart_is_refused()
    {
        var (visitor, token) = await SignInWithTokenAsync();
        var content = new StringContent("--x\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n1");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        var unbounded = new StringContent("x");
        unbounded.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");

        using var cut = await SendAsync(visitor, token, content);
        using var without = await SendAsync(visitor, token, unbounded);

        await IsRefused(cut, 400, "На главную");
        await IsRefused(without, 400, "На главную");
    }

    [Fact]
    public async Task Thousands_of_fields_are_refused()
    {
        var (visitor, token) = await SignInWithTokenAsync();
        var fields = string.Join('&', Enumerable.Range(0, 5000).Select(i => $"field.x{i}=1"));

        using var response = await SendAsync(visitor, token, new StringContent(fields, Encoding.ASCII, "application/x-www-form-urlencoded"));

        await IsRefused(response, 400, "На главную");
    }

    [Fact]
    public async Task Huge_body_is_refused_before_it_is_read()
    {
        var (visitor, token) = await SignInWithTokenAsync();

        using var response = await SendAsync(visitor, token, new StringContent("x=" + new string('a', 3_000_000), Encoding.ASCII, "application/x-www-form-urlencoded"));

        await IsRefused(response, 413, "На главную");
    }

    [Theory]
    [InlineData("email", "a\0b@example.org")]
    [InlineData("password", "\0")]
    [InlineData("returnUrl", "\0")]
    public async Task Null_bytes_in_a_form_are_refused(string field, string value)
    {
        var fields = new Dictionary<string, string> { ["email"] = "somebody@example.org", ["password"] = "correct horse battery" };
        fields[field] = value;

        using var response = await site.Visit().PostAsync("/ru/account/sign-in", fields.Select(pair => (pair.Key, pair.Value)));

        await IsRefused(response, 400, "На главную");
    }

    [Fact]
    public async Task Letters_that_are_none_at_the_sign_in_are_a_failed_sign_in()
    {
        using var response = await site.Visit().PostAsync("/ru/account/sign-in", [("email", "\u202E\uFFFF" + new string('я', 10_000)), ("password", new string('a', 140_000))]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull((await Visitor.ParseAsync(response)).QuerySelector(".fault-summary"));
    }

    [Theory]
    [InlineData("/en/account?handler=RemovePasskey", 400)]
    [InlineData("/en/account?handler=Nothing", 405)]
    public async Task Form_without_its_field_is_refused(string path, int status)
    {
        var (visitor, token) = await SignInWithTokenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("X-Form-Token", token);
        using var response = await visitor.Http.SendAsync(request);

        await IsRefused(response, status, "To the home page");
    }

    private static Task<HttpResponseMessage> SendAsync(Visitor visitor, string token, HttpContent? content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Registry) { Content = content };
        request.Headers.Add("X-Form-Token", token);
        // What the server refuses by its head is not sent: a body on its way to a closed door would fail before the answer is read
        request.Headers.ExpectContinue = content is not null;
        return visitor.Http.SendAsync(request);
    }

    private async Task<(Visitor Visitor, string Token)> SignInWithTokenAsync()
    {
        var visitor = await site.SignInAsync("secretariat");
        var page = await visitor.PageAsync(Registry);
        return (visitor, page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
    }

    /// <summary>A page in the reader's language with one heading, and nothing of the inside.</summary>
    private static async Task IsRefused(HttpResponseMessage response, int status, string home)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Contains(home, text, StringComparison.Ordinal);
        Assert.NotEqual("", (await Visitor.ParseAsync(response)).QuerySelector("h1")!.TextContent.Trim());
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
    }
}

public sealed class HostileRequestTestsOnSqlite(SqliteSite site) : HostileRequestTests(site), IClassFixture<SqliteSite>;

public sealed class HostileRequestTestsOnPostgres(PostgresSite site) : HostileRequestTests(site), IClassFixture<PostgresSite>;
