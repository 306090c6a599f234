using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Reads the name and roles of the account of a request.</summary>
internal sealed class AccountViewers(RotundaDb db, IOptions<IdentityOptions> options) : IViewerSource
{
    private sealed record Row(string Name, string? Zone, string? Stamp, string? Role, string? Scope);

    /// <summary>Every signed-in request asks this, so the query is prepared once for each provider: it belongs to the model of its context.</summary>
    private static class Prepared<TContext> where TContext : RotundaDb
    {
        public static readonly Func<TContext, Guid, IAsyncEnumerable<Row>> Rows = EF.CompileAsyncQuery((TContext db, Guid accountId) =>
            from account in db.Set<Account>()
            where account.Id == accountId && account.DisabledAt == null
            from grant in db.Set<RoleGrant>().Where(grant => grant.AccountId == account.Id).DefaultIfEmpty()
            select new Row(account.DisplayName, account.Zone, account.SecurityStamp, grant == null ? null : grant.Role, grant == null ? null : grant.Scope));
    }

    public async Task<(Viewer Viewer, string? Zone)?> FindAsync(ClaimsPrincipal session, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(session.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)) return null;
        var found = db is PostgresRotundaDb postgres ? Prepared<PostgresRotundaDb>.Rows(postgres, accountId) : Prepared<SqliteRotundaDb>.Rows((SqliteRotundaDb)db, accountId);
        var rows = await found.ToListAsync(cancellationToken);
        // A new password gives the account a new stamp: sessions from before end at their next request
        if (rows.Count == 0 || rows[0].Stamp != session.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType)) return null;
        var grants = rows.Where(row => row.Role is not null).Select(row => new Grant(row.Role!, row.Scope is { Length: > 0 } scope ? scope : null));
        return (new Viewer(accountId, rows[0].Name, [.. grants]), rows[0].Zone);
    }
}
