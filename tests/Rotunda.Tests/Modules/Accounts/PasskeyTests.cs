using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>The exchanges of passkeys refuse whatever is no answer of an authenticator.</summary>
public abstract class PasskeyTests(Site site)
{
    private const string Base = "/en/account/passkeys";

    public static TheoryData<string> Garbage =>
    [
        "", "{}", "null", "[]", "garbage", "\"", "{\"id\":\"x\"}", "{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{}}",
        "{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"clientExtensionResults\":{},\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AAAA\",\"signature\":\"AAAA\",\"attestationObject\":\"AAAA\"}}",
        "{\"id\":\"!!\",\"rawId\":7,\"type\":true}",
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_signs_nobody_in(string credential)
    {
        foreach (var asksFirst in new[] { false, true })
        {
            var (visitor, token) = await WithTokenAsync(site.Visit(), "/en/account/sign-in");
            if (asksFirst) (await SendAsync(visitor, token, "/request-options", null)).Dispose();

            using var response = await SendAsync(visitor, token, "/sign-in", JsonContent.Create(new { credential }));

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            using var desk = await visitor.GetAsync("/en/desk");
            Assert.Equal(HttpStatusCode.Found, desk.StatusCode);
        }
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_no_passkey(string credential)
    {
        foreach (var asksFirst in new[] { false, true })
        {
            var (visitor, token) = await WithTokenAsync(await site.SignInAsync("member"), "/en/account");
            if (asksFirst) (await SendAsync(visitor, token, "/creation-options", null)).Dispose();

            using var response = await SendAsync(visitor, token, "/", JsonContent.Create(new { credential, name = "x" }));

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        await using var db = site.Db();
        Assert.Equal(0, await db.Set<IdentityUserPasskey<Guid>>().CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("not json", 400)]
    [InlineData("{}", 401)]
    [InlineData("{\"credential\":7}", 400)]
    [InlineData("{\"credential\":\"\\ud800\"}", 400)]
    [InlineData("{\"credential\":null}", 401)]
    public async Task Body_that_is_no_answer_is_refused(string body, int status)
    {
        var (visitor, token) = await WithTokenAsync(site.Visit(), "/en/account/sign-in");

        using var response = await SendAsync(visitor, token, "/sign-in", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/request-options")]
    [InlineData("/sign-in")]
    public async Task Nothing_is_exchanged_without_the_token_of_the_page(string path)
    {
        using var response = await SendAsync(site.Visit(), null, path, JsonContent.Create(new { credential = "{}" }));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain("challenge", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<(Visitor Visitor, string Token)> WithTokenAsync(Visitor visitor, string path) =>
        (visitor, (await visitor.PageAsync(path)).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!);

    private static Task<HttpResponseMessage> SendAsync(Visitor visitor, string? token, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Base + path) { Content = content };
        if (token is not null) request.Headers.Add("X-Form-Token", token);
        return visitor.Http.SendAsync(request);
    }
}

public sealed class PasskeyTestsOnSqlite(SqliteSite site) : PasskeyTests(site), IClassFixture<SqliteSite>;

public sealed class PasskeyTestsOnPostgres(PostgresSite site) : PasskeyTests(site), IClassFixture<PostgresSite>;
