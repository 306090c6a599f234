namespace Rotunda.Text;

/// <summary>How like each other two texts are, for a translation memory: first by their terms, then by the changes that lead from one to the other.</summary>
public static class Similarity
{
    /// <summary>
    /// From 0 to 100: the part of the longer text that stays when one becomes the other with the fewest characters changed. 100 is the same text,
    /// 99 the same but for case, width, ё, stress marks or space; anything else is at most 98.
    /// </summary>
    /// <param name="atLeast">Less is not wanted: 0 is the answer then, and comes sooner.</param>
    public static int Percent(string left, string right, int atLeast = 0)
    {
        if (left == right) return 100;
        var (a, b) = (Key(left), Key(right));
        var result = a == b ? 99 : PercentOfKeys(a, b, atLeast);
        return result >= atLeast ? result : 0;
    }

    /// <summary>As <see cref="Percent"/>, of texts whose <see cref="Key"/> is at hand; equal keys are 99.</summary>
    public static int PercentOfKeys(string left, string right, int atLeast = 0)
    {
        if (left == right) return 99;
        var longer = Math.Max(left.Length, right.Length);
        var most = longer * (100 - atLeast) / 100;
        var changes = Distance(left, right, most);
        return changes > most ? 0 : Math.Min(98, 100 * (longer - changes) / longer);
    }

    /// <summary>The form in which texts are compared: normalised, with one plain space wherever there is any.</summary>
    public static string Key(string text) =>
        string.Join(' ', Normalization.Normalize(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The fewest insertions, removals and replacements of characters (UTF-16 units) between two texts (Levenshtein).</summary>
    /// <param name="most">Where more are needed, any number above it may be returned.</param>
    /// <remarks>Bit-parallel, 64 characters at a time (Myers 1999, in the form of Hyyrö 2003): text of n and m characters costs about n · m / 64.</remarks>
    public static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int most = int.MaxValue)
    {
        var pattern = left.Length <= right.Length ? left : right;
        var text = left.Length <= right.Length ? right : left;
        var same = pattern.CommonPrefixLength(text);
        pattern = pattern[same..];
        text = text[same..];
        same = 0;
        while (same < pattern.Length && pattern[^(same + 1)] == text[^(same + 1)]) same++;
        pattern = pattern[..^same];
        text = text[..^same];
        if (pattern.Length == 0 || text.Length - pattern.Length > most) return text.Length - pattern.Length + (pattern.Length == 0 ? 0 : 1);

        Span<sbyte> steps = text.Length <= 1024 ? stackalloc sbyte[text.Length] : new sbyte[text.Length];
        steps.Fill(1);
        for (var start = 0; start < pattern.Length; start += 64) Column(pattern[start..Math.Min(pattern.Length, start + 64)], text, steps);
        var distance = pattern.Length;
        foreach (var step in steps) distance += step;
        return distance;
    }

    /// <summary>Carries the differences between neighbouring columns over a block of at most 64 rows.</summary>
    private static void Column(ReadOnlySpan<char> rows, ReadOnlySpan<char> text, Span<sbyte> steps)
    {
        var places = new Places(rows, stackalloc char[128], stackalloc ulong[128]);
        var (up, down, last) = (ulong.MaxValue, 0UL, 1UL << (rows.Length - 1));
        for (var i = 0; i < text.Length; i++)
        {
            var equal = places[text[i]];
            var vertical = equal | down;
            if (steps[i] < 0) equal |= 1;
            var horizontal = (((equal & up) + up) ^ up) | equal;
            var rising = down | ~(horizontal | up);
            var falling = up & horizontal;
            var outgoing = (rising & last) != 0 ? 1 : (falling & last) != 0 ? -1 : 0;
            (rising, falling) = (rising << 1, falling << 1);
            if (steps[i] < 0) falling |= 1;
            if (steps[i] > 0) rising |= 1;
            (up, down) = (falling | ~(vertical | rising), rising & vertical);
            steps[i] = (sbyte)outgoing;
        }
    }

    /// <summary>For each character the rows in which it stands.</summary>
    private readonly ref struct Places
    {
        private readonly Span<char> _characters;
        private readonly Span<ulong> _rows;

        public Places(ReadOnlySpan<char> rows, Span<char> characters, Span<ulong> masks)
        {
            _characters = characters;
            _rows = masks;
            masks.Clear();
            for (var i = 0; i < rows.Length; i++)
            {
                var slot = SlotOf(rows[i]);
                _characters[slot] = rows[i];
                _rows[slot] |= 1UL << i;
            }
        }

        public ulong this[char character] => _rows[SlotOf(character)];

        private int SlotOf(char character)
        {
            var slot = (character * 31) & 127;
            while (_rows[slot] != 0 && _characters[slot] != character) slot = (slot + 1) & 127;
            return slot;
        }
    }
}

/// <summary>What a text is about, as a set of numbers: the hashes of its stems and Chinese bigrams. Cheap to compare and to store; the same on every machine.</summary>
public sealed class Signature
{
    private readonly int[] _terms;

    private Signature(int[] terms) => _terms = terms;

    /// <summary>The terms, each once, in rising order.</summary>
    public ReadOnlySpan<int> Terms => _terms;

    /// <summary>The signature of a text; texts of nothing but signs have an empty one.</summary>
    public static Signature Of(string text)
    {
        var hashes = new HashSet<int>();
        var words = TextAnalyzer.Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Script != Script.Han)
                hashes.Add(HashOf(words[i].Stem, ""));
            else if (i + 1 < words.Count && TextAnalyzer.IsNext(words[i], words[i + 1]))
                hashes.Add(HashOf(words[i].Form, words[i + 1].Form));
            else if (i == 0 || !TextAnalyzer.IsNext(words[i - 1], words[i]))
                hashes.Add(HashOf(words[i].Form, ""));
        }

        var terms = hashes.ToArray();
        Array.Sort(terms);
        return new Signature(terms);
    }

    /// <summary>A signature that was stored.</summary>
    /// <param name="terms">As <see cref="Terms"/> gave them.</param>
    public static Signature From(ReadOnlySpan<int> terms) => new(terms.ToArray());

    /// <summary>From 0 to 1: terms in common among all terms (Jaccard). Two empty signatures are alike.</summary>
    public double Overlap(Signature other)
    {
        var (left, right) = (_terms, other._terms);
        if (left.Length + right.Length == 0) return 1;
        var common = 0;
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            if (left[i] == right[j]) (common, i, j) = (common + 1, i + 1, j + 1);
            else if (left[i] < right[j]) i++;
            else j++;
        }

        return (double)common / (left.Length + right.Length - common);
    }

    /// <summary>FNV-1a over UTF-16 units, so that a stored signature stays valid.</summary>
    private static int HashOf(string first, string second)
    {
        var hash = 2166136261u;
        foreach (var character in first) hash = (hash ^ character) * 16777619;
        foreach (var character in second) hash = (hash ^ character) * 16777619;
        return (int)hash;
    }
}
