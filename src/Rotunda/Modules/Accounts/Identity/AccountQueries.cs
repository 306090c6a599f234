using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Sessions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>An account as the desk lists it.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">As the person calls themselves.</param>
/// <param name="Email">Where mail goes.</param>
/// <param name="IsClosed">True when it can no longer sign in.</param>
/// <param name="Grants">Its roles, also those that have ended.</param>
/// <param name="SeenAt">The last request of any of its sessions, to within five minutes; null for none that is still kept.</param>
public sealed record AccountLine(Guid Id, string Name, string Email, bool IsClosed, IReadOnlyList<GrantLine> Grants, Instant? SeenAt);

/// <summary>A role of an account.</summary>
/// <param name="Id">The grant.</param>
/// <param name="Role">The name of the role.</param>
/// <param name="Scope">Empty where it holds everywhere.</param>
/// <param name="ExpiresAt">From when on it no longer holds; null for no end.</param>
public sealed record GrantLine(Guid Id, string Role, string Scope, Instant? ExpiresAt);

/// <summary>Reads accounts for the desk, a page or a person in one query, and one more where words are sought.</summary>
public sealed class AccountQueries(RotundaDb db, ISearchFilter search)
{
    public const int PageSize = 50;

    /// <summary>A page of the accounts by address, and one more where there is another page.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="words">Parts of name or address, as the search reads them; empty for all.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<List<AccountLine>> PageAsync(int page, string words, CancellationToken cancellationToken)
    {
        var accounts = db.Set<Account>().Where(account => account.Email != null);
        if (words.Length > 0)
        {
            var all = await accounts.AsNoTracking().Select(account => new { account.Id, account.DisplayName, account.Email }).ToListAsync(cancellationToken);
            var ids = search.Among(all, row => [row.DisplayName, row.Email!], words).Select(row => row.Id).ToList();
            accounts = accounts.Where(account => ids.Contains(account.Id));
        }

        return await Lines(accounts.OrderBy(account => account.NormalizedEmail).ThenBy(account => account.Id).Skip((page - 1) * PageSize).Take(PageSize + 1)).ToListAsync(cancellationToken);
    }

    /// <summary>One account; null for an id without one.</summary>
    public Task<AccountLine?> OneAsync(Guid id, CancellationToken cancellationToken) =>
        Lines(db.Set<Account>().Where(account => account.Id == id && account.Email != null)).SingleOrDefaultAsync(cancellationToken);

    private IQueryable<AccountLine> Lines(IQueryable<Account> accounts) => accounts.AsNoTracking().Select(account => new AccountLine(
        account.Id, account.DisplayName, account.Email!, account.DisabledAt != null,
        account.Grants.OrderBy(grant => grant.GrantedAt).Select(grant => new GrantLine(grant.Id, grant.Role, grant.Scope, grant.ExpiresAt)).ToList(),
        db.Set<AccountSession>().Where(session => session.AccountId == account.Id).OrderByDescending(session => session.LastSeenAt).Select(session => (Instant?)session.LastSeenAt).FirstOrDefault()));
}
