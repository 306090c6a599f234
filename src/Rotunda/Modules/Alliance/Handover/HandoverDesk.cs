using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>Somebody who works at the secretariat's desk and may leave it with a handover.</summary>
/// <param name="Email">Of the account.</param>
/// <param name="Name">Of the account.</param>
/// <param name="IsOfUnit">True for people who hold a role for the institution that hands over; false where nothing says to which institution they belong.</param>
public sealed record DeskPerson(string Email, string Name, bool IsOfUnit);

/// <summary>Who works at the secretariat's desk when a chair unit hands over.</summary>
public sealed class HandoverDesk(RotundaDb db, IClock clock)
{
    /// <summary>The secretaries of the institution that hands over, and those who belong to none; people of other institutions are not among them.</summary>
    public async Task<IReadOnlyList<DeskPerson>> LeaversAsync(string institutionCode, CancellationToken cancellationToken)
    {
        var (held, scope) = (db.Holding(clock.GetCurrentInstant()), ProposalOperations.ScopeOf(institutionCode));
        return [.. (await db.Accounts.AsNoTracking().Where(account => account.Email != null && held.Any(grant => grant.AccountId == account.Id && grant.Role == Roles.Secretariat))
            .Select(account => new
            {
                account.Email, account.DisplayName,
                IsOfUnit = held.Any(grant => grant.AccountId == account.Id && grant.Scope == scope),
                IsOfOther = held.Any(grant => grant.AccountId == account.Id && grant.Scope.StartsWith("institution:") && grant.Scope != scope),
            }).OrderBy(row => row.DisplayName).ThenBy(row => row.Email).ToListAsync(cancellationToken))
            .Where(row => row.IsOfUnit || !row.IsOfOther).Select(row => new DeskPerson(row.Email!, row.DisplayName, row.IsOfUnit))];
    }

    /// <summary>The first address among those who shall leave that no account has any more; null when all are known.</summary>
    public async Task<string?> UnknownAsync(IReadOnlyList<string> leavers, CancellationToken cancellationToken)
    {
        var wanted = leavers.Select(Normal).ToList();
        var known = await db.Accounts.Where(account => wanted.Contains(account.NormalizedEmail!)).Select(account => account.NormalizedEmail!).ToListAsync(cancellationToken);
        return leavers.FirstOrDefault(email => !known.Contains(Normal(email), StringComparer.Ordinal));
    }

    /// <summary>True when nobody who can sign in would work at the desk after some left it and others came.</summary>
    public async Task<bool> IsLeftEmptyAsync(IReadOnlyList<string> leavers, IReadOnlyList<string> takers, CancellationToken cancellationToken)
    {
        if (leavers.Count == 0) return false;
        var (leaving, coming) = (leavers.Select(Normal).ToList(), takers.Select(Normal).ToList());
        var held = db.Holding(clock.GetCurrentInstant()).Where(grant => grant.Role == Roles.Secretariat);
        return !await db.Accounts.AnyAsync(
            account => account.DisabledAt == null && account.NormalizedEmail != null
                && (coming.Contains(account.NormalizedEmail) || (!leaving.Contains(account.NormalizedEmail) && held.Any(grant => grant.AccountId == account.Id))), cancellationToken);
    }

    private static string Normal(string email) => email.ToUpperInvariant();
}
