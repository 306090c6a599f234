using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.SignIn;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Accounts.Pages;

/// <summary>Changes the own password, which needs the old one.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
[EnableRateLimiting(AccountsModule.SignInLimit)]
public sealed class PasswordModel(UserManager<Account> accounts, ProfileOperations profiles, AccountSignIn signIn) : OwnAccountPage(accounts)
{
    public void OnGet() => Name("account.password");

    public async Task<IActionResult> OnPostAsync(string? password, string? newPassword, CancellationToken cancellationToken)
    {
        Name("account.password");
        var account = await OwnAsync();
        var outcome = await profiles.ChangePasswordAsync(Reader.Viewer, account, password ?? "", newPassword ?? "", cancellationToken);
        if (outcome is Outcome.Done) await signIn.EnterAgainAsync(account);
        return Answer(outcome, "/account?saved");
    }
}
