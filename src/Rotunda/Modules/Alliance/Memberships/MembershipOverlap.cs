using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Memberships;

/// <summary>An institution belongs to the association in one way at a time, as far as dates are certain.</summary>
internal static class MembershipOverlap
{
    /// <summary>A membership that holds for certain on a day on which another one does too, or null.</summary>
    public static Membership? With(Membership membership, IEnumerable<Membership> others) =>
        others.FirstOrDefault(other => other.Id != membership.Id && Overlap(membership, other));

    private static bool Overlap(Membership first, Membership second)
    {
        // On the day of the change itself both may stand: one ends on it, the other begins
        if (first.From.Latest is not { } firstBegin || second.From.Latest is not { } secondBegin) return false;
        var day = (firstBegin > secondBegin ? firstBegin : secondBegin).PlusDays(1);
        return first.Tenure.On(day) == Presence.Certain && second.Tenure.On(day) == Presence.Certain;
    }
}

/// <summary>The rule for the whole database.</summary>
internal sealed class MembershipsDoNotOverlap : IInvariant
{
    public string Name => "memberships";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var institutions = await db.Institutions.AsNoTracking().Include(institution => institution.Memberships).ToListAsync(cancellationToken);
        return [.. institutions
            .Where(institution => institution.Memberships.Exists(membership => MembershipOverlap.With(membership, institution.Memberships) is not null))
            .Select(institution => $"{institution.Code} belongs in two ways for certain on the same day.")];
    }
}
