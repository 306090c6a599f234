using Microsoft.AspNetCore.Identity;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Adds passkeys to the own account and takes them away; each change and its audit entry are stored together.</summary>
public sealed class PasskeyOperations(RotundaDb db, UserManager<Account> accounts, SecretOperations letters, AuditTrail audit, WorkSignal signal)
{
    /// <summary>At most this many passkeys for one account.</summary>
    private const int MostPasskeys = 10;

    /// <summary>Adds a passkey that the browser's authenticator made for the account.</summary>
    /// <param name="viewer">The owner of the account.</param>
    /// <param name="account">Tracked by this request's context.</param>
    /// <param name="passkey">Attested, with its name.</param>
    public async Task<Outcome> AddAsync(Viewer viewer, Account account, UserPasskeyInfo passkey)
    {
        if (viewer.AccountId != account.Id) return new Outcome.Refused();
        if ((await accounts.GetPasskeysAsync(account)).Count >= MostPasskeys) return new Outcome.Refused();
        if (!account.IsDemonstration) letters.Notify(account, account.Email!, "mail.passkey-added.subject", "mail.passkey-added.text");
        Record(viewer, account, "account.passkey-add", new FieldChange("passkey", null, passkey.Name));
        return Finish(await accounts.AddOrUpdatePasskeyAsync(account, passkey));
    }

    /// <summary>Takes a passkey away.</summary>
    /// <param name="viewer">The owner of the account.</param>
    /// <param name="account">Tracked by this request's context.</param>
    /// <param name="credential">The credential's id.</param>
    public async Task<Outcome> RemoveAsync(Viewer viewer, Account account, byte[] credential)
    {
        if (viewer.AccountId != account.Id) return new Outcome.Refused();
        if (await accounts.GetPasskeyAsync(account, credential) is not { } passkey) return new Outcome.Missing();
        Record(viewer, account, "account.passkey-remove", new FieldChange("passkey", passkey.Name, null));
        return Finish(await accounts.RemovePasskeyAsync(account, credential));
    }

    private void Record(Viewer viewer, Account account, string action, FieldChange change) =>
        audit.Record(db, viewer, action, "account", account.Id.ToString(), [change]);

    // Identity's store saves the context, and with it the entry
    private Outcome Finish(IdentityResult result)
    {
        if (!result.Succeeded) return new Outcome.Refused();
        signal.Raise();
        return new Outcome.Done();
    }
}
