using Rotunda.Text;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>Whose words a segment holds: what credits and the rule of four eyes stand on.</summary>
public static class Makership
{
    /// <summary>Below this likeness a new wording keeps nothing of the old one; in percent.</summary>
    public const int Surviving = 50;

    /// <summary>The makers of a wording that follows another: whoever wrote the new one, and those whose words survive in it.</summary>
    /// <param name="makers">The makers so far.</param>
    /// <param name="before">The wording so far.</param>
    /// <param name="after">The new wording.</param>
    /// <param name="maker">Who wrote it; null for a text that came without an account.</param>
    public static List<Guid> After(IReadOnlyList<Guid> makers, string before, string after, Guid? maker)
    {
        var survivors = Survives(before, after) ? makers : [];
        return [.. survivors.Where(id => id != maker), .. maker is { } latest ? new[] { latest } : []];
    }

    /// <summary>True when a new wording keeps enough of the one before it to be its work too, a person's or a machine's.</summary>
    public static bool Survives(string before, string after) => before.Length > 0 && Similarity.Percent(before, after) >= Surviving;

    /// <summary>Who made a wording, by the record of its segment; nobody where the record does not know it.</summary>
    /// <param name="record">Written, proposed and restored, the oldest first.</param>
    /// <param name="hash">Of the wording.</param>
    public static List<Guid> Of(IEnumerable<TextChange> record, byte[] hash) =>
        Wordings(record).LastOrDefault(wording => wording.Hash.AsSpan().SequenceEqual(hash)).Makers ?? [];

    /// <summary>Who made the last wording of a record, the words themselves, and whether a machine's survive in them.</summary>
    /// <param name="record">Written, proposed and restored, the oldest first; one at least.</param>
    public static (List<Guid> Makers, string Words, bool IsMachine) Last(IEnumerable<TextChange> record)
    {
        var (_, makers, words, isMachine) = Wordings(record).Last();
        return (makers, words, isMachine);
    }

    private static List<(byte[] Hash, List<Guid> Makers, string Words, bool IsMachine)> Wordings(IEnumerable<TextChange> record)
    {
        var all = new List<(byte[] Hash, List<Guid> Makers, string Words, bool IsMachine)>();
        foreach (var change in record)
        {
            var (_, makers, words, isMachine) = all.Count > 0 ? all[^1] : ([], [], "", false);
            if (change.Kind == ChangeKind.Restored) (_, makers, _, isMachine) = all.FindLast(wording => wording.Hash.AsSpan().SequenceEqual(change.Hash)) is { Makers: not null } known ? known : ([], [], "", false);
            else (makers, isMachine) = (After(makers, words, change.Text, change.AccountId), change.Kind == ChangeKind.Proposed || (isMachine && Survives(words, change.Text)));
            all.Add((change.Hash, makers, change.Text, isMachine));
        }

        return all;
    }
}
