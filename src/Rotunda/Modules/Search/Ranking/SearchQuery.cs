using Rotunda.Text;

namespace Rotunda.Modules.Search.Ranking;

/// <summary>What somebody searches for, understood: words in order, those that count, and passages in quotes.</summary>
internal sealed class SearchQuery
{
    /// <summary>In characters; what follows is not read.</summary>
    public const int LongestText = 2000;

    /// <summary>Further words are not read.</summary>
    public const int MostWords = 64;

    private readonly List<string> _stems;

    private SearchQuery(string text, List<string> stems, List<QueryUnit> units, List<List<QueryUnit>> phrases, bool isCut) =>
        (Text, _stems, Units, Phrases, IsCut) = (text, stems, units, phrases, isCut);

    /// <summary>As it was typed, without control characters.</summary>
    public string Text { get; }

    /// <summary>What is looked up, in order: words, and of Chinese every two characters beside each other.</summary>
    public IReadOnlyList<QueryUnit> Units { get; }

    /// <summary>Passages in quotes, which a text must hold as they stand.</summary>
    public IReadOnlyList<IReadOnlyList<QueryUnit>> Phrases { get; }

    /// <summary>The term of things that are called exactly so; null where nothing was asked.</summary>
    public string? NameKey => IndexedText.NameKey(_stems);

    /// <summary>How many words were typed, also those that do not count.</summary>
    public int WordCount => _stems.Count;

    /// <summary>True when the text was too long to be read to its end.</summary>
    public bool IsCut { get; }

    /// <summary>True when nothing was asked: no letter and no digit.</summary>
    public bool IsEmpty => Units.Count == 0;

    /// <param name="text">Anything at all.</param>
    /// <param name="isTyping">True where the last word may be the beginning of one.</param>
    public static SearchQuery Parse(string? text, bool isTyping = false)
    {
        var cleaned = TextCleaning.Clean(text is { Length: > LongestText } ? text[..LongestText] : text ?? "");
        var words = TextAnalyzer.Words(cleaned);
        var isCut = text is { Length: > LongestText } || words.Count > MostWords;
        if (words.Count > MostWords) words.RemoveRange(MostWords, words.Count - MostWords);
        var units = UnitsOf(words, 0, words.Count);
        if (isTyping && units.Count > 0 && words.Count > 0 && words[^1].End == cleaned.Length) units[^1] = units[^1] with { IsBeginning = true };
        var phrases = QuotesIn(cleaned).Select(quote => PhraseOf(words, quote)).Where(phrase => phrase.Count > 0).ToList();
        return new SearchQuery(cleaned, words.ConvertAll(word => word.Stem), QuestionWords.Without(units), phrases, isCut);
    }

    /// <summary>The same query with another word at a place.</summary>
    public SearchQuery With(IReadOnlyDictionary<QueryUnit, QueryUnit> replacements) =>
        new(Text, [.. _stems.Select((stem, at) => replacements.FirstOrDefault(pair => pair.Key.Position == at).Value?.Key ?? stem)], [.. Units.Select(unit => replacements.GetValueOrDefault(unit, unit))], [.. Phrases.Select(phrase => phrase.Select(unit => replacements.GetValueOrDefault(unit, unit)).ToList())], IsCut);

    private static List<QueryUnit> UnitsOf(List<Word> words, int from, int to)
    {
        var units = new List<QueryUnit>();
        for (var i = from; i < to; i++)
        {
            var word = words[i];
            var (follows, goesOn) = (i > from && TextAnalyzer.IsNext(words[i - 1], word), i + 1 < to && TextAnalyzer.IsNext(word, words[i + 1]));
            if (word.Script != Script.Han) units.Add(new QueryUnit(word.Stem, word.Script is Script.Latin or Script.Cyrillic ? TextAnalyzer.ExactKey(word.Form) : null, word.Script, i, word.Form, word.Start, word.End));
            else if (goesOn) units.Add(new QueryUnit(word.Form + words[i + 1].Form, null, Script.Han, i, word.Form + words[i + 1].Form, word.Start, words[i + 1].End));
            else if (!follows) units.Add(new QueryUnit(word.Form, null, Script.Han, i, word.Form, word.Start, word.End));
        }

        return units;
    }

    private static List<QueryUnit> PhraseOf(List<Word> words, (int Start, int End) quote)
    {
        var from = words.FindIndex(word => word.Start >= quote.Start);
        var to = words.FindLastIndex(word => word.End <= quote.End) + 1;
        return from < 0 ? [] : UnitsOf(words, from, Math.Max(from, to));
    }

    /// <summary>Passages between quotes of any kind; one that is not closed is none.</summary>
    private static IEnumerable<(int Start, int End)> QuotesIn(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var closers = text[at] switch { '"' => "\"", '“' => "”\"", '„' => "“”", '«' => "»", '「' => "」", '『' => "』", _ => "" };
            if (closers.Length == 0) continue;
            var end = text.AsSpan(at + 1).IndexOfAny(closers);
            if (end < 0) continue;
            yield return (at + 1, at + 1 + end);
            at += end + 1;
        }
    }
}

/// <summary>One thing that is looked up.</summary>
/// <param name="Key">The term: a stem, a number, one or two Chinese characters.</param>
/// <param name="ExactKey">The term of the form in which the word stands; null where <paramref name="Key"/> is that form: for Chinese, numbers and scripts without stemmer.</param>
/// <param name="Script">Of the word.</param>
/// <param name="Position">Among the words of the query.</param>
/// <param name="Form">As it was typed, normalised.</param>
/// <param name="Start">Where it stands in the text of the query.</param>
/// <param name="End">Behind it there.</param>
internal sealed record QueryUnit(string Key, string? ExactKey, Script Script, int Position, string Form, int Start, int End)
{
    /// <summary>True for the last word while somebody types.</summary>
    public bool IsBeginning { get; init; }

    /// <summary>Another stem under which forms of the word may stand; null where there is none.</summary>
    public string? SecondKey => TextAnalyzer.SecondStem(Script, Form);

    /// <summary>Another word of the same script in its place.</summary>
    public QueryUnit As(string form) => this with { Key = TextAnalyzer.Stem(Script, form), ExactKey = TextAnalyzer.ExactKey(form), Form = form, IsBeginning = false };
}

/// <summary>Words that ask and say nothing of what is asked about; a query of nothing else keeps them.</summary>
internal static class QuestionWords
{
    private static readonly HashSet<string> Chinese = new(StringComparer.Ordinal)
    {
        "什么", "么是", "哪个", "哪些", "哪里", "哪一", "哪种", "多少", "几个", "为什", "如何", "怎么", "怎样", "么样", "是什", "是谁", "谁是", "是否", "是哪", "有哪", "有多", "多大", "何时", "何地", "为何", "请问",
    };

    public static List<QueryUnit> Without(List<QueryUnit> units)
    {
        var counting = units.Where(unit => unit.IsBeginning || (unit.Script == Script.Han ? !Chinese.Contains(unit.Key) : !StopWords.Contains(unit.Form))).ToList();
        return counting.Count > 0 ? counting : units;
    }
}
