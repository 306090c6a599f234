using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Links by which people make their accounts: once, in time, and never with more than the inviter may give.</summary>
public abstract class InvitationTests(Site site)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Secretary_invites_an_officer_who_then_works_for_the_own_institution_only()
    {
        await using var registry = site.Db();
        registry.Add(new Side { Id = RowId.New(), Code = "CN", Order = 0, Name = LocalizedText.Of(("en", "Chinese side")) });
        registry.Add(new Institution { Id = RowId.New(), Code = "upc", SideCode = "CN", Country = "CN", Zone = "Asia/Shanghai" });
        await registry.SaveChangesAsync(TestContext.Current.CancellationToken);
        var secretary = await SecretaryAsync();
        var link = await InviteAsync(secretary, "officer@example.org", Roles.Liaison, "institution:upc");
        var officer = site.Visit();

        var page = await officer.PageAsync(link);
        using var accepted = await officer.PostAsync(link, [("Name", "Officer"), ("Password", Password)]);

        Assert.Contains("officer@example.org", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/en/desk", accepted.Headers.Location!.PathAndQuery());
        await officer.PageAsync("/en/desk");
        await officer.PageAsync("/en/desk/institutions", HttpStatusCode.Forbidden);
        await using var db = site.Db();
        var account = await db.Accounts.Include(row => row.Grants).SingleAsync(row => row.Email == "officer@example.org", TestContext.Current.CancellationToken);
        Assert.Equal(["liaison institution:upc"], account.Grants.Select(grant => $"{grant.Role} {grant.Scope}"));
    }

    [Fact]
    public async Task Link_works_once()
    {
        var link = await InviteAsync(await SecretaryAsync(), "once@example.org", Roles.Member, "");
        var (first, second) = (site.Visit(), site.Visit());
        await second.PageAsync(link);
        var form = (await second.PageAsync(link)).QuerySelector("main form[method=post]")!;
        using var accepted = await first.PostAsync(link, [("Name", "First"), ("Password", Password)]);

        using var again = await second.SubmitAsync(form, link, [("Name", "Second"), ("Password", Password)]);

        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
        await IsNotGoodAsync(again);
        Assert.Equal(["First"], await NamesOf("once@example.org"));
    }

    [Fact]
    public async Task A_second_link_to_an_address_brings_nothing_of_the_first_inviters()
    {
        var administrator = await site.SignInAsAsync("inviting@example.org", Roles.Administrator);
        var high = await InviteAsync(administrator, "both@example.org", Roles.Administrator, "");
        var secretary = await SecretaryAsync();
        await InviteAsync(secretary, "BOTH@example.org", Roles.Secretariat, "");
        var low = await InviteAsync(secretary, "both@example.org", Roles.Member, "");

        // Whoever makes a link sees it, and may use it
        using var accepted = await site.Visit().PostAsync(low, [("Name", "Somebody"), ("Password", Password)]);

        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
        await using var db = site.Db();
        var account = await db.Accounts.Include(row => row.Grants).SingleAsync(row => row.NormalizedEmail == "BOTH@EXAMPLE.ORG", TestContext.Current.CancellationToken);
        Assert.Equal([Roles.Member, Roles.Secretariat], account.Grants.Select(grant => grant.Role).Order(StringComparer.Ordinal));
        // There is an account already, which the first inviter is told when the other link is used
        using var late = await site.Visit().PostAsync(high, [("Name", "Somebody"), ("Password", Password)]);
        await IsNotGoodAsync(late);
    }

    [Fact]
    public async Task Link_works_once_also_in_two_browsers_at_the_same_moment()
    {
        var link = await InviteAsync(await SecretaryAsync(), "twice@example.org", Roles.Member, "");
        var visitors = Enumerable.Range(0, 4).Select(_ => site.Visit()).ToList();
        var forms = await Task.WhenAll(visitors.Select(async visitor => (await visitor.PageAsync(link)).QuerySelector("main form[method=post]")!));
        var responses = await Task.WhenAll(visitors.Select((visitor, number) => visitor.SubmitAsync(forms[number], link, [("Name", $"Browser {number}"), ("Password", Password)])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.All(responses, response => Assert.True((int)response.StatusCode < 500));
        Assert.Single(await NamesOf("twice@example.org"));
    }

    [Fact]
    public async Task Link_ends_after_fourteen_days()
    {
        var link = await InviteAsync(await SecretaryAsync(), "late@example.org", Roles.Member, "");
        var late = site.Visit();
        var form = (await late.PageAsync(link)).QuerySelector("main form[method=post]")!;
        site.Clock.Advance(InvitationOperations.Validity);

        using var sent = await late.SubmitAsync(form, link, [("Name", "Late"), ("Password", Password)]);
        using var shown = await late.GetAsync(link);

        site.Clock.Advance(-InvitationOperations.Validity);
        await IsNotGoodAsync(sent);
        await IsNotGoodAsync(shown);
        Assert.Empty(await NamesOf("late@example.org"));
    }

    [Fact]
    public async Task Tampered_link_leads_nowhere_and_says_nothing()
    {
        var link = await InviteAsync(await SecretaryAsync(), "target@example.org", Roles.Member, "");
        var token = link.Split('/')[^1];
        string[] tampered = [token[..^2] + (token[^2] == 'A' ? "BA" : "AA"), token + "A", token[1..], token.ToUpperInvariant(), "x", new string('A', 22), new string('A', 60), "%20", "a%2Fb", "%F0%9F%A6%89"];

        foreach (var wrong in tampered)
        {
            using var response = await site.Visit().GetAsync($"/en/account/invitation/{wrong}");
            await IsNotGoodAsync(response, wrong);
        }
    }

    [Theory]
    [InlineData("", Password, "Write your name (up to 200 characters).")]
    [InlineData("\u200B", Password, "Write your name (up to 200 characters).")]
    [InlineData("...", Password, "Write your name (up to 200 characters).")]
    [InlineData("\u0007 \u0001", Password, "Write your name (up to 200 characters).")]
    [InlineData("Somebody", "short", "Use at least 10 characters.")]
    [InlineData("Somebody", "", "Use at least 10 characters.")]
    [InlineData("Somebody", "ninechars", "Use at least 10 characters.")]
    public async Task Name_and_password_are_checked_and_the_link_stays_good(string name, string password, string expected)
    {
        var email = $"checked{Math.Abs(string.GetHashCode(name + password, StringComparison.Ordinal))}@example.org";
        var link = await InviteAsync(await SecretaryAsync(), email, Roles.Member, "");
        var visitor = site.Visit();

        using var refused = await visitor.PostAsync(link, [("Name", name), ("Password", password)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.ParseAsync(refused);
        Assert.Equal([expected], page.QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
        Assert.Equal("", page.QuerySelector("input[type=password]")!.GetAttribute("value") ?? "");
        using var accepted = await visitor.PostAsync(link, [("Name", "Somebody"), ("Password", "ten chars.")]);
        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
    }

    [Theory]
    [InlineData(AccountParts.HigherRole, "", "You may give only roles that you hold yourself.")]
    [InlineData("program", "", "There is no such role.")]
    [InlineData("nonsense", "", "There is no such role.")]
    [InlineData("", "", "There is no such role.")]
    [InlineData("liaison", "", "Check the scope: this role needs one such as institution:upc, or none at all.")]
    [InlineData("liaison", "body:green", "Check the scope: this role needs one such as institution:upc, or none at all.")]
    [InlineData("liaison", "institution:atlantis", "There is nothing called institution:atlantis.")]
    [InlineData("member", "institution:upc", "Check the scope: this role needs one such as institution:upc, or none at all.")]
    public async Task Role_that_cannot_be_given_is_refused(string role, string scope, string expected)
    {
        var secretary = await SecretaryAsync();
        await using var db = site.Db();
        var before = await db.Invitations.CountAsync(TestContext.Current.CancellationToken);

        using var response = await secretary.PostAsync("/en/desk/invitations", [("Email", "new@example.org"), ("role", role), ("scope", scope), ("Scope", scope)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal([expected], (await Visitor.ParseAsync(response)).QuerySelectorAll(".fault-summary li").Select(item => item.TextContent.Trim()));
        Assert.Equal(before, await db.Invitations.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b@c.example")]
    [InlineData("Somebody <a@example.org>")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("secretary@example.org")]
    public async Task Address_that_cannot_be_invited_is_refused(string email)
    {
        using var response = await (await SecretaryAsync()).PostAsync("/en/desk/invitations", [("Email", email), ("role", Roles.Member), ("Scope", "")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task Token_of_a_link_is_nowhere_in_the_database_and_leaves_by_no_referrer()
    {
        var link = await InviteAsync(await SecretaryAsync(), "secret@example.org", Roles.Member, "");
        await using var db = site.Db();

        using var response = await site.Visit().GetAsync(link);

        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        var token = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(link.Split('/')[^1]);
        Assert.DoesNotContain(await db.Invitations.Select(row => row.TokenHash).ToListAsync(TestContext.Current.CancellationToken), hash => hash.AsSpan().IndexOf(token) >= 0);
    }

    private static async Task IsNotGoodAsync(HttpResponseMessage response, string? what = null)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.NotFound) return;
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{what} {response.StatusCode}");
        Assert.Contains("This link no longer works", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.org", text, StringComparison.Ordinal);
    }

    private async Task<Visitor> SecretaryAsync()
    {
        const string email = "secretary@example.org";
        await using var db = site.Db();
        if (!await db.Accounts.AnyAsync(account => account.Email == email)) return await site.SignInAsAsync(email, Roles.Secretariat);
        var visitor = site.Visit();
        using var response = await visitor.PostAsync("/en/account/sign-in", [("email", email), ("password", Password)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return visitor;
    }

    private static async Task<string> InviteAsync(Visitor secretary, string email, string role, string scope)
    {
        using var response = await secretary.PostAsync("/en/desk/invitations", [("Email", email), ("role", role), ("Scope", scope), ("language", "en")]);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return new Uri((await Visitor.ParseAsync(response)).QuerySelector("code.secret")!.TextContent).PathAndQuery;
    }

    private async Task<List<string>> NamesOf(string email)
    {
        await using var db = site.Db();
        return await db.Accounts.Where(account => account.Email == email).Select(account => account.DisplayName).ToListAsync();
    }
}

public sealed class InvitationTestsOnSqlite(AccountSqliteSite site) : InvitationTests(site), IClassFixture<AccountSqliteSite>;

public sealed class InvitationTestsOnPostgres(AccountPostgresSite site) : InvitationTests(site), IClassFixture<AccountPostgresSite>;
