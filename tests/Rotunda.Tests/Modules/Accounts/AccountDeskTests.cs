using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Shared.Access;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>Accounts on the desk, invitations by mail, and a person's own data.</summary>
public abstract class AccountDeskTests(Site site)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Roles_are_given_until_a_day_and_taken_away()
    {
        var secretary = await site.SignInAsAsync("giver@example.org", Roles.Secretariat);
        var officer = await site.SignInAsAsync("taker@example.org", Roles.Member);
        var path = await PathOf("taker@example.org");

        using var given = await secretary.PostAsync(path, [("role", Roles.Secretariat), ("Until", "2026-11-30")], "form[action*=Grant]");
        Assert.Equal(HttpStatusCode.Found, given.StatusCode);
        await officer.PageAsync("/en/desk/accounts");
        site.Clock.Advance(Duration.FromDays(9));
        using (var after = await officer.GetAsync("/en/desk/accounts")) Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
        site.Clock.Advance(-Duration.FromDays(9));
        using var taken = await secretary.PostAsync(path, [("role", Roles.Secretariat), ("scope", "")], "form[action*=Revoke]");

        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
        await officer.PageAsync("/en/desk/accounts", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_gives_more_than_they_hold_or_decides_on_those_above_or_on_themselves()
    {
        var secretary = await site.SignInAsAsync("modest@example.org", Roles.Secretariat);
        await site.SignInAsAsync("above@example.org", Roles.Administrator);
        await site.SignInAsAsync("beside@example.org", Roles.Member);

        using var given = await secretary.PostAsync(await PathOf("beside@example.org"), [("role", Roles.Administrator)], "form[action*=Grant]");
        using var closed = await secretary.PostAsync(await PathOf("above@example.org"), [], "form[action*=Close]");
        using var revoked = await secretary.PostAsync(await PathOf("above@example.org"), [("role", Roles.Administrator), ("scope", "")], "form[action*=Revoke]");
        using var own = await secretary.PostAsync(await PathOf("modest@example.org"), [], "form[action*=Close]");
        using var past = await secretary.PostAsync(await PathOf("beside@example.org"), [("role", Roles.Secretariat), ("Until", "2026-11-21")], "form[action*=Grant]");

        Assert.All(new[] { given, closed, revoked, own, past }, response => Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode));
        await using var db = site.Db();
        Assert.False(await db.Accounts.AnyAsync(account => account.DisabledAt != null && (account.Email == "above@example.org" || account.Email == "modest@example.org"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Closed_account_is_out_at_once()
    {
        var secretary = await site.SignInAsAsync("closer@example.org", Roles.Secretariat);
        var officer = await site.SignInAsAsync("closed@example.org", Roles.Member);

        using var closed = await secretary.PostAsync(await PathOf("closed@example.org"), [], "form[action*=Close]");

        using var response = await officer.GetAsync("/en/desk");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task List_asks_as_often_for_thirty_accounts_as_for_one()
    {
        var secretary = await site.SignInAsAsync("lister@example.org", Roles.Secretariat);
        await secretary.PageAsync("/en/desk/accounts");
        var few = await QueryCount.FewestCommandsAsync(site, () => secretary.PageAsync("/en/desk/accounts"));
        await using (var db = site.Db())
        {
            for (var count = 0; count < 30; count++)
            {
                var email = $"many{count}@example.org";
                db.Add(new Account { Id = RowId.New(), UserName = email, NormalizedUserName = email.ToUpperInvariant(), Email = email, NormalizedEmail = email.ToUpperInvariant(), DisplayName = email, LanguageCode = "en", CreatedAt = site.Clock.GetCurrentInstant() });
            }

            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var many = await QueryCount.FewestCommandsAsync(site, () => secretary.PageAsync("/en/desk/accounts"));

        Assert.Equal(few, many);
    }

    [Fact]
    public async Task Invitation_is_mailed_lasts_as_chosen_and_can_be_withdrawn()
    {
        var secretary = await site.SignInAsAsync("inviter@example.org", Roles.Secretariat);
        using var made = await secretary.PostAsync("/en/desk/invitations", [("Email", "guest@example.org"), ("role", Roles.Member), ("language", "ru"), ("Days", "60")]);
        using var refused = await secretary.PostAsync("/en/desk/invitations", [("Email", "guest2@example.org"), ("role", Roles.Member), ("Days", "61")]);
        var letter = Assert.Single(await Letters.ToAsync(site, "guest@example.org"));
        var link = Letters.LinkIn(letter);
        Assert.True(letter.IsSecret);
        Assert.Equal("Ваше приглашение", letter.Subject);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        await using var db = site.Db();
        var row = await db.Invitations.SingleAsync(invitation => invitation.Email == "guest@example.org", TestContext.Current.CancellationToken);
        Assert.Equal(Duration.FromDays(60), row.ExpiresAt - row.CreatedAt);
        Assert.NotNull((await site.Visit().PageAsync(link)).QuerySelector("main form"));

        using var withdrawn = await secretary.PostAsync("/en/desk/invitations", [("id", row.Id.ToString())], "form[action*=Withdraw]");

        Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
        Assert.Null((await site.Visit().PageAsync(link)).QuerySelector("main form"));
    }

    [Fact]
    public async Task Person_gets_the_own_data_and_no_secret_of_it()
    {
        var visitor = await site.SignInAsAsync("subject@example.org", Roles.Member);

        using var response = await visitor.PostAsync("/en/account/data", [], "form[action*=Download]");

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("subject@example.org", json.RootElement.GetProperty("account")[0].GetProperty("email").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("sessions").GetArrayLength());
        Assert.DoesNotContain("hash", text.Replace("hasPassword", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Erasure_needs_the_password_leaves_no_name_and_a_chain_that_holds()
    {
        var visitor = await site.SignInAsAsync("vanishing@example.org", Roles.Member);
        using var renamed = await visitor.PostAsync("/en/account", [("Name", "Vanishing Person")], "form[action*=Profile]");
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(TestContext.Current.CancellationToken);
        using var refused = await visitor.PostAsync("/en/account/data", [("Password", "wrong")], "main form.form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);

        using var erased = await visitor.PostAsync("/en/account/data", [("Password", Password)], "main form.form");

        Assert.Equal("/en", erased.Headers.Location!.PathAndQuery());
        await using var db = site.Db();
        Assert.False(await db.Accounts.AnyAsync(account => account.Email == "vanishing@example.org" || account.DisplayName == "Vanishing Person", TestContext.Current.CancellationToken));
        Assert.DoesNotContain(await db.AuditPayloads.Select(payload => payload.Json).ToListAsync(TestContext.Current.CancellationToken), json => json.Contains("anishing", StringComparison.Ordinal));
        await site.Services.GetRequiredService<AuditSealer>().SealAsync(TestContext.Current.CancellationToken);
        Assert.Empty((await DatabaseVerification.RunAsync(site.Services, TestContext.Current.CancellationToken)).Violations);
        using var again = await visitor.GetAsync("/en/desk");
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task Rules_remove_what_ended_ninety_days_ago_and_nothing_younger()
    {
        await site.SignInAsAsync("kept@example.org", Roles.Member);
        await using var db = site.Db();
        var id = await db.Accounts.Where(account => account.Email == "kept@example.org").Select(account => account.Id).SingleAsync(TestContext.Current.CancellationToken);
        var now = site.Clock.GetCurrentInstant();
        foreach (var days in new[] { 89, 91 })
        {
            db.Add(new AccountSession { Id = RowId.New(), AccountId = id, CreatedAt = now - Duration.FromDays(100), LastSeenAt = now - Duration.FromDays(days), EndedAt = now - Duration.FromDays(days), Method = SessionMethods.Password, Browser = "", Network = "" });
            db.Add(new Invitation { Id = RowId.New(), TokenHash = RowId.New().ToByteArray(), Email = $"kept{days}@example.org", Role = Roles.Member, Scope = "", LanguageCode = "en", CreatedAt = now - Duration.FromDays(200), ExpiresAt = now - Duration.FromDays(days) });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        foreach (var rule in site.Services.GetServices<IRetentionRule>()) await rule.ApplyAsync(db, now, TestContext.Current.CancellationToken);

        Assert.Equal(2, await db.AccountSessions.CountAsync(session => session.AccountId == id, TestContext.Current.CancellationToken));
        Assert.Equal(["kept89@example.org"], await db.Invitations.Where(row => row.Email.StartsWith("kept")).Select(row => row.Email).ToListAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> PathOf(string email)
    {
        await using var db = site.Db();
        return $"/en/desk/accounts/{await db.Accounts.Where(account => account.Email == email).Select(account => account.Id).SingleAsync()}";
    }
}

public sealed class AccountDeskTestsOnSqlite(AccountSqliteSite site) : AccountDeskTests(site), IClassFixture<AccountSqliteSite>;

public sealed class AccountDeskTestsOnPostgres(AccountPostgresSite site) : AccountDeskTests(site), IClassFixture<AccountPostgresSite>;
