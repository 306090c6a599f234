using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Passwords, lockout, redirects after signing in, and the end of sessions.</summary>
public abstract class SignInTests(Site site)
{
    private const string Password = "correct horse battery";
    private const string Path = "/en/account/sign-in";

    [Fact]
    public async Task Nobody_learns_from_the_answer_whether_an_address_has_an_account()
    {
        await MakeAsync("known@example.org");
        await MakeAsync("closed@example.org", account => account.DisabledAt = site.Clock.GetCurrentInstant());
        await MakeAsync("locked@example.org", account => account.LockoutEnd = site.Clock.GetCurrentInstant().ToDateTimeOffset().AddYears(1));
        await AnswerAsync("warm-up@example.org", Password);
        var answers = new List<(string Text, int Hashed)>
        {
            await AnswerAsync("unknown@example.org", Password),
            await AnswerAsync("known@example.org", "wrong"),
            await AnswerAsync("closed@example.org", Password),
            await AnswerAsync("locked@example.org", Password),
        };

        Assert.Equal([1, 1, 1, 1], answers.Select(answer => answer.Hashed));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Contains("The address or the password is not right", answers[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_an_account_for_five_minutes()
    {
        await MakeAsync("guessed@example.org");
        for (var attempt = 0; attempt < 9; attempt++) await RefusedAsync("guessed@example.org", "wrong");
        await AcceptedAsync("guessed@example.org");
        for (var attempt = 0; attempt < 10; attempt++) await RefusedAsync("guessed@example.org", "wrong");

        await RefusedAsync("guessed@example.org", Password);
        await LockIsOverAsync("guessed@example.org");

        await AcceptedAsync("guessed@example.org");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\/evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("\u0001//evil.example")]
    [InlineData("%2F%2Fevil.example")]
    [InlineData("///evil.example")]
    [InlineData("~//evil.example")]
    [InlineData("@evil.example")]
    [InlineData(".evil.example")]
    [InlineData("/en/desk\r\nSet-Cookie: x=y")]
    [InlineData("")]
    public async Task Signing_in_leads_to_no_other_place(string returnUrl)
    {
        const string email = "redirected@example.org";
        await MakeAsync(email);
        var visitor = site.Visit();

        var page = await visitor.PageAsync($"{Path}?returnUrl={Uri.EscapeDataString(returnUrl)}");
        using var response = await visitor.PostAsync(Path, [("email", email), ("password", Password), ("returnUrl", returnUrl)]);

        Assert.Equal("/en/desk", page.QuerySelector("input[name=returnUrl]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/en/desk", response.Headers.Location!.PathAndQuery());
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_asked_for_it()
    {
        await MakeAsync("returning@example.org");
        var visitor = site.Visit();
        using var refused = await visitor.GetAsync("/ru/account?a=1&b=%26");
        var path = refused.Headers.Location!.PathAndQuery();

        using var response = await visitor.PostAsync(path, [("email", "returning@example.org"), ("password", Password)]);

        Assert.StartsWith("/ru/account/sign-in?", path, StringComparison.Ordinal);
        Assert.Equal("/ru/account?a=1&b=%26", response.Headers.Location!.PathAndQuery());
    }

    [Fact]
    public async Task Closed_account_loses_its_session_at_once()
    {
        var visitor = await site.SignInAsAsync("leaving@example.org", Roles.Secretariat);
        await visitor.PageAsync("/en/desk/institutions");
        await using var scope = site.Services.CreateAsyncScope();

        var outcome = await scope.ServiceProvider.GetRequiredService<AccountOperations>().DisableAsync(Viewer.Program, "leaving@example.org", TestContext.Current.CancellationToken);

        Assert.IsType<Outcome.Done>(outcome);
        await IsSentToSignInAsync(visitor, "/en/desk/institutions");
        await RefusedAsync("leaving@example.org", Password);
    }

    [Fact]
    public async Task Role_that_was_taken_away_is_gone_at_the_next_request()
    {
        var visitor = await site.SignInAsAsync("demoted@example.org", Roles.Secretariat);
        await visitor.PageAsync("/en/desk/institutions");
        await using var scope = site.Services.CreateAsyncScope();

        await scope.ServiceProvider.GetRequiredService<AccountOperations>().RevokeAsync(Viewer.Program, "demoted@example.org", Roles.Secretariat, null, TestContext.Current.CancellationToken);

        await visitor.PageAsync("/en/desk");
        await visitor.PageAsync("/en/desk/institutions", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task New_password_ends_the_sessions_from_before()
    {
        var before = await site.SignInAsAsync("careful@example.org", Roles.Member);
        await before.PageAsync("/en/desk");

        await using (var scope = site.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = (await accounts.FindByNameAsync("careful@example.org"))!;
            Assert.True((await accounts.ChangePasswordAsync(account, Password, "another sentence")).Succeeded);
        }

        await IsSentToSignInAsync(before, "/en/desk");
        var after = site.Visit();
        using var signedIn = await after.PostAsync(Path, [("email", "careful@example.org"), ("password", "another sentence")]);
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        await after.PageAsync("/en/desk");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_in_this_browser()
    {
        var visitor = await site.SignInAsAsync("done@example.org", Roles.Member);

        using var response = await visitor.PostAsync("/en/account", [], "form[action*=SignOut]");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        await IsSentToSignInAsync(visitor, "/en/desk");
    }

    private static async Task IsSentToSignInAsync(Visitor visitor, string path)
    {
        using var response = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith("/en/account/sign-in?", response.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    private async Task AcceptedAsync(string email)
    {
        using var response = await site.Visit().PostAsync(Path, [("email", email), ("password", Password)]);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    private async Task RefusedAsync(string email, string password)
    {
        using var response = await site.Visit().PostAsync(Path, [("email", email), ("password", password)]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("rotunda=", StringComparison.Ordinal)));
    }

    /// <summary>The answer without what differs anyway, and how often a password was hashed for it.</summary>
    private async Task<(string Text, int Hashed)> AnswerAsync(string email, string password)
    {
        var hasher = site.Services.GetRequiredService<CountingHasher>();
        var before = hasher.Verified;
        using var response = await site.Visit().PostAsync(Path, [("email", email), ("password", password)]);
        var page = await Visitor.ParseAsync(response);
        page.QuerySelector("#email")!.RemoveAttribute("value");
        foreach (var token in page.QuerySelectorAll("input[name=__RequestVerificationToken]")) token.Remove();
        var headers = string.Join('\n', response.Headers.Where(header => header.Key is not "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
        return ($"{(int)response.StatusCode}\n{headers}\n{page.DocumentElement.OuterHtml}", hasher.Verified - before);
    }

    private async Task MakeAsync(string email, Action<Account>? change = null)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await accounts.FindByNameAsync(email) is not null) return;
        var account = new Account { Id = RowId.New(), UserName = email, Email = email, DisplayName = email, LanguageCode = "en", CreatedAt = site.Clock.GetCurrentInstant() };
        Assert.True((await accounts.CreateAsync(account, Password)).Succeeded);
        change?.Invoke(account);
        Assert.True((await accounts.UpdateAsync(account)).Succeeded);
    }

    /// <summary>Lets the time of a lock pass. Identity asks the system's clock, so the stored end moves instead of the clock.</summary>
    private async Task LockIsOverAsync(string email)
    {
        await using var db = site.Db();
        var normalized = email.ToUpperInvariant();
        var account = await db.Accounts.SingleAsync(row => row.NormalizedEmail == normalized);
        Assert.InRange(account.LockoutEnd!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        account.LockoutEnd -= TimeSpan.FromMinutes(5);
        await db.SaveChangesAsync();
    }
}

public sealed class SignInTestsOnSqlite(AccountSqliteSite site) : SignInTests(site), IClassFixture<AccountSqliteSite>;

public sealed class SignInTestsOnPostgres(AccountPostgresSite site) : SignInTests(site), IClassFixture<AccountPostgresSite>;
