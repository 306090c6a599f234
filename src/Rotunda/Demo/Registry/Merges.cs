using Rotunda.Data.Values;

namespace Rotunda.Demo.Registry;

/// <summary>Several sources may speak of one membership: rows that do not contradict each other become one.</summary>
internal static class MembershipMerge
{
    /// <summary>
    /// Rows of one status join when at most one date of joining is known. A membership of one status ends where a later one of
    /// another status begins.
    /// </summary>
    public static List<MembershipRecord> Merge(IEnumerable<MembershipRecord> rows)
    {
        var merged = new List<MembershipRecord>();
        foreach (var row in rows)
        {
            var same = merged.FindIndex(known => known.Status == row.Status && (known.From.IsUnknown || row.From.IsUnknown || known.From == row.From));
            if (same < 0) merged.Add(row);
            else merged[same] = Join(merged[same], row);
        }

        merged.Sort((left, right) => left.From.CompareTo(right.From));
        for (var i = 0; i + 1 < merged.Count; i++)
            if (merged[i].To is null && !merged[i + 1].From.IsUnknown) merged[i] = merged[i] with { To = merged[i + 1].From };
        return merged;
    }

    private static MembershipRecord Join(MembershipRecord known, MembershipRecord row) => known with
    {
        From = known.From.IsUnknown ? row.From : known.From,
        Attested = [.. known.Attested.Union(row.Attested)],
        Event = known.Event ?? row.Event,
        Note = known.Note ?? row.Note,
        Citations = [.. known.Citations.UnionBy(row.Citations, citation => citation.Source)],
    };
}

/// <summary>A term may stand in the list of terms and among an institution's memberships: the two become one.</summary>
internal static class TermMerge
{
    public static List<TermRecord> Merge(IEnumerable<TermRecord> rows)
    {
        var merged = new List<TermRecord>();
        foreach (var row in rows)
        {
            var same = merged.FindIndex(known => known.Kind == row.Kind && known.Side == row.Side && known.Institution == row.Institution
                && (row.Institution is not null || known.Number == row.Number) && (known.Number is null || row.Number is null || known.Number == row.Number));
            if (same < 0) merged.Add(row);
            else merged[same] = Join(merged[same], row);
        }

        return merged;
    }

    private static TermRecord Join(TermRecord known, TermRecord row) => known with
    {
        Number = known.Number ?? row.Number,
        PlannedFrom = known.PlannedFrom ?? row.PlannedFrom,
        PlannedTo = known.PlannedTo ?? row.PlannedTo,
        From = known.From.IsUnknown ? row.From : known.From,
        To = known.To ?? row.To,
        Attested = [.. known.Attested.Union(row.Attested)],
        Note = known.Note is null || row.Note is null || known.Note == row.Note ? known.Note ?? row.Note : row.Note,
        Citations = [.. known.Citations.UnionBy(row.Citations, citation => citation.Source)],
    };
}
