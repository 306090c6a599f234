using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Attempts;
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
    public Task An_address_that_is_no_text_is_refused_as_any_other() => RefusedAsync("un\uFFFEknown@example.org", Password);

    [Fact]
    public async Task Ten_wrong_passwords_lock_an_account_for_five_minutes()
    {
        await MakeAsync("guessed@example.org");
        for (var attempt = 0; attempt < 9; attempt++) await RefusedAsync("guessed@example.org", "wrong");
        await AcceptedAsync("guessed@example.org");
        for (var attempt = 0; attempt < 10; attempt++) await RefusedAsync("guessed@example.org", "wrong");

        await RefusedAsync("guessed@example.org", Password);
        site.Clock.Advance(SecretAttempts.Pause - Duration.Epsilon);
        await RefusedAsync("guessed@example.org", Password);
        site.Clock.Advance(Duration.Epsilon);

        await AcceptedAsync("guessed@example.org");
        site.Clock.Advance(-SecretAttempts.Pause);
    }

    [Fact]
    public async Task Wrong_passwords_of_one_moment_each_count()
    {
        await MakeAsync("flooded@example.org");
        var hasher = site.Services.GetRequiredService<CountingHasher>();
        var tries = new List<(Visitor Visitor, AngleSharp.Dom.IElement Form)>();
        for (var number = 0; number < 3 * SecretAttempts.Most; number++)
        {
            var visitor = site.Visit();
            tries.Add((visitor, (await visitor.PageAsync(Path)).QuerySelector("main form[method=post]")!));
        }

        // The right password stands among the last: by then the account has its pause
        var statuses = await Task.WhenAll(tries.Select(async (entry, number) =>
        {
            using var response = await entry.Visitor.SubmitAsync(entry.Form, Path, [("email", "flooded@example.org"), ("password", $"wrong {number}")]);
            return response.StatusCode;
        }));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        await RefusedAsync("flooded@example.org", Password);
        await using var db = site.Db();
        var key = SecretAttempts.KeyOf("flooded@example.org");
        var counted = await db.SecretAttempts.SingleAsync(row => row.Key == key, TestContext.Current.CancellationToken);
        Assert.Equal((0, (Instant?)(site.Clock.GetCurrentInstant() + SecretAttempts.Pause)), (counted.Count, counted.LockedUntil));
        // Of all those tries ten were looked at, the others were compared with nobody's password
        Assert.Equal(SecretAttempts.Most, hasher.VerifiedFor("flooded@example.org"));
    }

    [Fact]
    public async Task Address_without_an_account_has_its_pause_too_and_costs_the_same_statements()
    {
        await MakeAsync("counted@example.org");
        await AnswerAsync("warm-up-2@example.org", "wrong");
        var known = new List<IReadOnlyList<string>>();
        var unknown = new List<IReadOnlyList<string>>();
        for (var attempt = 0; attempt < SecretAttempts.Most + 2; attempt++)
        {
            known.Add(await StatementsAsync("counted@example.org"));
            unknown.Add(await StatementsAsync("nobody-at-all@example.org"));
        }

        Assert.Equal(known, unknown);
    }

    [Fact]
    public async Task Account_that_was_closed_meanwhile_is_not_opened_by_what_was_read_before()
    {
        await MakeAsync("stale@example.org");
        await using var stale = site.Services.CreateAsyncScope();
        var accounts = stale.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = (await accounts.FindByNameAsync("stale@example.org"))!;
        await using (var scope = site.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AccountOperations>().DisableAsync(Viewer.Program, "stale@example.org", TestContext.Current.CancellationToken);

        account.PhoneNumber = "1";
        Assert.False((await accounts.UpdateAsync(account)).Succeeded);

        await using var db = site.Db();
        Assert.NotNull(await db.Accounts.Where(row => row.Email == "stale@example.org").Select(row => row.DisabledAt).SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Identity_writes_only_what_it_changed()
    {
        await MakeAsync("narrow@example.org");
        await using var scope = site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = (await accounts.FindByNameAsync("narrow@example.org"))!;
        await using var db = site.Db();
        await db.Accounts.Where(row => row.Email == "narrow@example.org").ExecuteUpdateAsync(set => set.SetProperty(row => row.DisplayName, "Changed meanwhile"), TestContext.Current.CancellationToken);

        account.PhoneNumber = "1";
        Assert.True((await accounts.UpdateAsync(account)).Succeeded);

        Assert.Equal("Changed meanwhile", await db.Accounts.Where(row => row.Email == "narrow@example.org").Select(row => row.DisplayName).SingleAsync(TestContext.Current.CancellationToken));
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

    /// <summary>The kinds of statements of a failed sign-in, in order.</summary>
    private async Task<IReadOnlyList<string>> StatementsAsync(string email)
    {
        var visitor = site.Visit();
        var form = (await visitor.PageAsync(Path)).QuerySelector("main form[method=post]")!;
        return [.. (await QueryCount.DuringAsync(site, async () =>
        {
            using var response = await visitor.SubmitAsync(form, Path, [("email", email), ("password", "wrong")]);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        })).Where(statement => statement.Contains("account", StringComparison.Ordinal))];
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
}

public sealed class SignInTestsOnSqlite(AccountSqliteSite site) : SignInTests(site), IClassFixture<AccountSqliteSite>;

public sealed class SignInTestsOnPostgres(AccountPostgresSite site) : SignInTests(site), IClassFixture<AccountPostgresSite>;
