using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>The query that every signed-in request asks, prepared once. A prepared query belongs to one database, so this is one for each program.</summary>
internal sealed class AccountViewerQuery
{
    internal sealed record Row(string Name, string? Zone, string? Stamp, string? Role, string? Scope);

    /// <summary>An open account with its roles, a row for each role; one row without a role when it has none.</summary>
    public Func<RotundaDb, Guid, IAsyncEnumerable<Row>> Rows { get; } = EF.CompileAsyncQuery((RotundaDb db, Guid accountId) =>
        from account in db.Set<Account>()
        where account.Id == accountId && account.DisabledAt == null
        from grant in db.Set<RoleGrant>().Where(grant => grant.AccountId == account.Id).DefaultIfEmpty()
        select new Row(account.DisplayName, account.Zone, account.SecurityStamp, grant == null ? null : grant.Role, grant == null ? null : grant.Scope));
}

/// <summary>Reads the name and roles of the account of a request.</summary>
internal sealed class AccountViewers(RotundaDb db, AccountViewerQuery query, IOptions<IdentityOptions> options) : IViewerSource
{
    public async Task<(Viewer Viewer, string? Zone)?> FindAsync(ClaimsPrincipal session, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(session.FindFirstValue(ClaimTypes.NameIdentifier), out var accountId)) return null;
        var rows = await query.Rows(db, accountId).ToListAsync(cancellationToken);
        // A new password gives the account a new stamp: sessions from before end at their next request
        if (rows.Count == 0 || rows[0].Stamp != session.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType)) return null;
        var grants = rows.Where(row => row.Role is not null).Select(row => new Grant(row.Role!, row.Scope is { Length: > 0 } scope ? scope : null));
        return (new Viewer(accountId, rows[0].Name, [.. grants]), rows[0].Zone);
    }
}
