using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Accounts.Attempts;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Recovery;

/// <summary>Somebody asked for a new password.</summary>
/// <param name="Email">As it was typed.</param>
/// <param name="LinkBase">Scheme and host for the link; null for a letter with a code alone.</param>
public sealed record ResetWish(string Email, string? LinkBase);

/// <summary>New passwords by mail.</summary>
public sealed class RecoveryOperations(
    RotundaDb db, UserManager<Account> accounts, OwnPassword ownPassword, SecretAttempts attempts, SecretOperations secrets, SessionOperations sessions, OutboxWriter outbox, AuditTrail audit, WorkSignal signal)
{
    /// <summary>The kind of the outbox message of somebody who asked.</summary>
    public const string AskedKind = "accounts.reset-asked";

    /// <summary>Notes that somebody asked. Whether the address has an account is looked up later, so that this answers and takes the same for every address.</summary>
    public async Task AskAsync(string email, string? linkBase, CancellationToken cancellationToken)
    {
        var address = TextCleaning.Clean(email);
        outbox.Add(db, AskedKind, new ResetWish(address.Length <= 256 ? address : "", linkBase));
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
    }

    /// <summary>Mails the link and the code where the address has an account that may sign in, at most a few times in an hour.</summary>
    public async Task SendAsync(ResetWish wish, CancellationToken cancellationToken)
    {
        if (await FindAsync(wish.Email, cancellationToken) is not { } account || await secrets.IsSpentAsync(account.Id, SecretPurposes.Password, cancellationToken)) return;
        secrets.Add(account, SecretPurposes.Password, null, wish.LinkBase is null ? null : $"{wish.LinkBase}/{account.LanguageCode}/account/reset/new");
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
    }

    /// <summary>Sets a new password by a link, or by an address and a code; ends all sessions and opens a locked account. A second step stays.</summary>
    /// <returns><see cref="Outcome.Missing"/> for a link or code that is not good, whatever the reason.</returns>
    public async Task<Outcome> ResetAsync(string? token, string email, string code, string newPassword, CancellationToken cancellationToken)
    {
        // Before the secret is looked at: what is wrong with a password tells nothing, and the code stays good
        if (await ownPassword.FaultOfAsync(new Account { DisplayName = "", LanguageCode = "" }, newPassword) is { } fault) return new Outcome.Invalid([fault]);
        var secret = token is not null
            ? await secrets.ByTokenAsync(token, SecretPurposes.Password, cancellationToken)
            : await secrets.ByCodeAsync(await IdOfAsync(email, cancellationToken), SecretPurposes.Password, code, cancellationToken);
        if (secret is null) return new Outcome.Missing();
        var account = await db.Accounts.SingleAsync(row => row.Id == secret.AccountId, cancellationToken);
        if (account.DisabledAt is not null) return new Outcome.Missing();
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, newPassword);
        account.SecurityStamp = RowId.New().ToString("N");
        account.ConcurrencyStamp = RowId.New().ToString("N");
        (account.EmailConfirmed, account.LockoutEnd) = (true, null);
        await secrets.UseUpAsync(account.Id, secret, cancellationToken);
        await sessions.MarkAllAsync(account.Id, cancellationToken);
        secrets.Notify(account, account.Email!, "mail.password-changed.subject", "mail.password-changed.text");
        audit.Record(db, new Viewer(account.Id, account.DisplayName, []), "account.password-reset", "account", account.Id.ToString());
        if (await db.TrySaveAsync(signal, cancellationToken) is not Outcome.Done) return new Outcome.Missing();
        await attempts.ClearAsync(account.Email!, cancellationToken);
        return new Outcome.Done();
    }

    /// <summary>The id alone, so that an address without an account costs as much as one with; empty for none.</summary>
    private Task<Guid> IdOfAsync(string email, CancellationToken cancellationToken) => With(email).Select(account => account.Id).SingleOrDefaultAsync(cancellationToken);

    private Task<Account?> FindAsync(string email, CancellationToken cancellationToken) => With(email).SingleOrDefaultAsync(cancellationToken);

    private IQueryable<Account> With(string email)
    {
        var normalized = accounts.NormalizeEmail(TextCleaning.Clean(email));
        return db.Accounts.Where(account => account.NormalizedEmail == normalized && account.DisabledAt == null && !account.IsDemonstration);
    }
}
