using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Signing in with a provider outside: who gets in and who does not.</summary>
public abstract class ProviderTests(Site site)
{
    private const string Failed = "/en/account/sign-in?fault=provider";
    private const string Unknown = "/en/account/sign-in?fault=provider-unknown";

    [Fact]
    public async Task Linked_person_gets_in_and_the_session_says_how()
    {
        await using var home = await ProviderHome.OpenAsync(site, "well");
        var account = await home.MakeLinkedAsync("linked@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var visitor = site.Visit();
        var page = await visitor.PageAsync("/zh/account/sign-in?returnUrl=%2Fzh%2Faccount%3Fa%3D1");
        var button = page.QuerySelectorAll("a.button").Single(link => link.GetAttribute("href")!.Contains("/with/well?", StringComparison.Ordinal));

        var leaving = await ProviderHome.LeaveAsync(visitor, button.GetAttribute("href")!);
        var target = await ProviderHome.ReturnAsync(visitor, await ProviderHome.AskProviderAsync(leaving));

        Assert.Equal("使用哈工大统一认证登录", button.TextContent);
        Assert.Equal("/zh/account?a=1", target);
        Assert.Contains("Outside provider", (await visitor.PageAsync("/en/account/sessions")).QuerySelector(".browsers")!.TextContent, StringComparison.Ordinal);
        var session = Assert.Single(await SessionsOf(account.Id));
        Assert.Equal((SessionMethods.Provider, "well"), (session.Method, session.Provider));
        // Nothing of what belongs to this site alone stands in the address
        Assert.DoesNotContain(IdentityProvider.Secret, Uri.UnescapeDataString(leaving.OriginalString), StringComparison.Ordinal);
        Assert.StartsWith(home.Provider.Issuer + "/authorize?", leaving.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_may_want_the_secret_in_the_form()
    {
        await using var home = await ProviderHome.OpenAsync(site, "form");
        home.Provider.WantsSecretInForm = true;
        await home.MakeLinkedAsync("form@example.org", "sub-1");
        home.Provider.Person = new("sub-1");

        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));
    }

    [Fact]
    public async Task Provider_that_is_down_or_describes_another_one_is_said_so()
    {
        await using var home = await ProviderHome.OpenAsync(site, "down");
        await home.MakeLinkedAsync("down@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        home.Provider.IsDown = true;
        var visitor = site.Visit();
        using (var start = await visitor.GetAsync(home.StartPath)) Assert.Equal("/en/account/sign-in?fault=unreachable", start.Headers.Location!.PathAndQuery());
        Assert.Contains("cannot be reached", (await visitor.PageAsync("/en/account/sign-in?fault=unreachable")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        (home.Provider.IsDown, home.Provider.DocumentIssuer) = (false, "https://other.example");
        using (var start = await visitor.GetAsync(home.StartPath)) Assert.Equal("/en/account/sign-in?fault=unreachable", start.Headers.Location!.PathAndQuery());
        home.Provider.DocumentIssuer = null;

        var back = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(visitor, home.StartPath));
        home.Provider.IsDown = true;
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(visitor, back));
        home.Provider.IsDown = false;

        Assert.Equal("/en/desk", await home.WalkAsync(visitor));
    }

    [Fact]
    public async Task Closed_and_locked_accounts_stay_outside()
    {
        await using var home = await ProviderHome.OpenAsync(site, "closed");
        await home.MakeLinkedAsync("closed-there@example.org", "closed", change: account => account.DisabledAt = site.Clock.GetCurrentInstant());
        await home.MakeLinkedAsync("locked-there@example.org", "locked", change: account => account.LockoutEnd = site.Clock.GetCurrentInstant().ToDateTimeOffset().AddYears(1));

        foreach (var subject in new[] { "closed", "locked" })
        {
            home.Provider.Person = new(subject);
            var visitor = site.Visit();
            Assert.Equal(Unknown, await home.WalkAsync(visitor));
            await IsOutAsync(visitor);
        }
    }

    [Fact]
    public async Task Address_finds_an_account_only_where_the_administrator_says_so_and_the_provider_confirmed_it()
    {
        await using var home = await ProviderHome.OpenAsync(site, "match");
        await home.MakeAccountAsync("match@example.org");
        home.Provider.Person = new("sub-1", "match@example.org", IsEmailVerified: true);
        Assert.Equal(Unknown, await home.WalkAsync(site.Visit()));
        Assert.IsType<Outcome.Done>(await home.PutAsync(wish => wish with { MatchesAddresses = true }));
        home.Provider.Person = new("sub-1", "match@example.org", IsEmailVerified: false);
        Assert.Equal(Unknown, await home.WalkAsync(site.Visit()));
        home.Provider.Person = new("sub-1", "Match@Example.org", IsEmailVerified: true);

        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));

        // Linked now: another person with the address there is refused, the first one needs no address any more
        home.Provider.Person = new("sub-2", "match@example.org", IsEmailVerified: true);
        Assert.Equal(Unknown, await home.WalkAsync(site.Visit()));
        home.Provider.Person = new("sub-1");
        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));
        Assert.Equal(["Another way to sign in to your account"], (await Letters.ToAsync(site, "match@example.org")).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task Address_never_finds_an_account_that_decides_much_or_has_a_second_step_or_no_confirmed_address()
    {
        await using var home = await ProviderHome.OpenAsync(site, "nomatch", wish => wish with { MatchesAddresses = true });
        await home.MakeAccountAsync("head@example.org", Roles.Administrator);
        await home.MakeAccountAsync("office@example.org", Roles.Secretariat);
        await home.MakeAccountAsync("stepped@example.org", change: account => account.TwoFactorEnabled = true);
        await home.MakeAccountAsync("unconfirmed@example.org", change: account => account.EmailConfirmed = false);

        foreach (var name in new[] { "head", "office", "stepped", "unconfirmed", "unknown" })
        {
            home.Provider.Person = new(name, name + "@example.org", IsEmailVerified: true);
            Assert.Equal(Unknown, await home.WalkAsync(site.Visit()));
        }

        await using var db = site.Db();
        Assert.False(await db.Set<Microsoft.AspNetCore.Identity.IdentityUserLogin<Guid>>().AnyAsync(login => login.LoginProvider == home.Provider.Issuer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Owner_links_after_the_password_and_unlinks_which_ends_those_sessions()
    {
        await using var home = await ProviderHome.OpenAsync(site, "own");
        var owner = await site.SignInAsAsync("owner@example.org", Roles.Member);
        home.Provider.Person = new("sub-own");
        using (var wrong = await owner.PostAsync("/en/account/providers", [("Password", "wrong"), ("provider", "own")], "form[action*=Link]"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.False(wrong.Headers.Contains("Refresh"));
        }

        using var right = await owner.PostAsync("/en/account/providers", [("Password", "correct horse battery"), ("provider", "own")], "form[action*=Link]");
        var next = (await Visitor.ParseAsync(right)).QuerySelector("a.button.primary")!.GetAttribute("href")!;
        Assert.Equal("0; url=" + next, Assert.Single(right.Headers.GetValues("Refresh")));
        // The way out belongs to this session: somebody else who follows it links nothing
        var other = await site.SignInAsAsync("not-owner@example.org", Roles.Member);
        using (var stolen = await other.GetAsync(next)) Assert.Equal("/en/account/providers", stolen.Headers.Location!.PathAndQuery());
        Assert.Equal("/en/account/providers?saved", await home.WalkAsync(owner, next));
        var byProvider = site.Visit();
        Assert.Equal("/en/desk", await home.WalkAsync(byProvider));

        using var unlinked = await owner.PostAsync("/en/account/providers", [("issuer", home.Provider.Issuer)], "form[action*=Unlink]");

        Assert.Equal(HttpStatusCode.Found, unlinked.StatusCode);
        await IsOutAsync(byProvider);
        await owner.PageAsync("/en/desk");
        Assert.Equal(Unknown, await home.WalkAsync(site.Visit()));
        Assert.Equal(["Another way to sign in to your account", "A way to sign in was taken away"], (await Letters.ToAsync(site, "owner@example.org")).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task Person_at_a_provider_is_one_account()
    {
        await using var home = await ProviderHome.OpenAsync(site, "twice");
        await home.MakeLinkedAsync("first@example.org", "sub-1");
        var second = await site.SignInAsAsync("second@example.org", Roles.Member);
        home.Provider.Person = new("sub-1");
        using var right = await second.PostAsync("/en/account/providers", [("Password", "correct horse battery"), ("provider", "twice")], "form[action*=Link]");

        Assert.Equal("/en/account/providers?taken", await home.WalkAsync(second, (await Visitor.ParseAsync(right)).QuerySelector("a.button.primary")!.GetAttribute("href")!));

        Assert.Contains("already linked", (await second.PageAsync("/en/account/providers?taken")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_of_one_person_does_not_land_on_whoever_signed_in_meanwhile()
    {
        await using var home = await ProviderHome.OpenAsync(site, "meanwhile");
        var browser = await site.SignInAsAsync("earlier@example.org", Roles.Member);
        await home.MakeAccountAsync("later@example.org");
        home.Provider.Person = new("sub-1");
        using var right = await browser.PostAsync("/en/account/providers", [("Password", "correct horse battery"), ("provider", "meanwhile")], "form[action*=Link]");
        var back = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(browser, (await Visitor.ParseAsync(right)).QuerySelector("a.button.primary")!.GetAttribute("href")!));
        using (var again = await browser.PostAsync("/en/account/sign-in", [("email", "later@example.org"), ("password", "correct horse battery")])) Assert.Equal(HttpStatusCode.Found, again.StatusCode);

        Assert.Equal(Failed, await ProviderHome.ReturnAsync(browser, back));

        Assert.Equal(Unknown, await home.WalkAsync(site.Visit()));
    }

    [Fact]
    public async Task Last_way_to_sign_in_stays()
    {
        await using var home = await ProviderHome.OpenAsync(site, "last");
        await home.MakeLinkedAsync("last@example.org", "sub-1", password: null);
        home.Provider.Person = new("sub-1");
        var visitor = site.Visit();
        Assert.Equal("/en/desk", await home.WalkAsync(visitor));

        using var response = await visitor.PostAsync("/en/account/providers", [("issuer", home.Provider.Issuer)], "form[action*=Unlink]");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));
    }

    [Fact]
    public async Task Invitation_is_accepted_with_a_provider_once()
    {
        await using var home = await ProviderHome.OpenAsync(site, "invited");
        string token;
        await using (var scope = site.Services.CreateAsyncScope())
            token = (await scope.ServiceProvider.GetRequiredService<InvitationOperations>().InviteAsync(Viewer.Program, new InvitationWish("invited@example.org", Roles.Secretariat, null, "ru"), TestContext.Current.CancellationToken)).Token!;
        home.Provider.Person = new("sub-1", "somebody-else@example.net", IsEmailVerified: true, Name: "Анна Иванова");
        var visitor = site.Visit();
        var link = (await visitor.PageAsync($"/en/account/invitation/{token}")).QuerySelectorAll("a.button").Single(button => button.GetAttribute("href")!.Contains("/with/invited?", StringComparison.Ordinal)).GetAttribute("href")!;

        Assert.Equal("/ru/desk", await home.WalkAsync(visitor, link));
        Assert.Equal("/en/account/sign-in?fault=provider-invitation", await home.WalkAsync(site.Visit(), link));
        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));

        await using var db = site.Db();
        var account = await db.Accounts.SingleAsync(row => row.Email == "invited@example.org", TestContext.Current.CancellationToken);
        Assert.Equal(("Анна Иванова", null), (account.DisplayName, account.PasswordHash));
        Assert.False(await db.Accounts.AnyAsync(row => row.Email == "somebody-else@example.net", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Second_step_of_the_account_is_asked_for_unless_the_provider_is_vouched_for()
    {
        await using var home = await ProviderHome.OpenAsync(site, "stepping");
        var account = await home.MakeLinkedAsync("stepping@example.org", "sub-1", change: row => row.TwoFactorEnabled = true);
        home.Provider.Person = new("sub-1");
        var visitor = site.Visit();

        Assert.StartsWith("/en/account/sign-in/step?", await home.WalkAsync(visitor), StringComparison.Ordinal);
        await IsOutAsync(visitor);
        await visitor.PageAsync("/en/account/sign-in/step");

        Assert.IsType<Outcome.Done>(await home.PutAsync(wish => wish with { HasSecondStep = true }));
        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit()));
        Assert.Equal(SessionMethods.ProviderWithStep, Assert.Single(await SessionsOf(account.Id)).Method);
    }

    [Fact]
    public async Task Required_second_step_withholds_roles_from_a_provider_that_nobody_vouches_for()
    {
        await using var home = await ProviderHome.OpenAsync(site, "withheld");
        await home.MakeLinkedAsync("withheld@example.org", "sub-1", Roles.Secretariat);
        home.Provider.Person = new("sub-1");
        var (plain, vouched) = (site.Visit(), site.Visit());
        await RequireStepAsync(true);
        try
        {
            Assert.Equal("/en/desk", await home.WalkAsync(plain));
            Assert.IsType<Outcome.Done>(await home.PutAsync(wish => wish with { HasSecondStep = true }));
            Assert.Equal("/en/desk", await home.WalkAsync(vouched));

            await plain.PageAsync("/en/desk/invitations", HttpStatusCode.Forbidden);
            await vouched.PageAsync("/en/desk/invitations");
        }
        finally
        {
            await RequireStepAsync(false);
        }
    }

    [Fact]
    public async Task Provider_that_was_taken_away_ends_its_sessions_and_opens_nothing()
    {
        await using var home = await ProviderHome.OpenAsync(site, "gone");
        await home.MakeLinkedAsync("gone@example.org", "sub-1");
        home.Provider.Person = new("sub-1");
        var (inside, onTheWay) = (site.Visit(), site.Visit());
        Assert.Equal("/en/desk", await home.WalkAsync(inside));
        var back = await ProviderHome.AskProviderAsync(await ProviderHome.LeaveAsync(onTheWay, home.StartPath));
        await using (var scope = site.Services.CreateAsyncScope())
            Assert.IsType<Outcome.Done>(await scope.ServiceProvider.GetRequiredService<ProviderOperations>().RemoveAsync(Viewer.Program, "gone", TestContext.Current.CancellationToken));

        await IsOutAsync(inside);
        Assert.Equal(Failed, await ProviderHome.ReturnAsync(onTheWay, back));
        using var start = await site.Visit().GetAsync(home.StartPath);
        Assert.Equal(HttpStatusCode.NotFound, start.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Coming_back_leads_to_no_other_place(string returnUrl)
    {
        await using var home = await ProviderHome.OpenAsync(site, "redirect");
        await home.MakeLinkedAsync($"redirect-{Guid.CreateVersion7():N}@example.org", "sub-1");
        home.Provider.Person = new("sub-1");

        Assert.Equal("/en/desk", await home.WalkAsync(site.Visit(), home.StartPath + "?returnUrl=" + Uri.EscapeDataString(returnUrl)));
    }

    [Fact]
    public async Task Host_that_lies_sends_nobody_away()
    {
        await using var home = await ProviderHome.OpenAsync(site, "host");
        var visitor = site.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Get, home.StartPath) { Headers = { Host = "evil.example" } };

        using var response = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("/en/account/sign-in?fault=unreachable", response.Headers.Location!.OriginalString);
        Assert.Equal(0, home.Provider.Documents);
    }

    [Fact]
    public async Task Provider_at_a_private_address_is_not_asked_unless_that_is_allowed()
    {
        await using var home = await ProviderHome.OpenAsync(site, "private");
        Assert.IsType<Outcome.Invalid>(await home.PutAsync(wish => wish with { IsPrivateAllowed = false }));
        var secure = home.Provider.Issuer.Replace("http://", "https://", StringComparison.Ordinal);
        Assert.IsType<Outcome.Done>(await home.PutAsync(wish => wish with { Issuer = secure, IsPrivateAllowed = false }));

        await using var scope = site.Services.CreateAsyncScope();
        var refusal = await scope.ServiceProvider.GetRequiredService<ProviderOperations>().TryAsync(Viewer.Program, "private", TestContext.Current.CancellationToken);

        Assert.Contains("has no public address", refusal, StringComparison.Ordinal);
        Assert.Equal(0, home.Provider.Documents);
    }

    [Fact]
    public async Task Administrator_sets_a_provider_up_and_the_secret_is_nowhere_to_be_seen()
    {
        await using var provider = await IdentityProvider.StartAsync(site.Clock);
        var administrator = await site.SignInAsAsync("sso-admin@example.org", Roles.Administrator);
        (string, string)[] form = [("Code", "desk"), ("Name.en", "Desk SSO"), ("Issuer", provider.Issuer), ("ClientId", IdentityProvider.ClientId), ("IsPrivateAllowed", "true")];

        using var faulty = await administrator.PostAsync("/en/desk/providers", [.. form, ("Secret", "")], "form.grid-form");
        using var made = await administrator.PostAsync("/en/desk/providers", [.. form, ("Secret", IdentityProvider.Secret)], "form.grid-form");
        using var again = await administrator.PostAsync("/en/desk/providers", [.. form, ("Secret", IdentityProvider.Secret)], "form.grid-form");
        using var tried = await administrator.PostAsync("/en/desk/providers/desk", [], "form[action*='providers/desk?handler=Try']");
        using var moved = await administrator.PostAsync("/en/desk/providers/desk", [("Issuer", provider.Issuer + "/x")], "form.grid-form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, faulty.StatusCode);
        Assert.Equal("/en/desk/providers/desk?saved", made.Headers.Location!.PathAndQuery());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("The provider answers", (await Visitor.ParseAsync(tried)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        // The stored secret does not follow to another issuer
        Assert.Equal(HttpStatusCode.UnprocessableEntity, moved.StatusCode);
        var page = (await administrator.PageAsync("/en/desk/providers/desk")).DocumentElement.OuterHtml;
        Assert.Contains(site.Address + "/account/providers/desk/callback", page, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", page, StringComparison.Ordinal);
        await using var db = site.Db();
        Assert.DoesNotContain(await db.Set<SettingsRow>().Select(row => row.Json).ToListAsync(TestContext.Current.CancellationToken), json => json.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(await db.Set<Rotunda.Data.Audit.AuditPayload>().Select(row => row.Json).ToListAsync(TestContext.Current.CancellationToken), json => json.Contains("s3cret", StringComparison.Ordinal));
    }

    private static async Task IsOutAsync(Visitor visitor)
    {
        using var response = await visitor.GetAsync("/en/desk");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    private async Task RequireStepAsync(bool isRequired)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Rotunda.Modules.Accounts.SecondStep.SecondStepOperations>().RequireAsync(Viewer.Program, isRequired, TestContext.Current.CancellationToken);
    }

    private async Task<List<AccountSession>> SessionsOf(Guid accountId)
    {
        await using var db = site.Db();
        return await db.AccountSessions.Where(session => session.AccountId == accountId).OrderBy(session => session.Id).ToListAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class ProviderTestsOnSqlite(AccountSqliteSite site) : ProviderTests(site), IClassFixture<AccountSqliteSite>;

public sealed class ProviderTestsOnPostgres(AccountPostgresSite site) : ProviderTests(site), IClassFixture<AccountPostgresSite>;
