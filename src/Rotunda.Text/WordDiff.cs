namespace Rotunda.Text;

/// <summary>What became of a piece of text.</summary>
public enum Change
{
    /// <summary>It stands in both texts.</summary>
    Kept,

    /// <summary>It stands in the earlier text only.</summary>
    Removed,

    /// <summary>It stands in the later text only.</summary>
    Added,
}

/// <summary>A piece of one or both of two compared texts.</summary>
public readonly record struct DiffPart(Change Change, string Text);

/// <summary>Shows what changed between two texts, word by word; of Chinese, character by character.</summary>
public static class WordDiff
{
    /// <summary>From so many changes on, texts are compared piece by piece between the words that occur once in both.</summary>
    private const int MostChanges = 400;

    /// <summary>The pieces in order. Kept and removed pieces together are the earlier text, kept and added ones the later; what was removed comes before what took its place.</summary>
    /// <remarks>Spaces and punctuation between two changes are taken into them, so that a rewritten passage reads as one. Case counts.</remarks>
    public static IReadOnlyList<DiffPart> Compare(string before, string after)
    {
        if (before == after) return before.Length == 0 ? [] : [new DiffPart(Change.Kept, before)];
        var (old, now) = (Pieces.Of(before), Pieces.Of(after));
        var kept = new List<(int Old, int Now)>();
        Match(old, now, (0, old.Count), (0, now.Count), kept);
        return Parts(old, now, kept);
    }

    private static void Match(Pieces old, Pieces now, (int Start, int End) left, (int Start, int End) right, List<(int, int)> kept)
    {
        while (left.Start < left.End && right.Start < right.End && old[left.Start] == now[right.Start]) kept.Add((left.Start++, right.Start++));
        var tail = 0;
        while (left.Start < left.End - tail && right.Start < right.End - tail && old[left.End - 1 - tail] == now[right.End - 1 - tail]) tail++;
        (int Start, int End) leftEnd = (left.End - tail, left.End), rightEnd = (right.End - tail, right.End);
        (left.End, right.End) = (leftEnd.Start, rightEnd.Start);
        if (left.Start < left.End && right.Start < right.End && !ShortestPath.TryMatch(old, now, left, right, MostChanges, kept))
            MatchAroundAnchors(old, now, left, right, kept);
        for (var i = 0; i < tail; i++) kept.Add((leftEnd.Start + i, rightEnd.Start + i));
    }

    /// <summary>Words that occur once in both passages, in the same order, part them (patience diff); without any, one passage takes the place of the other.</summary>
    private static void MatchAroundAnchors(Pieces old, Pieces now, (int Start, int End) left, (int Start, int End) right, List<(int, int)> kept)
    {
        var (l, r) = (left.Start, right.Start);
        foreach (var (atOld, atNow) in Anchors.Between(old, now, left, right))
        {
            Match(old, now, (l, atOld), (r, atNow), kept);
            kept.Add((atOld, atNow));
            (l, r) = (atOld + 1, atNow + 1);
        }

        if (l > left.Start) Match(old, now, (l, left.End), (r, right.End), kept);
    }

    private static List<DiffPart> Parts(Pieces old, Pieces now, List<(int Old, int Now)> kept)
    {
        var parts = new List<DiffPart>();
        var (l, r) = (0, 0);
        for (var i = 0; i <= kept.Count;)
        {
            var (nextOld, nextNow) = i < kept.Count ? kept[i] : (old.Count, now.Count);
            var (endOld, endNow, next) = (nextOld, nextNow, i);
            if (endOld > l || endNow > r)
            {
                // a change reaches over spaces and punctuation to the change behind them
                while (next < kept.Count && EndOfGlue(old, kept, next) is var glue && glue > next && IsFollowedByChange(old, now, kept, glue))
                    (next, (endOld, endNow)) = (glue, glue < kept.Count ? kept[glue] : (old.Count, now.Count));
                if (endOld > l) parts.Add(new DiffPart(Change.Removed, old.Text(l, endOld)));
                if (endNow > r) parts.Add(new DiffPart(Change.Added, now.Text(r, endNow)));
            }

            if (next == kept.Count) break;
            i = next;
            var start = kept[i];
            while (i < kept.Count && kept[i].Old - start.Old == i - next && kept[i].Now - start.Now == i - next) i++;
            (l, r) = (start.Old + i - next, start.Now + i - next);
            parts.Add(new DiffPart(Change.Kept, old.Text(start.Old, l)));
        }

        return parts;
    }

    /// <summary>The first kept piece from a place on that is a word, or that does not follow the piece before it.</summary>
    private static int EndOfGlue(Pieces old, List<(int Old, int Now)> kept, int from)
    {
        var at = from;
        while (at < kept.Count && !old.IsWord(kept[at].Old) && kept[at].Old - kept[from].Old == at - from && kept[at].Now - kept[from].Now == at - from) at++;
        return at;
    }

    private static bool IsFollowedByChange(Pieces old, Pieces now, List<(int Old, int Now)> kept, int at)
    {
        var (lastOld, lastNow) = kept[at - 1];
        var (nextOld, nextNow) = at < kept.Count ? kept[at] : (old.Count, now.Count);
        return nextOld > lastOld + 1 && nextNow > lastNow + 1;
    }
}
