using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Reads the name and roles of the account of a request.</summary>
internal sealed class AccountViewers(RotundaDb db) : IViewerSource
{
    private sealed record Row(string Name, string? Zone, string? Role, string? Scope);

    /// <summary>Every signed-in request asks this, so the query is prepared once.</summary>
    private static readonly Func<RotundaDb, Guid, IAsyncEnumerable<Row>> Rows = EF.CompileAsyncQuery((RotundaDb db, Guid accountId) =>
        from account in db.Set<Account>()
        where account.Id == accountId && account.DisabledAt == null
        from grant in db.Set<RoleGrant>().Where(grant => grant.AccountId == account.Id).DefaultIfEmpty()
        select new Row(account.DisplayName, account.Zone, grant == null ? null : grant.Role, grant == null ? null : grant.Scope));

    public async Task<(Viewer Viewer, string? Zone)?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await Rows(db, accountId).ToListAsync(cancellationToken);
        if (rows.Count == 0) return null;
        var grants = rows.Where(row => row.Role is not null).Select(row => new Grant(row.Role!, row.Scope is { Length: > 0 } scope ? scope : null));
        return (new Viewer(accountId, rows[0].Name, [.. grants]), rows[0].Zone);
    }
}
