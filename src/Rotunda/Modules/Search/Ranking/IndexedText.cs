using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Text;

namespace Rotunda.Modules.Search.Ranking;

/// <summary>A text as the index keeps it: how much each term counts there, where it stands, and how long the text is.</summary>
internal sealed class IndexedText
{
    /// <summary>In characters; longer words are not found, and columns are bounded.</summary>
    public const int LongestKey = 80;

    /// <summary>Further names and words of a name are not read.</summary>
    private const int MostNames = 90;

    private readonly Dictionary<string, TermInText> _terms = new(StringComparer.Ordinal);
    private readonly List<int> _named = [];

    /// <summary>
    /// The term of a whole title or name, by which what is called exactly as the query says is among the best however many texts speak of it. Stems, so that «университету Баумана» is a name too.
    /// </summary>
    /// <returns>Null for no words.</returns>
    public static string? NameKey(IReadOnlyList<string> stems)
    {
        if (stems.Count == 0) return null;
        var name = "#" + string.Join(' ', stems);
        return name.Length <= LongestKey ? name : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
    }

    /// <summary>The terms of what a text can be chosen by: no word has such a term, and no place in the text.</summary>
    /// <param name="kind">What kind of thing it is; null where any may pass, as the others.</param>
    /// <param name="year">To which it belongs.</param>
    /// <param name="institutions">That it is about.</param>
    public static IReadOnlyList<string> FilterKeys(string? kind, int? year, IReadOnlyList<string>? institutions)
    {
        var keys = new List<string>();
        if (kind is not null) keys.Add("%kind " + kind);
        if (year is not null) keys.Add(string.Create(CultureInfo.InvariantCulture, $"%year {year}"));
        // A code is at most as long as a key and leaves no room for what it is
        foreach (var code in institutions ?? []) keys.Add("%institution " + (code.Length <= LongestKey / 2 ? code : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)))[..(LongestKey / 2)]));
        return keys;
    }

    /// <summary>True for terms whose postings find texts. Words in their very form rank texts that their stems found, and need none.</summary>
    public static bool IsPosted(string key) => key[0] != '=';

    /// <summary>The term that finds what a term stands for: of a word in its very form, the stem.</summary>
    public static string StemOf(Script script, string key) => IsPosted(key) ? key : TextAnalyzer.Stem(script, key[1..]);

    /// <summary>The terms in the order in which they first stand in the text.</summary>
    public IReadOnlyCollection<KeyValuePair<string, TermInText>> Terms => _terms;

    /// <summary>The weighted number of words.</summary>
    public double Length { get; private set; }

    /// <summary>How many words the title has, and each name.</summary>
    public IReadOnlyList<int> Named => _named;

    /// <param name="text">What is read.</param>
    /// <param name="filters">What it can be chosen by (<see cref="FilterKeys"/>).</param>
    public static IndexedText Of(SearchText text, IReadOnlyList<string>? filters = null)
    {
        var indexed = new IndexedText();
        foreach (var filter in filters ?? []) indexed._terms[filter] = new TermInText();
        indexed._named.Add(indexed.Add(text.Title, Weights.Title, Places.TitleStart, Places.FieldLength));
        foreach (var name in (text.Names ?? []).Take(MostNames))
            indexed._named.Add(indexed.Add(name, Weights.Names, Places.TitleStart + (indexed._named.Count * Places.FieldLength), Places.FieldLength));
        indexed.Add(text.Body, 1, Places.BodyStart, int.MaxValue);
        return indexed;
    }

    private int Add(string text, double weight, int start, int most)
    {
        if (text.Length == 0) return 0;
        var words = TextAnalyzer.Words(text);
        if (words.Count > most) words.RemoveRange(most, words.Count - most);
        foreach (var term in TextAnalyzer.Terms(words))
        {
            Add(term.Key, weight, start + term.Position);
            var word = words[term.Position];
            if (term.Kind == TermKind.Stem && TextAnalyzer.SecondStem(word.Script, word.Form) is { } second) Add(second, weight, start + term.Position);
        }

        if (start < Places.BodyStart && NameKey(words.ConvertAll(word => word.Stem)) is { } name) Add(name, 1, start);
        Length += words.Count * weight;
        return words.Count;
    }

    private void Add(string key, double weight, int place)
    {
        if (key.Length > LongestKey) return;
        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, key, out _);
        (found ??= new TermInText()).Frequency += weight;
        found.Places.Add(place);
    }
}

/// <summary>A term in a text.</summary>
internal sealed class TermInText
{
    /// <summary>How often it stands there, each time as much as its field weighs.</summary>
    public double Frequency { get; set; }

    /// <summary>Where, in rising order (<see cref="Ranking.Places"/>); nowhere for what the text can be chosen by.</summary>
    public List<int> Places { get; } = [];
}
