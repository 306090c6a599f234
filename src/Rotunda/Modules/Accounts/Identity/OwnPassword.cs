using Microsoft.AspNetCore.Identity;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Asks for the password again before something grave; wrong ones count towards the lock as at signing in.</summary>
public sealed class OwnPassword(UserManager<Account> accounts)
{
    /// <summary>What an operation answers when the password is not right.</summary>
    public static readonly Outcome Wrong = new Outcome.Invalid([new FieldFault("Password", "fault.own-password")]);

    /// <summary>True for the password of the account while the account is not locked.</summary>
    public async Task<bool> IsRightAsync(Account account, string password)
    {
        if (account.PasswordHash is null || await accounts.IsLockedOutAsync(account)) return false;
        if (await accounts.CheckPasswordAsync(account, password))
        {
            await accounts.ResetAccessFailedCountAsync(account);
            return true;
        }

        await accounts.AccessFailedAsync(account);
        return false;
    }

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    public async Task<FieldFault?> FaultOfAsync(Account account, string password)
    {
        foreach (var validator in accounts.PasswordValidators)
            if (!(await validator.ValidateAsync(accounts, account, password)).Succeeded) return new FieldFault("NewPassword", "fault.password", "10");
        return null;
    }
}
