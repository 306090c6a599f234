using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Reads the name and roles of the account of a request.</summary>
internal sealed class AccountViewers(RotundaDb db, IOptions<IdentityOptions> options, SettingsStore settings, IClock clock) : IViewerSource
{
    /// <summary>How exact the last use of a session is kept, so that reading a page seldom writes.</summary>
    private static readonly Duration SeenEvery = Duration.FromMinutes(5);

    private sealed record Row(string Name, string? Zone, string? Stamp, Instant SeenAt, string Method, string? Role, string? Scope);

    /// <summary>An open account in an open session with the roles that hold now, a row for each role; one row without a role when it has none. Every signed-in request asks it.</summary>
    private static readonly PreparedQuery<Guid, Guid, Instant, Row> s_rows = new((db, accountId, sessionId, now) =>
        from session in db.Set<AccountSession>()
        where session.Id == sessionId && session.AccountId == accountId && session.EndedAt == null
        from account in db.Set<Account>().Where(account => account.Id == session.AccountId && account.DisabledAt == null)
        from grant in db.Set<RoleGrant>().Where(grant => grant.AccountId == account.Id && (grant.ExpiresAt == null || grant.ExpiresAt > now)).DefaultIfEmpty()
        select new Row(account.DisplayName, account.Zone, account.SecurityStamp, session.LastSeenAt, session.Method, grant == null ? null : grant.Role, grant == null ? null : grant.Scope));

    public async Task<(Viewer Viewer, string? Zone)?> FindAsync(ClaimsPrincipal session, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(session.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId) || SessionOperations.IdOf(session) is not { } sessionId) return null;
        var now = clock.GetCurrentInstant();
        var rows = await s_rows.ListAsync(db, accountId, sessionId, now, cancellationToken);
        // A new password gives the account a new stamp: sessions from before end at their next request
        if (rows.Count == 0 || rows[0].Stamp != session.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType)) return null;
        var before = now - SeenEvery;
        if (rows[0].SeenAt <= before)
            await db.AccountSessions.Where(row => row.Id == sessionId && row.LastSeenAt <= before).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
        var grants = rows.Where(row => row.Role is not null).Select(row => new Grant(row.Role!, row.Scope is { Length: > 0 } scope ? scope : null)).ToList();
        if (await IsWithheldAsync(rows[0].Method, grants, cancellationToken)) grants.RemoveAll(grant => SecondStepSettings.Concerns(grant.Role));
        return (new Viewer(accountId, rows[0].Name, grants), rows[0].Zone);
    }

    /// <summary>True when the session has roles that need a second step and was begun without one.</summary>
    private async ValueTask<bool> IsWithheldAsync(string method, List<Grant> grants, CancellationToken cancellationToken) =>
        method is SessionMethods.Password or SessionMethods.Invitation or SessionMethods.Provider && grants.Exists(grant => SecondStepSettings.Concerns(grant.Role))
        && (await settings.GetAsync<SecondStepSettings>(cancellationToken)).IsRequired;
}
