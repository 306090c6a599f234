using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Modules.Accounts.SignIn;

/// <summary>Signs accounts in, but for those that were closed, and those of the demonstration, which only its own page enters.</summary>
public sealed class AccountSignIn(
    UserManager<Account> userManager, IHttpContextAccessor contextAccessor, IUserClaimsPrincipalFactory<Account> claimsFactory,
    IOptions<IdentityOptions> optionsAccessor, ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation)
    : SignInManager<Account>(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation)
{
    private static volatile string? s_nobodysHash;

    public override async Task<bool> CanSignInAsync(Account user) =>
        user.DisabledAt is null && !user.IsDemonstration && await base.CanSignInAsync(user);

    /// <summary>Signs in by a password. An address without an account costs as much as one with: what the answer takes tells nothing.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        var account = await UserManager.FindByNameAsync(userName);
        if (account is { PasswordHash: not null } && await CanSignInAsync(account) && !await UserManager.IsLockedOutAsync(account))
            return await PasswordSignInAsync(account, password, isPersistent, lockoutOnFailure);
        var nobody = new Account { DisplayName = "", LanguageCode = "" };
        s_nobodysHash ??= UserManager.PasswordHasher.HashPassword(nobody, "");
        UserManager.PasswordHasher.VerifyHashedPassword(nobody, s_nobodysHash, password);
        return SignInResult.Failed;
    }

    /// <summary>Enters an account of the demonstration; the page that calls this checks that it is one, on this machine.</summary>
    public Task EnterDemonstrationAsync(Account account) =>
        account.IsDemonstration
            ? SignInAsync(account, isPersistent: false)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Account {account.Id} is not of the demonstration."));
}
