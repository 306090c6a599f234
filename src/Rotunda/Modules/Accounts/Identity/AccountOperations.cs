using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Gives and takes roles, closes accounts, and changes what people set for themselves.</summary>
public sealed class AccountOperations(RotundaDb db, RoleScopes scopes, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public async Task<Outcome> GrantAsync(Viewer viewer, string email, string role, string? scope, CancellationToken cancellationToken)
    {
        if (viewer != Viewer.Program) return new Outcome.Refused();
        if (await scopes.FaultOfAsync(viewer, role, scope, cancellationToken) is { } fault) return new Outcome.Invalid([fault]);
        if (await FindAsync(email, cancellationToken) is not { } account) return new Outcome.Missing();
        if (account.Grants.Exists(grant => grant.Role == role && grant.Scope == (scope ?? ""))) return new Outcome.Done();
        db.Add(new RoleGrant { Id = RowId.New(), AccountId = account.Id, Role = role, Scope = scope ?? "", GrantedAt = clock.GetCurrentInstant() });
        audit.Record(db, viewer, "account.grant", "account", account.Id.ToString(), [new FieldChange("role", null, role), new FieldChange("scope", null, scope)]);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    public async Task<Outcome> RevokeAsync(Viewer viewer, string email, string role, string? scope, CancellationToken cancellationToken)
    {
        if (viewer != Viewer.Program) return new Outcome.Refused();
        if (await FindAsync(email, cancellationToken) is not { } account) return new Outcome.Missing();
        if (account.Grants.Find(grant => grant.Role == role && grant.Scope == (scope ?? "")) is not { } granted) return new Outcome.Missing();
        db.Remove(granted);
        audit.Record(db, viewer, "account.revoke", "account", account.Id.ToString(), [new FieldChange("role", role, null), new FieldChange("scope", scope, null)]);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>Closes an account: it cannot sign in, and its next request is anonymous.</summary>
    public async Task<Outcome> DisableAsync(Viewer viewer, string email, CancellationToken cancellationToken)
    {
        if (viewer != Viewer.Program) return new Outcome.Refused();
        if (await FindAsync(email, cancellationToken) is not { } account) return new Outcome.Missing();
        account.DisabledAt = clock.GetCurrentInstant();
        account.SecurityStamp = RowId.New().ToString("N");
        audit.Record(db, viewer, "account.disable", "account", account.Id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    private Task<Account?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = email.ToUpperInvariant();
        return db.Accounts.Include(account => account.Grants).SingleOrDefaultAsync(account => account.NormalizedEmail == normalized, cancellationToken);
    }
}
