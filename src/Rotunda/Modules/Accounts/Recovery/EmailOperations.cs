using System.Net.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Recovery;

/// <summary>Changes the mail address of an account: confirmed at the new address, told to the old one.</summary>
public sealed class EmailOperations(RotundaDb db, UserManager<Account> accounts, OwnPassword ownPassword, SecretOperations secrets, AuditTrail audit, WorkSignal signal)
{
    /// <summary>Mails a link and a code to the new address. Whether that address has another account is not said: then nothing is mailed.</summary>
    public async Task<Outcome> AskAsync(Viewer viewer, Account account, string email, string password, Guid? sessionId, string? linkBase, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || account.IsDemonstration) return new Outcome.Refused();
        var address = TextCleaning.Clean(email);
        if (address.Length > 256 || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address) return new Outcome.Invalid([new FieldFault("Email", "fault.email")]);
        if (await ownPassword.RefusalAsync(account, password, sessionId, cancellationToken) is { } refusal) return refusal;
        if (await secrets.IsSpentAsync(account.Id, SecretPurposes.Email, cancellationToken)) return new Outcome.Invalid([new FieldFault("Email", "fault.too-many-mails")]);
        var normalized = accounts.NormalizeEmail(address);
        if (await db.Accounts.AnyAsync(row => row.NormalizedEmail == normalized, cancellationToken)) return new Outcome.Done();
        secrets.Add(account, SecretPurposes.Email, address, linkBase is null ? null : $"{linkBase}/{account.LanguageCode}/account/email");
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>Makes the confirmed address that of the account.</summary>
    /// <returns><see cref="Outcome.Missing"/> for a link or code that is not good, or that belongs to another account.</returns>
    public async Task<Outcome> ConfirmAsync(Viewer viewer, Account account, string? token, string code, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id) return new Outcome.Refused();
        var secret = token is not null ? await secrets.ByTokenAsync(token, SecretPurposes.Email, cancellationToken) : await secrets.ByCodeAsync(account.Id, SecretPurposes.Email, code, cancellationToken);
        if (secret?.NewEmail is not { } email || secret.AccountId != account.Id) return new Outcome.Missing();
        var old = account.Email!;
        (account.Email, account.UserName, account.EmailConfirmed) = (email, email, true);
        (account.NormalizedEmail, account.NormalizedUserName) = (accounts.NormalizeEmail(email), accounts.NormalizeName(email));
        account.ConcurrencyStamp = RowId.New().ToString("N");
        await secrets.UseUpAsync(account.Id, secret, cancellationToken);
        secrets.Notify(account, old, "mail.email-changed.subject", "mail.email-changed.text");
        audit.Record(db, viewer, "account.email", "account", account.Id.ToString(), [new FieldChange("account-email", old, email)]);
        return await db.TrySaveAsync(signal, new Outcome.Missing(), cancellationToken) is Outcome.Done ? new Outcome.Done() : new Outcome.Missing();
    }
}
