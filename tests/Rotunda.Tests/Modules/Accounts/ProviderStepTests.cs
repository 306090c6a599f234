using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>The account's own second step after a sign-in with a provider outside: the provider's word alone opens nothing.</summary>
public abstract class ProviderStepTests(Site site)
{
    private const string Step = "/en/account/sign-in/step";

    [Fact]
    public async Task Right_code_opens_a_session_that_says_how_and_works_once()
    {
        await using var home = await ProviderHome.OpenAsync(site, "step-right");
        var (account, key) = await SteppedAsync(home, "step-right@example.org");
        var (first, second) = (await AtStepAsync(home), await AtStepAsync(home));
        var code = CodeOf(key);

        Assert.Equal(HttpStatusCode.Found, await EnterAsync(first, code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await EnterAsync(second, code));

        Assert.True(await IsInAsync(first));
        Assert.False(await IsInAsync(second));
        await using var db = site.Db();
        var session = await db.AccountSessions.SingleAsync(row => row.AccountId == account.Id, TestContext.Current.CancellationToken);
        Assert.Equal((SessionMethods.ProviderAndCode, "step-right"), (session.Method, session.Provider));
        // The half of the sign-in is used up with it
        using var again = await first.GetAsync(Step);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task Wrong_and_old_codes_open_nothing_and_say_so()
    {
        await using var home = await ProviderHome.OpenAsync(site, "step-wrong");
        var (_, key) = await SteppedAsync(home, "step-wrong@example.org");
        var visitor = await AtStepAsync(home);
        Assert.Contains("other institution has said who you are", (await visitor.PageAsync(Step)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var old = CodeOf(key);
        site.Clock.Advance(Duration.FromMinutes(2));

        foreach (var code in new[] { old, CodeOf(AuthenticatorCodes.Decode(AuthenticatorCodes.NewKey())), "", "x", new string('1', 40) })
        {
            using var response = await visitor.PostAsync(Step, [("Code", code)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            Assert.Contains("code is not right", (await Visitor.ParseAsync(response)).QuerySelector("[role=alert]")!.TextContent, StringComparison.OrdinalIgnoreCase);
            Assert.False(await IsInAsync(visitor));
        }

        Assert.Equal(HttpStatusCode.Found, await EnterAsync(visitor, CodeOf(key)));
    }

    [Fact]
    public async Task Step_that_was_left_open_leads_back_to_the_beginning()
    {
        await using var home = await ProviderHome.OpenAsync(site, "step-late");
        var (_, key) = await SteppedAsync(home, "step-late@example.org");
        var visitor = await AtStepAsync(home);
        var form = (await visitor.PageAsync(Step)).QuerySelector("main form[method=post]")!;
        site.Clock.Advance(Duration.FromMinutes(6));

        using (var late = await visitor.SubmitAsync(form, Step, [("Code", CodeOf(key))])) Assert.NotEqual("/en/desk", late.Headers.Location?.OriginalString);
        using var page = await visitor.GetAsync(Step);

        Assert.False(await IsInAsync(visitor));
        Assert.Equal("/en/account/sign-in", page.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_step_and_the_password_alike()
    {
        await using var home = await ProviderHome.OpenAsync(site, "step-lock");
        var (_, key) = await SteppedAsync(home, "step-lock@example.org");
        var visitor = await AtStepAsync(home);
        for (var attempt = 0; attempt < SecretAttempts.Most; attempt++) Assert.Equal(HttpStatusCode.UnprocessableEntity, await EnterAsync(visitor, "12345"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await EnterAsync(visitor, CodeOf(key)));
        // Another way round by the provider opens the tries no earlier
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await EnterAsync(await AtStepAsync(home), CodeOf(key)));
        using (var password = await site.Visit().PostAsync("/en/account/sign-in", [("email", "step-lock@example.org"), ("password", "correct horse battery")])) Assert.Equal(HttpStatusCode.OK, password.StatusCode);

        site.Clock.Advance(SecretAttempts.Pause);
        Assert.Equal(HttpStatusCode.Found, await EnterAsync(await AtStepAsync(home), CodeOf(key)));
    }

    [Fact]
    public async Task Half_of_a_sign_in_ends_with_its_provider_and_with_its_link()
    {
        await using var home = await ProviderHome.OpenAsync(site, "step-gone");
        var (account, key) = await SteppedAsync(home, "step-gone@example.org");
        var (unlinked, removed) = (await AtStepAsync(home), await AtStepAsync(home));
        await using (var db = site.Db())
            await db.Set<IdentityUserLogin<Guid>>().Where(login => login.UserId == account.Id).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await EnterAsync(unlinked, CodeOf(key)));
        await using (var db = site.Db())
        {
            db.Add(new IdentityUserLogin<Guid> { UserId = account.Id, LoginProvider = home.Provider.Issuer, ProviderKey = "again", ProviderDisplayName = "again" });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using (var scope = site.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ProviderOperations>().RemoveAsync(Viewer.Program, home.Code, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await EnterAsync(removed, CodeOf(key)));
        Assert.False(await IsInAsync(removed));
    }

    private async Task<(Account Account, byte[] Key)> SteppedAsync(ProviderHome home, string email)
    {
        var made = await home.MakeLinkedAsync(email, email);
        home.Provider.Person = new(email);
        await using var scope = site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = (await accounts.FindByEmailAsync(email))!;
        var key = AuthenticatorCodes.NewKey();
        await ((IUserAuthenticatorKeyStore<Account>)scope.ServiceProvider.GetRequiredService<IUserStore<Account>>()).SetAuthenticatorKeyAsync(account, key, TestContext.Current.CancellationToken);
        account.TwoFactorEnabled = true;
        Assert.True((await accounts.UpdateAsync(account)).Succeeded);
        return (made, AuthenticatorCodes.Decode(key));
    }

    private async Task<Visitor> AtStepAsync(ProviderHome home)
    {
        var visitor = site.Visit();
        Assert.StartsWith(Step + "?", await home.WalkAsync(visitor), StringComparison.Ordinal);
        Assert.False(await IsInAsync(visitor));
        return visitor;
    }

    private static async Task<HttpStatusCode> EnterAsync(Visitor visitor, string code)
    {
        using var response = await visitor.PostAsync(Step, [("Code", code)]);
        return response.StatusCode;
    }

    private static async Task<bool> IsInAsync(Visitor visitor)
    {
        using var response = await visitor.GetAsync("/en/desk");
        return response.StatusCode == HttpStatusCode.OK;
    }

    private string CodeOf(byte[] key) => AuthenticatorCodes.Code(key, site.Clock.GetCurrentInstant().ToUnixTimeSeconds() / 30);
}

public sealed class ProviderStepTestsOnSqlite(AccountSqliteSite site) : ProviderStepTests(site), IClassFixture<AccountSqliteSite>;

public sealed class ProviderStepTestsOnPostgres(AccountPostgresSite site) : ProviderStepTests(site), IClassFixture<AccountPostgresSite>;
