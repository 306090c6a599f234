using Rotunda.Text;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>
/// Finds which blocks of an edited text are those that stood there before, so that they keep their ids and translations. What stayed
/// the same keeps its id wherever it moved; what was reworded keeps it in its place, and elsewhere where it is much alike; only what is new
/// gets a new one.
/// </summary>
public static class BlockAlignment
{
    /// <summary>From this likeness on a block counts as reworded; in percent.</summary>
    private const int Alike = 40;

    /// <summary>From this likeness on a block counts as moved and reworded at once; in percent.</summary>
    private const int AlikeElsewhere = 60;

    /// <summary>How many pairs are compared at most in search of those.</summary>
    private const int MostPairs = 20_000;

    /// <summary>How far from its place a reworded block is looked for.</summary>
    private const int Reach = 12;

    /// <summary>For each new block the index of the old one that it continues, or -1. No old block is continued twice.</summary>
    /// <param name="before">What each old block says; images and embeds say their target.</param>
    /// <param name="after">What each new block says.</param>
    public static int[] Align(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (result, taken) = (new int[after.Count], new bool[before.Count]);
        Array.Fill(result, -1);
        foreach (var (old, now) in CommonSubsequence(before, after)) Take(old, now);
        TakeMoved();
        TakeReworded();
        TakeMovedAndReworded();
        return result;

        void Take(int old, int now) => (result[now], taken[old]) = (old, true);

        void TakeMoved()
        {
            var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
            for (var old = 0; old < before.Count; old++)
            {
                if (taken[old] || before[old].Length == 0) continue;
                if (!places.TryGetValue(before[old], out var queue)) places[before[old]] = queue = new Queue<int>();
                queue.Enqueue(old);
            }

            for (var now = 0; now < after.Count; now++)
                if (result[now] < 0 && places.TryGetValue(after[now], out var queue) && queue.TryDequeue(out var old)) Take(old, now);
        }

        void TakeReworded()
        {
            for (var start = 0; start < after.Count; start++)
            {
                if (result[start] >= 0) continue;
                var end = start;
                while (end < after.Count && result[end] < 0) end++;
                var from = start == 0 ? 0 : result[start - 1] + 1;
                var free = new List<int>();
                for (var old = from; old < before.Count && !taken[old]; old++) free.Add(old);
                PairGap(free, start, end);
                start = end;
            }
        }

        void TakeMovedAndReworded()
        {
            var old = Enumerable.Range(0, before.Count).Where(index => !taken[index] && before[index].Length > 0).ToList();
            var now = Enumerable.Range(0, after.Count).Where(index => result[index] < 0 && after[index].Length > 0).ToList();
            if (old.Count * now.Count > MostPairs) return;
            foreach (var place in now)
            {
                var (best, likeness) = (-1, AlikeElsewhere - 1);
                foreach (var candidate in old.Where(candidate => !taken[candidate]))
                    if (Similarity.Percent(before[candidate], after[place], AlikeElsewhere) is var percent && percent > likeness) (best, likeness) = (candidate, percent);
                if (best >= 0) Take(best, place);
            }
        }

        void PairGap(List<int> free, int start, int end)
        {
            // One in the place of one is a rewording, however much it changed
            if (free.Count == 1 && end - start == 1)
            {
                Take(free[0], start);
                return;
            }

            var next = 0;
            for (var now = start; now < end; now++)
            {
                var (best, likeness) = (-1, Alike - 1);
                for (var i = next; i < Math.Min(free.Count, next + Reach); i++)
                    if (Similarity.Percent(before[free[i]], after[now], Alike) is var percent && percent > likeness) (best, likeness) = (i, percent);
                if (best < 0) continue;
                Take(free[best], now);
                next = best + 1;
            }
        }
    }

    private static List<(int Old, int Now)> CommonSubsequence(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (head, pairs) = (0, new List<(int, int)>());
        while (head < before.Count && head < after.Count && before[head] == after[head]) pairs.Add((head, head++));
        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var (rows, columns) = (before.Count - head - tail, after.Count - head - tail);
        var lengths = new int[rows + 1, columns + 1];
        for (var row = rows - 1; row >= 0; row--)
            for (var column = columns - 1; column >= 0; column--)
                lengths[row, column] = before[head + row] == after[head + column] ? lengths[row + 1, column + 1] + 1 : Math.Max(lengths[row + 1, column], lengths[row, column + 1]);
        for (int row = 0, column = 0; row < rows && column < columns;)
        {
            if (before[head + row] == after[head + column]) pairs.Add((head + row++, head + column++));
            else if (lengths[row + 1, column] >= lengths[row, column + 1]) row++;
            else column++;
        }

        for (var i = tail; i > 0; i--) pairs.Add((before.Count - i, after.Count - i));
        return pairs;
    }
}
