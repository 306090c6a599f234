using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Recovery;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;

namespace Rotunda.Modules.Accounts.SecondStep;

/// <summary>Whether roles that decide much need more than a password.</summary>
public sealed record SecondStepSettings : ISettingsGroup<SecondStepSettings>
{
    public static string Group => "second-step";

    public static SecondStepSettings Default { get; } = new();

    /// <summary>True when administrators and the secretariat have their roles only in sessions begun with a passkey or with password and code.</summary>
    public bool IsRequired { get; init; }

    /// <summary>True for a role that the setting speaks of.</summary>
    public static bool Concerns(string role) => role is Roles.Administrator or Roles.Secretariat;
}

/// <summary>Sets the second step of an account up and takes it away.</summary>
public sealed class SecondStepOperations(
    RotundaDb db, UserManager<Account> accounts, IUserStore<Account> store, OwnPassword ownPassword, SecretOperations letters, Permissions permissions, Publication publication, AuditTrail audit, WorkSignal signal)
{
    private const int RecoveryCodes = 10;

    // Without letters and digits that are read as each other
    private const string RecoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>What is stored of a recovery code. They are long and random, so that one plain hash protects them.</summary>
    internal static string HashOf(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant())));

    /// <summary>Makes the key for the authenticator app; the step holds only after <see cref="ConfirmAsync"/>.</summary>
    public async Task<Outcome> BeginAsync(Viewer viewer, Account account, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || account.PasswordHash is null || account.TwoFactorEnabled) return new Outcome.Refused();
        await ((IUserAuthenticatorKeyStore<Account>)store).SetAuthenticatorKeyAsync(account, AuthenticatorCodes.NewKey(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new Outcome.Done();
    }

    /// <summary>Puts the step in force once the app showed a right code.</summary>
    /// <returns>The recovery codes, which are shown this once.</returns>
    public async Task<(Outcome Outcome, IReadOnlyList<string> Codes)> ConfirmAsync(Viewer viewer, Account account, string code, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || account.TwoFactorEnabled) return (new Outcome.Refused(), []);
        var isRight = await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, new string([.. code.Where(char.IsAsciiDigit)]));
        if (!isRight) return (new Outcome.Invalid([new FieldFault("Code", "fault.code")]), []);
        account.TwoFactorEnabled = true;
        letters.Notify(account, account.Email!, "mail.second-step-on.subject", "mail.second-step-on.text");
        return (new Outcome.Done(), await RenewAsync(viewer, account, "account.second-step-on", cancellationToken));
    }

    /// <summary>Makes new recovery codes; the old ones open nothing any more.</summary>
    public async Task<(Outcome Outcome, IReadOnlyList<string> Codes)> RenewCodesAsync(Viewer viewer, Account account, string password, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || !account.TwoFactorEnabled) return (new Outcome.Refused(), []);
        if (!await ownPassword.IsRightAsync(account, password)) return (OwnPassword.Wrong, []);
        return (new Outcome.Done(), await RenewAsync(viewer, account, "account.recovery-codes", cancellationToken));
    }

    /// <summary>Takes the step away, key and recovery codes included.</summary>
    public async Task<Outcome> EndAsync(Viewer viewer, Account account, string password, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id || !account.TwoFactorEnabled) return new Outcome.Refused();
        return await ownPassword.IsRightAsync(account, password) ? await EndAsync(viewer, account, cancellationToken) : OwnPassword.Wrong;
    }

    /// <summary>As the program: takes the step away from somebody who lost the telephone and the recovery codes. The password stays, and a letter tells the owner.</summary>
    public async Task<Outcome> EndAsync(string email, CancellationToken cancellationToken)
    {
        if (await accounts.FindByEmailAsync(email) is not { } account) return new Outcome.Missing();
        return account.TwoFactorEnabled ? await EndAsync(Viewer.Program, account, cancellationToken) : new Outcome.Refused();
    }

    private async Task<Outcome> EndAsync(Viewer viewer, Account account, CancellationToken cancellationToken)
    {
        account.TwoFactorEnabled = false;
        account.ConcurrencyStamp = RowId.New().ToString("N");
        db.RemoveRange(db.Set<IdentityUserToken<Guid>>().Where(token => token.UserId == account.Id));
        letters.Notify(account, account.Email!, "mail.second-step-off.subject", "mail.second-step-off.text");
        audit.Record(db, viewer, "account.second-step-off", "account", account.Id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>Says whether the roles that decide much need a second step.</summary>
    public async Task<Outcome> RequireAsync(Viewer viewer, bool isRequired, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Secure)) return new Outcome.Refused();
        await SettingsStore.PutAsync(db, new SecondStepSettings { IsRequired = isRequired }, cancellationToken);
        audit.Record(db, viewer, isRequired ? "account.second-step-required" : "account.second-step-optional", "settings", SecondStepSettings.Group);
        // The other nodes hear of it too: nobody keeps a role there that the setting withholds
        await publication.SaveAsync(db, cancellationToken);
        return new Outcome.Done();
    }

    private async Task<IReadOnlyList<string>> RenewAsync(Viewer viewer, Account account, string action, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => $"{RandomNumberGenerator.GetString(RecoveryAlphabet, 6)}-{RandomNumberGenerator.GetString(RecoveryAlphabet, 6)}").ToList();
        account.ConcurrencyStamp = RowId.New().ToString("N");
        await ((IUserTwoFactorRecoveryCodeStore<Account>)store).ReplaceCodesAsync(account, codes.Select(HashOf), cancellationToken);
        audit.Record(db, viewer, action, "account", account.Id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return codes;
    }
}
