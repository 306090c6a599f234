using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>What a person may change of the own account.</summary>
/// <param name="Name">As others see it, up to 200 characters.</param>
/// <param name="LanguageCode">A language of the site.</param>
/// <param name="Zone">An IANA zone; empty for none.</param>
/// <param name="Version">The stamp that the form showed.</param>
public sealed record ProfileWish(string Name, string LanguageCode, string Zone, string Version);

/// <summary>Changes what people set for themselves: name, language, zone, password.</summary>
public sealed class ProfileOperations(
    RotundaDb db, UserManager<Account> accounts, OwnPassword ownPassword, SessionOperations sessions, SiteLanguages languages, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public async Task<Outcome> EditAsync(Viewer viewer, Account account, ProfileWish wish, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id) return new Outcome.Refused();
        if (account.ConcurrencyStamp != wish.Version) return new Outcome.Conflict();
        var (name, zone) = (TextCleaning.Clean(wish.Name), wish.Zone.Trim());
        var faults = new List<FieldFault>();
        if (name.Length > 200 || !name.EnumerateRunes().Any(Rune.IsLetter)) faults.Add(new FieldFault("Name", "fault.name"));
        if (zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) faults.Add(new FieldFault("Zone", "fault.account-zone"));
        if (languages.Find(wish.LanguageCode) is not { } language) return new Outcome.Invalid([.. faults, new FieldFault("Language", "fault.account-language")]);
        if (faults.Count > 0) return new Outcome.Invalid(faults);

        FieldChange[] changes = [new("display-name", account.DisplayName, name), new("account-language", account.LanguageCode, language.Code), new("zone", account.Zone, zone.Length > 0 ? zone : null)];
        (account.DisplayName, account.LanguageCode, account.Zone) = (name, language.Code, zone.Length > 0 ? zone : null);
        account.ConcurrencyStamp = RowId.New().ToString("N");
        audit.Record(db, viewer, "account.profile", "account", account.Id.ToString(), [.. changes.Where(change => change.Before != change.After)]);
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>True when the account has roles that this session does not, because it was begun without a second step.</summary>
    public async Task<bool> HasWithheldRolesAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        var roles = await db.Holding(clock.GetCurrentInstant()).Where(grant => grant.AccountId == viewer.AccountId).Select(grant => grant.Role).ToListAsync(cancellationToken);
        return roles.Exists(role => SecondStepSettings.Concerns(role) && viewer.Grants.All(grant => grant.Role != role));
    }

    /// <summary>Sets a new password. Every session ends, also that of whoever holds a copy of this browser's cookie; the page signs in anew.</summary>
    public async Task<Outcome> ChangePasswordAsync(Viewer viewer, Account account, string password, string newPassword, CancellationToken cancellationToken)
    {
        if (viewer.AccountId != account.Id) return new Outcome.Refused();
        if (await ownPassword.FaultOfAsync(account, newPassword) is { } fault) return new Outcome.Invalid([fault]);
        if (!await ownPassword.IsRightAsync(account, password)) return OwnPassword.Wrong;
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, newPassword);
        account.SecurityStamp = RowId.New().ToString("N");
        account.ConcurrencyStamp = RowId.New().ToString("N");
        await sessions.MarkAllAsync(account.Id, cancellationToken);
        audit.Record(db, viewer, "account.password", "account", account.Id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }
}
