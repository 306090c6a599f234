using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Accounts.PersonalData;

/// <summary>Gives people everything that is kept about them, and erases it, over all modules.</summary>
public sealed class PersonalDataOperations(RotundaDb db, IEnumerable<IPersonalData> sources, OwnPassword ownPassword, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>Everything about an account as one JSON object with a property for each section; null for somebody else's.</summary>
    public async Task<byte[]?> ExportAsync(Viewer viewer, Guid accountId, CancellationToken cancellationToken)
    {
        if (viewer != Viewer.Program && viewer.AccountId != accountId) return null;
        var sections = new SortedDictionary<string, IReadOnlyList<object>>(StringComparer.Ordinal);
        foreach (var source in sources)
            foreach (var section in await source.ExportAsync(db, accountId, cancellationToken)) sections.Add(section.Name, section.Rows);
        audit.Record(db, viewer, "account.export", "account", accountId.ToString());
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return JsonSerializer.SerializeToUtf8Bytes(sections, StoredJson.Options);
    }

    /// <summary>As the program: everything about the account with an address; null where there is none.</summary>
    public async Task<byte[]?> ExportAsync(string email, CancellationToken cancellationToken) =>
        await FindAsync(email, cancellationToken) is { } account ? await ExportAsync(Viewer.Program, account.Id, cancellationToken) : null;

    /// <summary>As the program: erases the account with an address.</summary>
    public async Task<Outcome> EraseAsync(string email, CancellationToken cancellationToken) =>
        await FindAsync(email, cancellationToken) is { } account ? await EraseAsync(Viewer.Program, account, "", null, cancellationToken) : new Outcome.Missing();

    /// <summary>Erases the own account after its password, or, where it has none, right after signing in; the program erases any.</summary>
    public async Task<Outcome> EraseAsync(Viewer viewer, Account account, string password, Guid? sessionId, CancellationToken cancellationToken)
    {
        if ((viewer != Viewer.Program && viewer.AccountId != account.Id) || account.IsDemonstration) return new Outcome.Refused();
        if (viewer != Viewer.Program && await ownPassword.RefusalAsync(account, password, sessionId, cancellationToken) is { } refusal) return refusal;
        if (await IsLastAdministratorAsync(account.Id, cancellationToken)) return new Outcome.Invalid([new FieldFault("", "data.erase.last-administrator")]);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var source in sources) await source.EraseAsync(db, account.Id, cancellationToken);
        // The row stays, empty: other rows say that this account did them
        (account.DisplayName, account.Zone, account.UserName, account.NormalizedUserName, account.Email, account.NormalizedEmail) = (IPersonalData.Nobody, null, null, null, null, null);
        (account.PasswordHash, account.PhoneNumber, account.TwoFactorEnabled, account.LockoutEnd) = (null, null, false, null);
        account.SecurityStamp = RowId.New().ToString("N");
        account.ConcurrencyStamp = RowId.New().ToString("N");
        account.DisabledAt = clock.GetCurrentInstant();
        audit.Record(db, viewer == Viewer.Program ? viewer : new Viewer(account.Id, "", []), "account.erase", "account", account.Id.ToString());
        var outcome = await db.TrySaveAsync(signal, cancellationToken);
        if (outcome is Outcome.Done) await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    private async Task<bool> IsLastAdministratorAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var holders = await db.Holding(clock.GetCurrentInstant()).Where(grant => grant.Role == Roles.Administrator).Select(grant => grant.AccountId).ToListAsync(cancellationToken);
        return holders.Contains(accountId) && holders.TrueForAll(id => id == accountId);
    }

    private Task<Account?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = email.ToUpperInvariant();
        return db.Accounts.SingleOrDefaultAsync(account => account.NormalizedEmail == normalized, cancellationToken);
    }
}
