using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Accounts.Sessions;

/// <summary>Lists and ends the sessions of the own account.</summary>
public sealed class SessionOperations(RotundaDb db, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>The claim of the cookie that names the session.</summary>
    public const string Claim = "sid";

    /// <summary>How long a browser stays signed in after its last request.</summary>
    public static readonly Duration Validity = Duration.FromDays(14);

    /// <summary>The session of a request; null for one without.</summary>
    public static Guid? IdOf(ClaimsPrincipal session) => Guid.TryParse(session.FindFirstValue(Claim), out var id) ? id : null;

    /// <summary>The open sessions of an account, latest use first.</summary>
    public async Task<IReadOnlyList<AccountSession>> OpenAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var since = clock.GetCurrentInstant() - Validity;
        return await db.AccountSessions.AsNoTracking().Where(session => session.AccountId == accountId && session.EndedAt == null && session.LastSeenAt > since)
            .OrderByDescending(session => session.LastSeenAt).ThenByDescending(session => session.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of the viewer; anybody else's does not exist for them.</summary>
    public async Task<Outcome> EndAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is not { } accountId) return new Outcome.Refused();
        var session = await db.AccountSessions.SingleOrDefaultAsync(row => row.Id == id && row.AccountId == accountId && row.EndedAt == null, cancellationToken);
        if (session is null) return new Outcome.Missing();
        session.EndedAt = clock.GetCurrentInstant();
        return await SaveAsync(viewer, accountId, "account.session-end", cancellationToken);
    }

    /// <summary>Ends every session of the viewer, this one too.</summary>
    public async Task<Outcome> EndAllAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is not { } accountId) return new Outcome.Refused();
        await MarkAllAsync(accountId, cancellationToken);
        return await SaveAsync(viewer, accountId, "account.sessions-end", cancellationToken);
    }

    /// <summary>Marks the open sessions of an account as ended; the calling operation saves them with its own change.</summary>
    internal async Task MarkAllAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        foreach (var session in await db.AccountSessions.Where(row => row.AccountId == accountId && row.EndedAt == null).ToListAsync(cancellationToken)) session.EndedAt = now;
    }

    private async Task<Outcome> SaveAsync(Viewer viewer, Guid accountId, string action, CancellationToken cancellationToken)
    {
        audit.Record(db, viewer, action, "account", accountId.ToString());
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }
}
