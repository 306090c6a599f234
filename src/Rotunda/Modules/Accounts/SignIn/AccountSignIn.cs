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
    public override async Task<bool> CanSignInAsync(Account user) =>
        user.DisabledAt is null && !user.IsDemonstration && await base.CanSignInAsync(user);

    /// <summary>Enters an account of the demonstration; the page that calls this checks that it is one, on this machine.</summary>
    public Task EnterDemonstrationAsync(Account account) =>
        account.IsDemonstration
            ? SignInAsync(account, isPersistent: false)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Account {account.Id} is not of the demonstration."));
}
