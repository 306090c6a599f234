using System.Runtime.InteropServices;
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

    /// <summary>The terms in the order of their bytes.</summary>
    public IEnumerable<KeyValuePair<string, TermInText>> Terms => _terms.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The weighted number of words.</summary>
    public double Length { get; private set; }

    /// <summary>How many words the title has, and each name.</summary>
    public IReadOnlyList<int> Named => _named;

    public static IndexedText Of(SearchText text)
    {
        var indexed = new IndexedText();
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
            if (term.Key.Length > LongestKey) continue;
            ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, term.Key, out _);
            (found ??= new TermInText()).Frequency += weight;
            found.Places.Add(start + term.Position);
        }

        Length += words.Count * weight;
        return words.Count;
    }
}

/// <summary>A term in a text.</summary>
internal sealed class TermInText
{
    /// <summary>How often it stands there, each time as much as its field weighs.</summary>
    public double Frequency { get; set; }

    /// <summary>Where, in rising order (<see cref="Ranking.Places"/>).</summary>
    public List<int> Places { get; } = [];
}
