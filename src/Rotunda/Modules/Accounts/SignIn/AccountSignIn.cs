using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Providers;
using Rotunda.Modules.Accounts.Sessions;

namespace Rotunda.Modules.Accounts.SignIn;

/// <summary>Signs accounts in, but for those that were closed, and those of the demonstration, which only its own page enters. Each sign-in is a session.</summary>
public sealed class AccountSignIn(
    UserManager<Account> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<Account> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation,
    RotundaDb db, SecretAttempts attempts, SettingsStore settings, IClock clock)
    : SignInManager<Account>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    private static volatile string? s_nobodysHash;
    private string _method = SessionMethods.Password;
    private string? _provider;

    public override async Task<bool> CanSignInAsync(Account user) =>
        user.DisabledAt is null && !user.IsDemonstration && await base.CanSignInAsync(user);

    /// <summary>Signs in by a password. Every try counts before it is looked at. An address without an account costs as much as one with: what the answer takes tells nothing.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        var isOpen = await attempts.TakeAsync(userName, Context.RequestAborted);
        var account = await UserManager.FindByNameAsync(userName);
        if (isOpen && account is { PasswordHash: not null } && await CanSignInAsync(account) && !await UserManager.IsLockedOutAsync(account))
        {
            if (!await UserManager.CheckPasswordAsync(account, password)) return SignInResult.Failed;
            // Half of a sign-in does not open the tries anew
            if (account.TwoFactorEnabled) await attempts.GiveBackAsync(userName, Context.RequestAborted);
            else await attempts.ClearAsync(userName, Context.RequestAborted);
            return await SignInOrTwoFactorAsync(account, isPersistent);
        }

        var nobody = new Account { DisplayName = "", LanguageCode = "" };
        s_nobodysHash ??= UserManager.PasswordHasher.HashPassword(nobody, "");
        UserManager.PasswordHasher.VerifyHashedPassword(nobody, s_nobodysHash, password);
        return SignInResult.Failed;
    }

    /// <summary>The code of the provider that the first half of a sign-in came by; null after a password.</summary>
    public async Task<string?> HalfByProviderAsync() => (await Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal?.FindFirstValue(ClaimTypes.AuthenticationMethod);

    /// <summary>The step after the password: a code of the authenticator app or a recovery code. Wrong ones count towards the lock as wrong passwords do.</summary>
    public async Task<SignInResult> StepAsync(string code)
    {
        if (await GetTwoFactorAuthenticationUserAsync() is not { } account || !await CanSignInAsync(account) || await UserManager.IsLockedOutAsync(account)) return SignInResult.Failed;
        var provider = await HalfByProviderAsync();
        // Half of a sign-in is worth nothing once its provider, or the link with it, was taken away
        if (provider is not null && !await IsLinkedAsync(account, provider)) return SignInResult.Failed;
        if (!await attempts.TakeAsync(account.Email!, Context.RequestAborted)) return SignInResult.Failed;
        var digits = new string([.. code.Where(char.IsAsciiDigit)]);
        var isRight = await UserManager.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, digits)
            || (await UserManager.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
        if (!isRight) return SignInResult.Failed;
        await attempts.ClearAsync(account.Email!, Context.RequestAborted);
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        _provider = provider;
        _method = _provider is null ? SessionMethods.PasswordAndCode : SessionMethods.ProviderAndCode;
        await SignInAsync(account, isPersistent: true);
        return SignInResult.Success;
    }

    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        _method = SessionMethods.Passkey;
        return await base.PasskeySignInAsync(credentialJson);
    }

    /// <summary>Enters the account of somebody whom a provider named. A second step of the account is asked for here, unless the provider is vouched to have asked for one.</summary>
    public async Task<SignInResult> EnterByProviderAsync(Account account, SignInProvider provider)
    {
        if (!await CanSignInAsync(account) || await UserManager.IsLockedOutAsync(account)) return SignInResult.Failed;
        if (account.TwoFactorEnabled && !provider.HasSecondStep) return await SignInOrTwoFactorAsync(account, isPersistent: true, provider.Code);
        (_method, _provider) = (provider.HasSecondStep ? SessionMethods.ProviderWithStep : SessionMethods.Provider, provider.Code);
        await SignInAsync(account, isPersistent: true);
        return SignInResult.Success;
    }

    /// <summary>Enters an account of the demonstration; the page that calls this checks that it is one, on this machine.</summary>
    public async Task EnterDemonstrationAsync(Account account)
    {
        if (!account.IsDemonstration) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Account {account.Id} is not of the demonstration."));
        _method = SessionMethods.Demonstration;
        await SignInAsync(account, isPersistent: false);
    }

    /// <summary>Enters an account that the link of an invitation just made.</summary>
    public Task EnterInvitedAsync(Account account)
    {
        _method = SessionMethods.Invitation;
        return SignInAsync(account, isPersistent: true);
    }

    /// <summary>A new session in this browser for the one that an operation just ended, begun as that one was.</summary>
    public async Task EnterAgainAsync(Account account)
    {
        var ended = SessionOperations.IdOf(Context.User);
        if (await db.AccountSessions.Where(row => row.Id == ended).Select(row => new { row.Method, row.Provider }).FirstOrDefaultAsync(Context.RequestAborted) is { } before) (_method, _provider) = (before.Method, before.Provider);
        await SignInAsync(account, isPersistent: true);
    }

    public override async Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        await EndThisAsync();
        var now = clock.GetCurrentInstant();
        var session = new AccountSession
        {
            Id = RowId.New(),
            AccountId = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            Method = _method,
            Provider = _provider,
            Browser = Clients.BrowserOf(Context.Request.Headers.UserAgent.ToString()),
            Network = Clients.NetworkOf(Context.Connection.RemoteIpAddress),
        };
        db.Add(session);
        await db.SaveChangesAsync(Context.RequestAborted);
        await base.SignInWithClaimsAsync(user, authenticationProperties, [.. additionalClaims, new Claim(SessionOperations.Claim, session.Id.ToString())]);
    }

    /// <summary>Signs out; a copy of the cookie opens nothing any more.</summary>
    public override async Task SignOutAsync()
    {
        await EndThisAsync();
        await base.SignOutAsync();
    }

    private async Task<bool> IsLinkedAsync(Account account, string code) =>
        (await settings.GetAsync<ProviderSettings>(Context.RequestAborted)).Find(code)?.Issuer is { } issuer && await db.Set<IdentityUserLogin<Guid>>().AnyAsync(login => login.UserId == account.Id && login.LoginProvider == issuer, Context.RequestAborted);

    private async Task EndThisAsync()
    {
        if (SessionOperations.IdOf(Context.User) is not { } id) return;
        var now = clock.GetCurrentInstant();
        await db.AccountSessions.Where(row => row.Id == id && row.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now), Context.RequestAborted);
    }
}
