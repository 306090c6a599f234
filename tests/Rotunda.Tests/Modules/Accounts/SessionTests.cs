using System.Net;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Sessions, the own password and profile, and the second step.</summary>
public abstract class SessionTests(Site site)
{
    private const string Password = "correct horse battery";
    private const string NewPassword = "another good sentence";
    private const string SignIn = "/en/account/sign-in";
    private const string Step = "/en/account/second-step";

    [Fact]
    public async Task Ended_session_is_refused_at_its_next_request_and_the_others_go_on()
    {
        var (here, there) = (await site.SignInAsAsync("two@example.org", Roles.Member), await EnterAsync("two@example.org"));
        Assert.Equal(2, (await here.PageAsync("/en/account/sessions")).QuerySelectorAll(".browsers > li").Length);

        using var ended = await here.PostAsync("/en/account/sessions", [("id", (await SessionsOf("two@example.org"))[1].Id.ToString())]);

        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        Assert.False(await IsInAsync(there));
        Assert.True(await IsInAsync(here));
    }

    [Fact]
    public async Task Sessions_of_others_do_not_exist_for_one()
    {
        var victim = await site.SignInAsAsync("victim@example.org", Roles.Member);
        var attacker = await site.SignInAsAsync("attacker@example.org", Roles.Administrator);
        // A second session, so that the page has the form that ends one
        await EnterAsync("attacker@example.org");

        using var response = await attacker.PostAsync("/en/account/sessions", [("id", (await SessionsOf("victim@example.org"))[0].Id.ToString())]);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(await IsInAsync(victim));
        Assert.DoesNotContain("victim", (await attacker.PageAsync("/en/account/sessions")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all()
    {
        var (here, there) = (await site.SignInAsAsync("all@example.org", Roles.Member), await EnterAsync("all@example.org"));

        using var response = await here.PostAsync("/en/account/sessions", [], "form[action*=All]");

        Assert.False(await IsInAsync(here));
        Assert.False(await IsInAsync(there));
        Assert.All(await SessionsOf("all@example.org"), session => Assert.NotNull(session.EndedAt));
    }

    [Fact]
    public async Task Copy_of_a_cookie_opens_nothing_after_its_owner_signed_out_or_changed_the_password()
    {
        var owner = await site.SignInAsAsync("robbed@example.org", Roles.Member);
        var copy = CopyOf(owner);
        Assert.True(await IsInAsync(copy));

        using var changed = await owner.PostAsync("/en/account/password", [("Password", Password), ("NewPassword", NewPassword)]);

        Assert.Equal("/en/account?saved", changed.Headers.Location!.PathAndQuery());
        Assert.True(await IsInAsync(owner));
        Assert.False(await IsInAsync(copy));
        var second = CopyOf(owner);
        using var left = await owner.PostAsync("/en/account", [], "form[action*=SignOut]");
        Assert.False(await IsInAsync(second));
    }

    [Fact]
    public async Task Password_changes_only_with_the_old_one_and_wrong_ones_lock()
    {
        var visitor = await site.SignInAsAsync("careful@example.org", Roles.Member);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using var refused = await visitor.PostAsync("/en/account/password", [("Password", "wrong"), ("NewPassword", NewPassword)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using var locked = await visitor.PostAsync("/en/account/password", [("Password", Password), ("NewPassword", NewPassword)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
        using var outside = await site.Visit().PostAsync(SignIn, [("email", "careful@example.org"), ("password", Password)]);
        Assert.Equal(HttpStatusCode.OK, outside.StatusCode);
    }

    [Fact]
    public async Task Asking_who_is_there_takes_one_query_and_writes_at_most_every_five_minutes()
    {
        var visitor = await site.SignInAsAsync("counted@example.org", Roles.Member);
        await visitor.PageAsync("/en/account/password");
        var quick = await QueryCount.DuringAsync(site, () => visitor.PageAsync("/en/account/password"));
        site.Clock.Advance(Duration.FromMinutes(5));
        var late = await QueryCount.DuringAsync(site, () => visitor.PageAsync("/en/account/password"));
        var again = await QueryCount.DuringAsync(site, () => visitor.PageAsync("/en/account/password"));
        site.Clock.Advance(Duration.FromMinutes(-5));

        Assert.Single(quick, IsOfAccounts);
        Assert.Equal(2, late.Count(IsOfAccounts));
        Assert.Single(again, IsOfAccounts);

        static bool IsOfAccounts(string query) => query.Contains("account_session", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_takes_hostile_names_as_text_and_refuses_what_cannot_be_read()
    {
        const string name = "<script>alert(1)</script> O'Neill \u202Eевил; DROP TABLE account";
        var visitor = await site.SignInAsAsync("profile@example.org", Roles.Member);

        using var empty = await visitor.PostAsync("/en/account", [("Name", "\u200B"), ("Zone", "Mars/Olympus")], "form[action*=Profile]");
        using var saved = await visitor.PostAsync("/en/account", [("Name", name), ("Zone", "Asia/Vladivostok"), ("language", "ru")], "form[action*=Profile]");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal(2, (await Visitor.ParseAsync(empty)).QuerySelectorAll(".fault-summary li").Length);
        Assert.Equal("/ru/account?saved", saved.Headers.Location!.PathAndQuery());
        var page = await visitor.PageAsync("/ru/account");
        Assert.Empty(page.QuerySelectorAll("main script"));
        Assert.Contains("<script>alert(1)</script> O'Neill", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_that_changed_in_another_window_is_a_conflict()
    {
        var visitor = await site.SignInAsAsync("windows@example.org", Roles.Member);
        var old = (await visitor.PageAsync("/en/account")).QuerySelector("form[action*=Profile]")!;
        using var first = await visitor.PostAsync("/en/account", [("Name", "First window")], "form[action*=Profile]");

        using var second = await visitor.SubmitAsync(old, "/en/account", [("Name", "Second window")]);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        await using var db = site.Db();
        Assert.Equal("First window", (await db.Accounts.SingleAsync(row => row.Email == "windows@example.org", TestContext.Current.CancellationToken)).DisplayName);
    }

    [Theory]
    [InlineData(59L, "287082")]
    [InlineData(1111111109L, "081804")]
    [InlineData(1234567890L, "005924")]
    [InlineData(20000000000L, "353130")]
    public void Codes_are_those_of_rfc_6238(long seconds, string expected) =>
        Assert.Equal(expected, AuthenticatorCodes.Code(Encoding.ASCII.GetBytes("12345678901234567890"), seconds / 30));

    [Fact]
    public void Keys_are_read_as_rfc_4648_writes_them() => Assert.Equal("12345678901234567890", Encoding.ASCII.GetString(AuthenticatorCodes.Decode("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")));

    [Fact]
    public async Task Second_step_asks_for_a_code_that_works_once()
    {
        var (key, _) = await WithStepAsync("stepper@example.org");
        site.Clock.Advance(Duration.FromMinutes(1));
        var (first, second) = (await AtStepAsync("stepper@example.org"), await AtStepAsync("stepper@example.org"));
        Assert.False(await IsInAsync(first));
        var code = CodeOf(key);

        using var entered = await first.PostAsync(SignIn + "/step", [("Code", code)]);
        using var replayed = await second.PostAsync(SignIn + "/step", [("Code", code)]);

        Assert.Equal("/en/desk", entered.Headers.Location!.PathAndQuery());
        Assert.True(await IsInAsync(first));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, replayed.StatusCode);
        Assert.False(await IsInAsync(second));
        Assert.Equal(SessionMethods.PasswordAndCode, (await SessionsOf("stepper@example.org"))[^1].Method);
    }

    [Fact]
    public async Task Of_two_browsers_with_one_code_one_gets_in()
    {
        var (key, _) = await WithStepAsync("race@example.org");
        site.Clock.Advance(Duration.FromMinutes(1));
        var visitors = new List<Visitor>();
        for (var count = 0; count < 3; count++) visitors.Add(await AtStepAsync("race@example.org"));
        var code = CodeOf(key);

        var responses = await Task.WhenAll(visitors.Select(visitor => visitor.PostAsync(SignIn + "/step", [("Code", code)])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.All(responses, response => Assert.True((int)response.StatusCode < 500));
    }

    [Fact]
    public async Task A_wrong_code_that_was_begun_before_does_not_open_a_used_one_again()
    {
        var (key, _) = await WithStepAsync("stale@example.org");
        site.Clock.Advance(Duration.FromMinutes(1));
        var (entering, replaying) = (await AtStepAsync("stale@example.org"), await AtStepAsync("stale@example.org"));
        await using var scope = site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var readBefore = (await accounts.FindByEmailAsync("stale@example.org"))!;
        var code = CodeOf(key);
        using var entered = await entering.PostAsync(SignIn + "/step", [("Code", code)]);

        Assert.True((await accounts.AccessFailedAsync(readBefore)).Succeeded);
        using var replayed = await replaying.PostAsync(SignIn + "/step", [("Code", code)]);

        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, replayed.StatusCode);
    }

    [Fact]
    public async Task Wrong_codes_lock_as_wrong_passwords_do()
    {
        var (key, _) = await WithStepAsync("locked@example.org");
        site.Clock.Advance(Duration.FromMinutes(1));
        var visitor = await AtStepAsync("locked@example.org");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using var wrong = await visitor.PostAsync(SignIn + "/step", [("Code", "12345")]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        using var right = await visitor.PostAsync(SignIn + "/step", [("Code", CodeOf(key))]);
        using var password = await site.Visit().PostAsync(SignIn, [("email", "locked@example.org"), ("password", Password)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
        Assert.Equal(HttpStatusCode.OK, password.StatusCode);
    }

    [Fact]
    public async Task Recovery_code_works_once_and_is_stored_as_a_hash()
    {
        var (_, codes) = await WithStepAsync("lost@example.org");
        Assert.Equal(10, codes.Count);
        var (first, second) = (await AtStepAsync("lost@example.org"), await AtStepAsync("lost@example.org"));

        using var entered = await first.PostAsync(SignIn + "/step", [("Code", codes[0].ToUpperInvariant())]);
        using var again = await second.PostAsync(SignIn + "/step", [("Code", codes[0])]);

        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        await using var db = site.Db();
        var stored = await db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<Guid>>().Select(token => token.Value).ToListAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(stored, value => codes.Any(code => value!.Contains(code, StringComparison.OrdinalIgnoreCase) || value.Contains(code.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Required_second_step_withholds_the_roles_that_decide_until_it_is_there()
    {
        var visitor = await site.SignInAsAsync("officer@example.org", Roles.Secretariat);
        await visitor.PageAsync("/en/desk/invitations");
        await RequireAsync(true);
        try
        {
            await visitor.PageAsync("/en/desk/invitations", HttpStatusCode.Forbidden);
            Assert.Contains("hold only after a second step", (await visitor.PageAsync("/en/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            var key = await SetUpAsync(visitor);
            site.Clock.Advance(Duration.FromMinutes(1));
            var again = await AtStepAsync("officer@example.org");
            using var entered = await again.PostAsync(SignIn + "/step", [("Code", CodeOf(key.Key))]);

            await again.PageAsync("/en/desk/invitations");
            await visitor.PageAsync("/en/desk/invitations", HttpStatusCode.Forbidden);
        }
        finally
        {
            await RequireAsync(false);
        }
    }

    [Fact]
    public void Browsers_are_named_by_known_words_alone()
    {
        Assert.Equal("Edge, Windows", Clients.BrowserOf("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140"));
        Assert.Equal("WeChat, Android", Clients.BrowserOf("Mozilla/5.0 (Linux; Android 14) Chrome/116 MicroMessenger/8.0"));
        Assert.Equal("", Clients.BrowserOf("<script>alert(1)</script>"));
        Assert.Equal("203.0.113.…", Clients.NetworkOf(IPAddress.Parse("::ffff:203.0.113.9")));
        Assert.Equal("2001:db8:1::…", Clients.NetworkOf(IPAddress.Parse("2001:db8:1:2::3")));
    }

    private async Task RequireAsync(bool isRequired)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SecondStepOperations>().RequireAsync(Viewer.Program, isRequired, TestContext.Current.CancellationToken);
    }

    private async Task<(byte[] Key, IReadOnlyList<string> Codes)> WithStepAsync(string email) => await SetUpAsync(await site.SignInAsAsync(email, Roles.Member));

    private async Task<(byte[] Key, IReadOnlyList<string> Codes)> SetUpAsync(Visitor visitor)
    {
        using var begun = await visitor.PostAsync(Step, [], "form[action*=Begin]");
        var page = await visitor.PageAsync(Step);
        Assert.NotNull(page.QuerySelector(".qr svg"));
        var key = AuthenticatorCodes.Decode(page.QuerySelector("code.secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        using var wrong = await visitor.PostAsync(Step, [("Code", "x")], "form[action*=Confirm]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var confirmed = await visitor.PostAsync(Step, [("Code", CodeOf(key))], "form[action*=Confirm]");
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return (key, [.. (await Visitor.ParseAsync(confirmed)).QuerySelectorAll("code.secret").Select(code => code.TextContent)]);
    }

    private string CodeOf(byte[] key) => AuthenticatorCodes.Code(key, site.Clock.GetCurrentInstant().ToUnixTimeSeconds() / 30);

    private async Task<Visitor> AtStepAsync(string email)
    {
        var visitor = site.Visit();
        using var response = await visitor.PostAsync(SignIn, [("email", email), ("password", Password)]);
        Assert.StartsWith("/en/account/sign-in/step?", response.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        return visitor;
    }

    private async Task<Visitor> EnterAsync(string email)
    {
        var visitor = site.Visit();
        using var response = await visitor.PostAsync(SignIn, [("email", email), ("password", Password)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return visitor;
    }

    private Visitor CopyOf(Visitor owner)
    {
        var copy = site.Visit();
        copy.Http.DefaultRequestHeaders.Add("Cookie", owner.CookieHeader);
        return copy;
    }

    private static async Task<bool> IsInAsync(Visitor visitor)
    {
        using var response = await visitor.GetAsync("/en/desk");
        return response.StatusCode == HttpStatusCode.OK;
    }

    private async Task<List<AccountSession>> SessionsOf(string email)
    {
        await using var db = site.Db();
        var id = await db.Accounts.Where(account => account.Email == email).Select(account => account.Id).SingleAsync();
        return await db.AccountSessions.Where(session => session.AccountId == id).OrderBy(session => session.Id).ToListAsync();
    }
}

public sealed class SessionTestsOnSqlite(AccountSqliteSite site) : SessionTests(site), IClassFixture<AccountSqliteSite>;

public sealed class SessionTestsOnPostgres(AccountPostgresSite site) : SessionTests(site), IClassFixture<AccountPostgresSite>;
