namespace Rotunda.Text;

/// <summary>The Snowball stemmer for Russian (the generation of Snowball 3), after snowballstem.org/algorithms/russian.</summary>
/// <remarks>Takes words in small letters; ё counts as е.</remarks>
public static class RussianStemmer
{
    /// <summary>Shorter words have one stem: too many others would share the second.</summary>
    private const int ShortestWithSecond = 5;

    /// <summary>Endings that go only behind а or я; the longest ending decides, also where its condition fails.</summary>
    private static readonly Endings Gerunds = new(["в", "вши", "вшись"], ["ив", "ивши", "ившись", "ыв", "ывши", "ывшись"]);

    private static readonly Endings Adjectives = new([],
    [
        "ее", "ие", "ые", "ое", "ими", "ыми", "ей", "ий", "ый", "ой", "ем", "им", "ым", "ом", "его", "ого", "ему", "ому", "их", "ых", "ую", "юю", "ая", "яя", "ою", "ею",
    ]);

    private static readonly Endings Participles = new(["ем", "нн", "вш", "ющ", "щ"], ["ивш", "ывш", "ующ"]);

    private static readonly Endings Reflexives = new([], ["ся", "сь"]);

    private static readonly Endings Verbs = new(
        ["ла", "на", "ете", "йте", "ли", "й", "л", "ем", "н", "ло", "но", "ет", "ют", "ны", "ть", "ешь", "нно"],
        [
            "ила", "ыла", "ена", "ейте", "уйте", "ите", "или", "ыли", "ей", "уй", "ил", "ыл", "им", "ым", "ен", "ило", "ыло", "ено", "ят", "ует", "уют", "ит", "ыт", "ены",
            "ить", "ыть", "ишь", "ую", "ю",
        ]);

    private static readonly Endings Nouns = new([],
    [
        "а", "ев", "ов", "ие", "ье", "е", "иями", "ями", "ами", "еи", "ии", "и", "ией", "ей", "ой", "ий", "й", "иям", "ям", "ием", "ем", "ам", "ом", "о", "у", "ах", "иях", "ях",
        "ы", "ь", "ию", "ью", "ю", "ия", "ья", "я",
    ]);

    /// <summary>The stem of a word.</summary>
    public static string Stem(string word)
    {
        Span<char> letters = word.Length <= 64 ? stackalloc char[64] : new char[word.Length];
        word.CopyTo(letters);
        var length = Stem(letters[..word.Length]);
        return word.AsSpan().SequenceEqual(letters[..length]) ? word : letters[..length].ToString();
    }

    /// <summary>Stems in place.</summary>
    /// <returns>The length of the stem, never more than that of the word.</returns>
    public static int Stem(Span<char> letters)
    {
        letters.Replace('ё', 'е');
        return Stem(letters, mayBeGerund: true);
    }

    /// <summary>
    /// Another stem under which the forms of a word meet that the first one parts: «архив» is taken for a gerund and «архивы» is not, «юбилей» loses more than «юбилея»,
    /// and «список» has a vowel that «списка» has not.
    /// </summary>
    /// <returns>Null where there is none, as with most words.</returns>
    public static string? SecondStem(string word)
    {
        if (word.Length is < ShortestWithSecond or > 64) return null;
        Span<char> letters = stackalloc char[word.Length];
        word.CopyTo(letters);
        var (stem, other) = (Stem(letters), Stem(letters, mayBeGerund: false));
        if (other != stem) return letters[..other].ToString();
        ReadOnlySpan<char> form = letters;
        if (form.EndsWith("ей") || form.EndsWith("еи") || form.EndsWith("ею")) return form[..^1].ToString();
        if (form.EndsWith("ень")) return $"{form[..^3]}н";
        return form is [.., var before, 'о' or 'е', 'к' or 'ц'] && !IsVowel(before) ? $"{form[..^2]}{form[^1]}" : null;
    }

    private static int Stem(ReadOnlySpan<char> letters, bool mayBeGerund)
    {
        var (start, second) = Regions(letters);
        var region = letters[start..];
        if (!mayBeGerund || !Gerunds.Drop(ref region))
        {
            Reflexives.Drop(ref region);
            if (Adjectives.Drop(ref region))
                Participles.Drop(ref region);
            else if (!Verbs.Drop(ref region))
                Nouns.Drop(ref region);
        }

        if (region.EndsWith("и")) region = region[..^1];
        var derived = region.EndsWith("ость") ? 4 : region.EndsWith("ост") ? 3 : 0;
        if (derived > 0 && start + region.Length - derived >= second) region = region[..^derived];
        Tidy(ref region);
        return start + region.Length;
    }

    private static void Tidy(ref ReadOnlySpan<char> region)
    {
        if (region.EndsWith("ь"))
        {
            region = region[..^1];
            return;
        }

        var superlative = region.EndsWith("ейше") ? 4 : region.EndsWith("ейш") ? 3 : 0;
        region = region[..^superlative];
        if (region.EndsWith("нн")) region = region[..^1];
    }

    /// <summary>Where the endings may begin (behind the first vowel), and the second region.</summary>
    private static (int Start, int Second) Regions(ReadOnlySpan<char> letters)
    {
        var start = Behind(letters, 0, vowel: true);
        return (start, Behind(letters, Behind(letters, Behind(letters, start, vowel: false), vowel: true), vowel: false));
    }

    private static int Behind(ReadOnlySpan<char> letters, int from, bool vowel)
    {
        for (var i = from; i < letters.Length; i++)
            if (IsVowel(letters[i]) == vowel) return i + 1;
        return letters.Length;
    }

    private static bool IsVowel(char letter) => letter is 'а' or 'е' or 'и' or 'о' or 'у' or 'ы' or 'э' or 'ю' or 'я';

    private sealed class Endings
    {
        /// <summary>By their last letter, from а to я; the longest first.</summary>
        private readonly (string Text, bool BehindA)[]?[] _endings = new (string, bool)[]?['я' - 'а' + 1];

        public Endings(string[] behindA, string[] anywhere)
        {
            foreach (var last in behindA.Select(text => (Text: text, BehindA: true)).Concat(anywhere.Select(text => (Text: text, BehindA: false))).GroupBy(ending => ending.Text[^1]))
                _endings[last.Key - 'а'] = [.. last.OrderByDescending(ending => ending.Text.Length)];
        }

        public bool Drop(ref ReadOnlySpan<char> region)
        {
            if (region.Length == 0 || region[^1] is < 'а' or > 'я' || _endings[region[^1] - 'а'] is not { } endings) return false;
            foreach (var (text, behindA) in endings)
            {
                if (!region.EndsWith(text)) continue;
                var rest = region[..^text.Length];
                if (behindA && !(rest is [.., 'а' or 'я'])) return false;
                region = rest;
                return true;
            }

            return false;
        }
    }
}
