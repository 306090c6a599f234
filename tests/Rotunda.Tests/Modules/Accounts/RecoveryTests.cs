using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>New passwords and new addresses by mail: once, in time, for the own account, and telling nobody who has one.</summary>
public abstract class RecoveryTests(Site site)
{
    private const string Password = "correct horse battery";
    private const string NewPassword = "another good sentence";
    private const string Ask = "/en/account/reset";
    private const string New = "/en/account/reset/new";

    [Fact]
    public async Task Link_of_the_mail_sets_a_new_password_once_and_ends_every_session()
    {
        var before = await site.SignInAsAsync("forgot@example.org", Roles.Member);
        var letter = await AskedAsync("forgot@example.org");
        var link = Letters.LinkIn(letter);

        using var set = await site.Visit().PostAsync(link, [("NewPassword", NewPassword)]);
        using var again = await site.Visit().PostAsync(link, [("NewPassword", "a third good sentence")]);
        using var byCode = await site.Visit().PostAsync(New, [("Email", "forgot@example.org"), ("Code", Letters.CodeIn(letter)), ("NewPassword", "a third good sentence")]);

        Assert.True(letter.IsSecret);
        Assert.Equal("/en/account/sign-in?reset", set.Headers.Location!.PathAndQuery());
        await IsNotGoodAsync(again);
        await IsNotGoodAsync(byCode);
        await IsSentToSignInAsync(before);
        Assert.Equal(HttpStatusCode.OK, await SignInAsync("forgot@example.org", Password));
        Assert.Equal(HttpStatusCode.Found, await SignInAsync("forgot@example.org", NewPassword));
        Assert.Equal("Your password was changed", (await Letters.ToAsync(site, "forgot@example.org"))[^1].Subject);
    }

    [Fact]
    public async Task Code_of_the_mail_does_the_same_for_its_own_account_only()
    {
        await site.SignInAsAsync("coder@example.org", Roles.Member);
        await site.SignInAsAsync("other@example.org", Roles.Member);
        var code = Letters.CodeIn(await AskedAsync("coder@example.org"));
        await AskedAsync("other@example.org");

        using var foreign = await site.Visit().PostAsync(New, [("Email", "other@example.org"), ("Code", code), ("NewPassword", NewPassword)]);
        using var set = await site.Visit().PostAsync(New, [("Email", "Coder@example.org"), ("Code", code), ("NewPassword", NewPassword)]);

        await IsNotGoodAsync(foreign);
        Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        Assert.Equal(HttpStatusCode.Found, await SignInAsync("coder@example.org", NewPassword));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync("other@example.org", NewPassword));
    }

    [Fact]
    public async Task Five_wrong_codes_spoil_code_and_link()
    {
        await site.SignInAsAsync("guessed@example.org", Roles.Member);
        var letter = await AskedAsync("guessed@example.org");
        var wrong = Letters.CodeIn(letter) == "0000 0000" ? "0000 0001" : "0000 0000";
        var tries = await Task.WhenAll(Enumerable.Range(0, SecretOperations.MostAttempts).Select(_ => site.Visit().PostAsync(New, [("Email", "guessed@example.org"), ("Code", wrong), ("NewPassword", NewPassword)])));

        using var right = await site.Visit().PostAsync(New, [("Email", "guessed@example.org"), ("Code", Letters.CodeIn(letter)), ("NewPassword", NewPassword)]);
        using var link = await site.Visit().PostAsync(Letters.LinkIn(letter), [("NewPassword", NewPassword)]);

        foreach (var response in tries) await IsNotGoodAsync(response);
        await IsNotGoodAsync(right);
        await IsNotGoodAsync(link);
    }

    [Fact]
    public async Task Link_and_code_end_after_half_an_hour()
    {
        await site.SignInAsAsync("slow@example.org", Roles.Member);
        var letter = await AskedAsync("slow@example.org");
        site.Clock.Advance(SecretOperations.Validity);

        using var link = await site.Visit().PostAsync(Letters.LinkIn(letter), [("NewPassword", NewPassword)]);
        using var code = await site.Visit().PostAsync(New, [("Email", "slow@example.org"), ("Code", Letters.CodeIn(letter)), ("NewPassword", NewPassword)]);

        site.Clock.Advance(-SecretOperations.Validity);
        await IsNotGoodAsync(link);
        await IsNotGoodAsync(code);
    }

    [Fact]
    public async Task Of_two_browsers_with_one_link_one_sets_the_password()
    {
        await site.SignInAsAsync("double@example.org", Roles.Member);
        var link = Letters.LinkIn(await AskedAsync("double@example.org"));

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => site.Visit().PostAsync(link, [("NewPassword", $"good sentence {number}")])));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Found);
        Assert.All(responses, response => Assert.True((int)response.StatusCode < 500));
    }

    [Fact]
    public async Task Answer_and_queries_are_the_same_for_addresses_with_and_without_an_account()
    {
        await site.SignInAsAsync("known@example.org", Roles.Member);
        await AnswerAsync("warm-up@example.org");

        var known = await AnswerAsync("known@example.org");
        var unknown = await AnswerAsync("unknown@example.org");
        var hostile = await AnswerAsync("'; DROP TABLE account; --\u202E");

        Assert.Equal(known.Text, unknown.Text);
        Assert.Equal(known.Text, hostile.Text);
        Assert.Contains("If there is an account with this address", known.Text, StringComparison.Ordinal);
        Assert.Single(await Letters.ToAsync(site, "known@example.org"));
        Assert.Empty(await Letters.ToAsync(site, "unknown@example.org"));
    }

    [Fact]
    public async Task An_account_gets_three_mails_in_an_hour()
    {
        await site.SignInAsAsync("flooded@example.org", Roles.Member);
        for (var count = 0; count < 5; count++) await AskedAsync("flooded@example.org");

        Assert.Equal(SecretOperations.MostInAnHour, (await Letters.ToAsync(site, "flooded@example.org")).Count);
    }

    [Fact]
    public async Task Closed_account_gets_no_mail()
    {
        await site.SignInAsAsync("gone@example.org", Roles.Member);
        await using (var scope = site.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<AccountOperations>().DisableAsync(Viewer.Program, "gone@example.org", TestContext.Current.CancellationToken);

        using var asked = await site.Visit().PostAsync(Ask, [("Email", "gone@example.org")]);

        Assert.Empty(await Letters.ToAsync(site, "gone@example.org"));
    }

    [Fact]
    public async Task Host_that_the_request_names_never_gets_into_a_link()
    {
        await site.SignInAsAsync("poisoned@example.org", Roles.Member);
        var visitor = site.Visit();
        visitor.Http.DefaultRequestHeaders.Host = "evil.example";
        using var asked = await visitor.PostAsync(Ask, [("Email", "poisoned@example.org")]);

        var letter = Assert.Single(await Letters.ToAsync(site, "poisoned@example.org"));

        Assert.DoesNotContain("evil", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", letter.Text, StringComparison.Ordinal);
        Assert.Matches("[0-9]{4} [0-9]{4}", letter.Text);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    public async Task Password_that_is_too_short_leaves_the_link_good(string password)
    {
        var email = $"short{password.Length}@example.org";
        await site.SignInAsAsync(email, Roles.Member);
        var link = Letters.LinkIn(await AskedAsync(email));

        using var refused = await site.Visit().PostAsync(link, [("NewPassword", password)]);
        using var accepted = await site.Visit().PostAsync(link, [("NewPassword", NewPassword)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Found, accepted.StatusCode);
    }

    [Fact]
    public async Task Tampered_link_sets_nothing()
    {
        await site.SignInAsAsync("tampered@example.org", Roles.Member);
        var token = Letters.LinkIn(await AskedAsync("tampered@example.org")).Split('/')[^1];
        foreach (var wrong in new[] { token[1..], token + "A", new string('A', 22), "%F0%9F%A6%89", "a%2Fb", new string('A', 70) })
        {
            using var response = await site.Visit().PostAsync($"{New}/{wrong}", [("NewPassword", NewPassword)]);
            await IsNotGoodAsync(response);
        }
    }

    [Fact]
    public async Task Address_changes_only_after_the_new_one_confirmed_and_the_old_one_is_told()
    {
        var visitor = await site.SignInAsAsync("old@example.org", Roles.Member);
        using var asked = await visitor.PostAsync("/en/account/email", [("Email", "new@example.org"), ("Password", Password)]);
        var letter = Assert.Single(await Letters.ToAsync(site, "new@example.org"));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync("new@example.org", Password));

        // Looking at the link, as mail filters do, confirms nothing
        await visitor.PageAsync(Letters.LinkIn(letter));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync("new@example.org", Password));
        using var confirmed = await visitor.PostAsync(Letters.LinkIn(letter), []);

        Assert.Equal("/en/account?saved", confirmed.Headers.Location!.PathAndQuery());
        Assert.Equal(HttpStatusCode.Found, await SignInAsync("new@example.org", Password));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync("old@example.org", Password));
        Assert.Equal("Your e-mail address was changed", Assert.Single(await Letters.ToAsync(site, "old@example.org")).Subject);
    }

    [Fact]
    public async Task Confirmation_of_another_account_changes_nothing()
    {
        var owner = await site.SignInAsAsync("owner@example.org", Roles.Member);
        var thief = await site.SignInAsAsync("thief@example.org", Roles.Member);
        using var asked = await owner.PostAsync("/en/account/email", [("Email", "owner-new@example.org"), ("Password", Password)]);
        var letter = Assert.Single(await Letters.ToAsync(site, "owner-new@example.org"));

        using var byLink = await thief.PostAsync(Letters.LinkIn(letter), []);
        using var byCode = await thief.PostAsync("/en/account/email", [("Code", Letters.CodeIn(letter))], "form[action*=Confirm]");

        await IsNotGoodAsync(byLink);
        await IsNotGoodAsync(byCode);
        await using var db = site.Db();
        Assert.False(await db.Accounts.AnyAsync(account => account.Email == "owner-new@example.org", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Address_of_somebody_else_is_not_told_and_not_taken()
    {
        await site.SignInAsAsync("taken@example.org", Roles.Member);
        var visitor = await site.SignInAsAsync("taker@example.org", Roles.Member);

        using var asked = await visitor.PostAsync("/en/account/email", [("Email", "taken@example.org"), ("Password", Password)]);
        using var wrong = await visitor.PostAsync("/en/account/email", [("Email", "free@example.org"), ("Password", "wrong")]);

        Assert.Equal("/en/account/email?sent", asked.Headers.Location!.PathAndQuery());
        Assert.Empty(await Letters.ToAsync(site, "taken@example.org"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Empty(await Letters.ToAsync(site, "free@example.org"));
    }

    private async Task<Rotunda.Modules.Shared.Mail.Letter> AskedAsync(string email)
    {
        using var response = await site.Visit().PostAsync(Ask, [("Email", email)]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await Letters.ToAsync(site, email))[^1];
    }

    private async Task<(string Text, int Queries)> AnswerAsync(string email)
    {
        var visitor = site.Visit();
        var page = await visitor.PageAsync(Ask);
        var text = "";
        var queries = await QueryCount.DuringAsync(site, async () =>
        {
            using var response = await visitor.SubmitAsync(page.QuerySelector("main form")!, Ask, [("Email", email)]);
            text = (await Visitor.ParseAsync(response)).QuerySelector("main")!.TextContent + (int)response.StatusCode;
        });
        return (text, queries.Count(query => query.Contains("account", StringComparison.Ordinal)));
    }

    private async Task<HttpStatusCode> SignInAsync(string email, string password)
    {
        using var response = await site.Visit().PostAsync("/en/account/sign-in", [("email", email), ("password", password)]);
        return response.StatusCode;
    }

    private static async Task IsSentToSignInAsync(Visitor visitor)
    {
        using var response = await visitor.GetAsync("/en/desk");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    private static async Task IsNotGoodAsync(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.NotFound) return;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("no longer valid", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

public sealed class RecoveryTestsOnSqlite(AccountSqliteSite site) : RecoveryTests(site), IClassFixture<AccountSqliteSite>;

public sealed class RecoveryTestsOnPostgres(AccountPostgresSite site) : RecoveryTests(site), IClassFixture<AccountPostgresSite>;
