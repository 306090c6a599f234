using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Asks for the password again before something grave; wrong ones count towards the lock as at signing in.</summary>
public sealed class OwnPassword(RotundaDb db, UserManager<Account> accounts, SecretAttempts attempts, IClock clock)
{
    /// <summary>What an operation answers when the password is not right.</summary>
    public static readonly Outcome Wrong = new Outcome.Invalid([new FieldFault("Password", "fault.own-password")]);

    /// <summary>What it answers for an account without a password whose session is not fresh.</summary>
    public static readonly Outcome SignInAgain = new Outcome.Invalid([new FieldFault("", "fault.sign-in-again")]);

    /// <summary>How fresh a sign-in must be to stand for a confirmation where there is no password.</summary>
    private static readonly Duration Freshness = Duration.FromMinutes(10);

    /// <summary>True for the password of the account while the account is not locked.</summary>
    public async Task<bool> IsRightAsync(Account account, string password)
    {
        if (account.PasswordHash is null || account.Email is null || await accounts.IsLockedOutAsync(account) || !await attempts.TakeAsync(account.Email, CancellationToken.None)) return false;
        if (!await accounts.CheckPasswordAsync(account, password)) return false;
        await attempts.ClearAsync(account.Email, CancellationToken.None);
        return true;
    }

    /// <summary>Confirms that the owner is there, not somebody at a browser that was left open: by the password, or, where there is none, by having just signed in.</summary>
    /// <returns>Null when confirmed, else what to answer.</returns>
    public async Task<Outcome?> RefusalAsync(Account account, string password, Guid? sessionId, CancellationToken cancellationToken)
    {
        if (account.PasswordHash is not null) return await IsRightAsync(account, password) ? null : Wrong;
        return await IsFreshAsync(sessionId, cancellationToken) ? null : SignInAgain;
    }

    /// <summary>True when the session of a request was begun a moment ago, with more than the cookie of an older one.</summary>
    public Task<bool> IsFreshAsync(Guid? sessionId, CancellationToken cancellationToken)
    {
        var since = clock.GetCurrentInstant() - Freshness;
        return db.AccountSessions.AnyAsync(row => row.Id == sessionId && row.CreatedAt > since, cancellationToken);
    }

    /// <summary>What is wrong with a new password; null when nothing is.</summary>
    public async Task<FieldFault?> FaultOfAsync(Account account, string password)
    {
        foreach (var validator in accounts.PasswordValidators)
            if (!(await validator.ValidateAsync(accounts, account, password)).Succeeded) return new FieldFault("NewPassword", "fault.password", "10");
        return null;
    }
}
