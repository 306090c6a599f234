using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data.Outbox;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Alliance.Applications;
using Rotunda.Tests.Modules.Correspondence;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Web;

/// <summary>Somebody writes a host of their own into a request that makes the site send a letter to somebody else.</summary>
public abstract class LyingHostTests(Site site)
{
    private const string Evil = "evil.example";

    [Theory]
    [InlineData("Host")]
    [InlineData("X-Forwarded-Host")]
    public async Task No_letter_that_a_stranger_asks_for_leads_to_a_host_that_the_request_names(string header)
    {
        var label = header == "Host" ? "lyinghost" : "lyingproxy";
        (string Path, string Form, List<(string, string)> Fields)[] forms =
        [
            ("/en/newsletter", "main form[method=post]", [("Email", $"office@{label}.example")]),
            ("/en/account/reset", "main form[method=post]", [("Email", "secretariat@demonstration.invalid")]),
        ];
        foreach (var (path, form, fields) in forms)
        {
            var visitor = Liar(header);
            using var response = await visitor.PostAsync(path, fields, form);
            await IsNamedNowhereAsync();
            // Where the letter would be nothing without its link there is none, and the page says why; a host that only a header of proxies names is not heard at all
            if (path == "/en/newsletter" && header == "Host") Assert.Contains("public address is not set", (await Visitor.ParseAsync(response)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var applicant = Liar(header);
        var page = await applicant.PageAsync("/en/apply");
        site.Clock.Advance(Duration.FromSeconds(20));
        using var applied = await Applicant.MultipartAsync(applicant, page.QuerySelector(Applicant.Form)!, "/en/apply", Applicant.Fields(label));

        Assert.Equal(header == "Host" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Found, applied.StatusCode);
        await IsNamedNowhereAsync();
        await using var db = site.Db();
        Assert.Equal(header != "Host", await db.Set<Rotunda.Modules.Alliance.Applications.MembershipApplication>().AnyAsync(row => row.Domain == label + ".example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_who_is_signed_in_sends_links_to_a_host_that_the_request_names()
    {
        var secretary = await site.SignInAsync("secretariat");
        var post = new Post(site);
        var (draft, sent) = ($"/en/desk/circulars/{await post.DraftAsync(secretary)}", $"/en/desk/circulars/{await post.DraftAsync(secretary)}");
        await post.SendAsync(secretary, Guid.Parse(sent.Split('/')[^1]));
        (string, string)[] completion = [("EndedOn", "2027-01-01"), ("BegunOn", "2027-01-02"), ("overOpen", "true"), ("Ground.Source", "https://example.org/minutes")];
        var handover = (await secretary.PageAsync("/en/desk/handovers")).QuerySelector("main .lines a")!.GetAttribute("href")!;
        (string Path, string Form, (string, string)[] Fields)[] forms =
        [
            ("/en/desk/invitations", "main form[method=post]", [("email", "invited@lying.example"), ("role", "member")]),
            (draft, "form.send", []), (sent, "form.remind", []), (sent, "form.link", []), (handover, "#complete", completion),
        ];
        await using var db = site.Db();
        var before = await db.Set<OutboxMessage>().CountAsync(TestContext.Current.CancellationToken);
        secretary.Http.DefaultRequestHeaders.Host = Evil;
        foreach (var (path, form, fields) in forms)
        {
            using var response = await secretary.PostAsync(path, fields, form);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            Assert.Contains("the public address of the site is not set", (await Visitor.ParseAsync(response)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        await IsNamedNowhereAsync();
        Assert.Equal(before, await db.Set<OutboxMessage>().CountAsync(TestContext.Current.CancellationToken));
        Assert.False(await db.Set<Rotunda.Modules.Accounts.Invitations.Invitation>().AnyAsync(row => row.Email == "invited@lying.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Address_that_a_stranger_writes_into_forwarded_headers_is_nobodys()
    {
        var visitor = await site.SignInAsync("secretariat");
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        visitor.Http.DefaultRequestHeaders.Add("Forwarded", "for=203.0.113.77;host=" + Evil);

        var page = await visitor.PageAsync("/en/account/sessions");

        Assert.DoesNotContain("203.0.113", page.DocumentElement.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Evil, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("https://127.0.0.1", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    private Visitor Liar(string header)
    {
        var visitor = site.Visit();
        if (header == "Host") visitor.Http.DefaultRequestHeaders.Host = Evil;
        else visitor.Http.DefaultRequestHeaders.Add(header, Evil);
        return visitor;
    }

    private async Task IsNamedNowhereAsync()
    {
        await using var db = site.Db();
        Assert.DoesNotContain(await db.Set<OutboxMessage>().Select(row => row.Json).ToListAsync(TestContext.Current.CancellationToken), json => json.Contains(Evil, StringComparison.Ordinal));
    }
}

public sealed class LyingHostTestsOnSqlite(SqliteSite site) : LyingHostTests(site), IClassFixture<SqliteSite>;

public sealed class LyingHostTestsOnPostgres(PostgresSite site) : LyingHostTests(site), IClassFixture<PostgresSite>;
