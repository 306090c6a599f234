using System.Runtime.InteropServices;

namespace Rotunda.Text;

/// <summary>A text cut into words, runs of space and single signs, each with a number by which equal ones are known.</summary>
internal sealed class Pieces
{
    private readonly string _text;
    private readonly List<(int Start, int End, bool IsWord, int Hash)> _pieces;

    private Pieces(string text, List<(int, int, bool, int)> pieces) => (_text, _pieces) = (text, pieces);

    public int Count => _pieces.Count;

    public Piece this[int at] => new(_text, _pieces[at].Start, _pieces[at].End, _pieces[at].Hash);

    public bool IsWord(int at) => _pieces[at].IsWord;

    public string Text(int from, int to) => _text[_pieces[from].Start.._pieces[to - 1].End];

    public static Pieces Of(string text)
    {
        var pieces = new List<(int, int, bool, int)>(text.Length / 3);
        var at = 0;
        foreach (var word in TextAnalyzer.Words(text))
        {
            AddSigns(text, at, word.Start, pieces);
            Add(text, word.Start, word.End, isWord: true, pieces);
            at = word.End;
        }

        AddSigns(text, at, text.Length, pieces);
        return new Pieces(text, pieces);
    }

    private static void AddSigns(string text, int start, int end, List<(int, int, bool, int)> pieces)
    {
        while (start < end)
        {
            var next = start + 1;
            if (char.IsWhiteSpace(text[start]))
                while (next < end && char.IsWhiteSpace(text[next])) next++;
            else if (char.IsHighSurrogate(text[start]) && next < end && char.IsLowSurrogate(text[next]))
                next++;
            Add(text, start, next, isWord: false, pieces);
            start = next;
        }
    }

    private static void Add(string text, int start, int end, bool isWord, List<(int, int, bool, int)> pieces) =>
        pieces.Add((start, end, isWord, string.GetHashCode(text.AsSpan(start, end - start), StringComparison.Ordinal)));
}

/// <summary>One piece, compared by its text.</summary>
internal readonly struct Piece(string text, int start, int end, int hash) : IEquatable<Piece>
{
    private ReadOnlySpan<char> Span => text.AsSpan(start, end - start);

    private int Length => end - start;

    private int Hash => hash;

    public static bool operator ==(Piece left, Piece right) => left.Equals(right);

    public static bool operator !=(Piece left, Piece right) => !left.Equals(right);

    public bool Equals(Piece other) => hash == other.Hash && Length == other.Length && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Piece other && Equals(other);

    public override int GetHashCode() => hash;
}

/// <summary>The fewest removals and additions that lead from one passage to another (Myers, An O(ND) Difference Algorithm, 1986).</summary>
internal static class ShortestPath
{
    /// <summary>Adds the kept pairs in order.</summary>
    /// <returns>False, with nothing added, when more changes would be needed than asked for.</returns>
    public static bool TryMatch(Pieces old, Pieces now, (int Start, int End) left, (int Start, int End) right, int mostChanges, List<(int, int)> kept)
    {
        var (n, m) = (left.End - left.Start, right.End - right.Start);
        var most = Math.Min(mostChanges, n + m);
        var furthest = new int[(2 * most) + 3];
        var rounds = new List<int[]>();
        for (var d = 0; d <= most; d++)
        {
            rounds.Add(furthest.AsSpan(most + 1 - d - 1, (2 * d) + 3).ToArray());
            for (var k = -d; k <= d; k += 2)
            {
                var x = IsDown(furthest, most + 1, d, k) ? furthest[most + 1 + k + 1] : furthest[most + 1 + k - 1] + 1;
                var y = x - k;
                while (x < n && y < m && old[left.Start + x] == now[right.Start + y]) (x, y) = (x + 1, y + 1);
                furthest[most + 1 + k] = x;
                if (x < n || y < m) continue;
                WalkBack(rounds, n, m, left.Start, right.Start, kept);
                return true;
            }
        }

        return false;
    }

    private static bool IsDown(int[] furthest, int middle, int d, int k) => k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]);

    private static void WalkBack(List<int[]> rounds, int n, int m, int left, int right, List<(int, int)> kept)
    {
        var first = kept.Count;
        var (x, y) = (n, m);
        for (var d = rounds.Count - 1; d >= 0; d--)
        {
            var (furthest, middle, k) = (rounds[d], d + 1, x - y);
            var previous = IsDown(furthest, middle, d, k) ? k + 1 : k - 1;
            var previousX = d == 0 ? 0 : furthest[middle + previous];
            var previousY = d == 0 ? 0 : previousX - previous;
            while (x > previousX && y > previousY)
            {
                (x, y) = (x - 1, y - 1);
                kept.Add((left + x, right + y));
            }

            (x, y) = (previousX, previousY);
        }

        CollectionsMarshal.AsSpan(kept)[first..].Reverse();
    }
}

/// <summary>Words that occur once in both passages and stand there in the same order.</summary>
internal static class Anchors
{
    public static List<(int Old, int Now)> Between(Pieces old, Pieces now, (int Start, int End) left, (int Start, int End) right)
    {
        var places = new Dictionary<Piece, (int Old, int OldCount, int Now, int NowCount)>();
        for (var i = left.Start; i < left.End; i++)
        {
            if (!old.IsWord(i)) continue;
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, old[i], out _);
            place = place with { Old = i, OldCount = place.OldCount + 1 };
        }

        for (var i = right.Start; i < right.End; i++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(places, now[i]);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place)) place = place with { Now = i, NowCount = place.NowCount + 1 };
        }

        return LongestRising([.. places.Values.Where(place => place is { OldCount: 1, NowCount: 1 }).Select(place => (place.Old, place.Now)).Order()]);
    }

    /// <summary>The longest sequence in which both places rise (patience sorting).</summary>
    private static List<(int, int)> LongestRising(List<(int Old, int Now)> pairs)
    {
        var piles = new List<int>();
        var before = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var (low, high) = (0, piles.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (pairs[piles[middle]].Now < pairs[i].Now) low = middle + 1;
                else high = middle;
            }

            before[i] = low > 0 ? piles[low - 1] : -1;
            if (low == piles.Count) piles.Add(i);
            else piles[low] = i;
        }

        var rising = new List<(int, int)>();
        for (var i = piles.Count > 0 ? piles[^1] : -1; i >= 0; i = before[i]) rising.Add(pairs[i]);
        rising.Reverse();
        return rising;
    }
}
