using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>A provider on loopback, set up on a site under a code of its own, and the way there and back as a browser walks it.</summary>
internal sealed class ProviderHome : IAsyncDisposable
{
    private readonly Site _site;

    private ProviderHome(Site site, IdentityProvider provider, string code) => (_site, Provider, Code) = (site, provider, code);

    public IdentityProvider Provider { get; }

    public string Code { get; }

    public string StartPath => "/en/account/sign-in/with/" + Code;

    public static async Task<ProviderHome> OpenAsync(Site site, string code, Func<ProviderWish, ProviderWish>? change = null)
    {
        var home = new ProviderHome(site, await IdentityProvider.StartAsync(site.Clock), code);
        Assert.IsType<Outcome.Done>(await home.PutAsync(change));
        return home;
    }

    public async Task<Outcome> PutAsync(Func<ProviderWish, ProviderWish>? change = null)
    {
        var wish = new ProviderWish(Code, LocalizedText.Of(("en", "Harbin SSO"), ("zh", "哈工大统一认证"), ("ru", "Вход ХПИ")), Provider.Issuer, IdentityProvider.ClientId, IdentityProvider.Secret, IsPrivateAllowed: true);
        await using var scope = _site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ProviderOperations>().PutAsync(Viewer.Program, change?.Invoke(wish) ?? wish, TestContext.Current.CancellationToken);
    }

    public async Task<Account> MakeAccountAsync(string email, string role = Roles.Member, string? password = "correct horse battery", Action<Account>? change = null)
    {
        await using var scope = _site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { Id = RowId.New(), UserName = email, Email = email, EmailConfirmed = true, DisplayName = email, LanguageCode = "en", CreatedAt = _site.Clock.GetCurrentInstant() };
        account.Grants.Add(new RoleGrant { Id = RowId.New(), Role = role, Scope = "", GrantedAt = _site.Clock.GetCurrentInstant() });
        change?.Invoke(account);
        Assert.True((password is null ? await accounts.CreateAsync(account) : await accounts.CreateAsync(account, password)).Succeeded);
        return account;
    }

    /// <summary>An account whose link with a person at the provider stands already.</summary>
    public async Task<Account> MakeLinkedAsync(string email, string subject, string role = Roles.Member, string? password = "correct horse battery", Action<Account>? change = null)
    {
        var account = await MakeAccountAsync(email, role, password, change);
        await using var db = _site.Db();
        db.Add(new IdentityUserLogin<Guid> { UserId = account.Id, LoginProvider = Provider.Issuer, ProviderKey = subject, ProviderDisplayName = Code });
        await db.SaveChangesAsync();
        return account;
    }

    /// <summary>From the site to the provider: the address at the provider.</summary>
    public static async Task<Uri> LeaveAsync(Visitor visitor, string path)
    {
        using var response = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!;
    }

    /// <summary>At the provider: the address that it sends somebody back to.</summary>
    public static async Task<Uri> AskProviderAsync(Uri address)
    {
        using var provider = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpMessageInvoker(provider);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!;
    }

    /// <summary>Back on the site: where it leads in the end.</summary>
    public static async Task<string> ReturnAsync(Visitor visitor, Uri back)
    {
        using var callback = await visitor.GetAsync(back.PathAndQuery);
        Assert.Equal(HttpStatusCode.Found, callback.StatusCode);
        var next = callback.Headers.Location!.OriginalString;
        if (!next.Contains("/account/sign-in/provider", StringComparison.Ordinal)) return next;
        using var finish = await visitor.GetAsync(next);
        Assert.Equal(HttpStatusCode.Found, finish.StatusCode);
        return finish.Headers.Location!.OriginalString;
    }

    /// <summary>The whole way.</summary>
    public async Task<string> WalkAsync(Visitor visitor, string? path = null) => await ReturnAsync(visitor, await AskProviderAsync(await LeaveAsync(visitor, path ?? StartPath)));

    /// <summary>Takes the provider and its links away before its port is free: the next provider may stand there, with another code.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (var scope = _site.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ProviderOperations>().RemoveAsync(Viewer.Program, Code, CancellationToken.None);
        await using (var db = _site.Db())
            await db.Set<IdentityUserLogin<Guid>>().Where(login => login.LoginProvider == Provider.Issuer).ExecuteDeleteAsync();
        await Provider.DisposeAsync();
    }
}
