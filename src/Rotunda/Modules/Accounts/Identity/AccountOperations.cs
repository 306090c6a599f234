using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Gives and takes roles and closes accounts. Nobody gives, takes or closes what they could not give themselves, and nobody decides on the own account.</summary>
public sealed class AccountOperations(RotundaDb db, Permissions permissions, RoleScopes scopes, SessionOperations sessions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>Gives a role.</summary>
    /// <param name="viewer">Whoever gives it.</param>
    /// <param name="email">Whose account.</param>
    /// <param name="role">The name of the role.</param>
    /// <param name="scope">Such as <c>institution:upc</c>; null where it holds everywhere.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="until">The last day on which it holds, in UTC; null for no end.</param>
    public async Task<Outcome> GrantAsync(Viewer viewer, string email, string role, string? scope, CancellationToken cancellationToken, LocalDate? until = null)
    {
        if (!permissions.May(viewer, AccountActs.Manage)) return new Outcome.Refused();
        if (await scopes.FaultOfAsync(viewer, role, scope, cancellationToken) is { } fault) return new Outcome.Invalid([fault]);
        if (!scopes.MayGive(viewer, role, scope)) return new Outcome.Invalid([new FieldFault("Role", "fault.role-too-high")]);
        if (await FindAsync(email, cancellationToken) is not { } account) return new Outcome.Missing();
        if (account.Id == viewer.AccountId) return new Outcome.Invalid([new FieldFault("", "fault.own-account")]);
        var now = clock.GetCurrentInstant();
        var end = until?.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        if (end <= now) return new Outcome.Invalid([new FieldFault("Until", "fault.grant-end")]);
        if (account.Grants.Find(grant => grant.Role == role && grant.Scope == (scope ?? "")) is { } held)
        {
            if (held.ExpiresAt == end) return new Outcome.Done();
            db.Remove(held);
            // The pair of role and scope is unique: the old end goes before the new one comes
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await GrantAsync(viewer, account, role, scope, now, end, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        else
        {
            await GrantAsync(viewer, account, role, scope, now, end, cancellationToken);
        }

        signal.Raise();
        return new Outcome.Done();
    }

    public async Task<Outcome> RevokeAsync(Viewer viewer, string email, string role, string? scope, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Manage)) return new Outcome.Refused();
        if (await FindAsync(email, cancellationToken) is not { } account) return new Outcome.Missing();
        if (account.Id == viewer.AccountId) return new Outcome.Invalid([new FieldFault("", "fault.own-account")]);
        if (account.Grants.Find(grant => grant.Role == role && grant.Scope == (scope ?? "")) is not { } granted) return new Outcome.Missing();
        if (!scopes.MayGive(viewer, role, scope)) return new Outcome.Invalid([new FieldFault("Role", "fault.role-too-high")]);
        db.Remove(granted);
        audit.Record(db, viewer, "account.revoke", "account", account.Id.ToString(), [new FieldChange("role", role, null), new FieldChange("scope", scope, null)]);
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    /// <summary>Closes an account: it cannot sign in, and its next request is anonymous.</summary>
    public async Task<Outcome> DisableAsync(Viewer viewer, string email, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, AccountActs.Manage)) return new Outcome.Refused();
        if (await FindAsync(email, cancellationToken) is not { } account) return new Outcome.Missing();
        if (account.Id == viewer.AccountId) return new Outcome.Invalid([new FieldFault("", "fault.own-account")]);
        if (!account.Grants.TrueForAll(grant => scopes.MayGive(viewer, grant.Role, grant.Scope.Length > 0 ? grant.Scope : null))) return new Outcome.Invalid([new FieldFault("", "fault.role-too-high")]);
        account.DisabledAt = clock.GetCurrentInstant();
        account.SecurityStamp = RowId.New().ToString("N");
        // What somebody else read before and saves whole must not open the account again
        account.ConcurrencyStamp = RowId.New().ToString("N");
        await sessions.MarkAllAsync(account.Id, cancellationToken);
        audit.Record(db, viewer, "account.disable", "account", account.Id.ToString());
        return await db.TrySaveAsync(signal, cancellationToken);
    }

    private async Task GrantAsync(Viewer viewer, Account account, string role, string? scope, Instant now, Instant? end, CancellationToken cancellationToken)
    {
        db.Add(new RoleGrant { Id = RowId.New(), AccountId = account.Id, Role = role, Scope = scope ?? "", GrantedAt = now, ExpiresAt = end });
        audit.Record(db, viewer, "account.grant", "account", account.Id.ToString(),
            [new FieldChange("role", null, role), new FieldChange("scope", null, scope), new FieldChange("until", null, end is { } at ? InstantPattern.General.Format(at) : null)]);
        await db.SaveChangesAsync(cancellationToken);
    }

    private Task<Account?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = email.ToUpperInvariant();
        return db.Accounts.Include(account => account.Grants).SingleOrDefaultAsync(account => account.NormalizedEmail == normalized, cancellationToken);
    }
}
