using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Text;

namespace Rotunda.Modules.Search.Finding;

/// <summary>Shows why something was found: the passage that holds most of the query, with its words marked.</summary>
internal static class Snippets
{
    /// <summary>In characters; Chinese says as much in half of them.</summary>
    private const int Length = 240;

    private const int ChineseLength = 110;

    /// <summary>Only so much of a long text is looked through.</summary>
    private const int MostRead = 60_000;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The whole text with the words of the query marked.</summary>
    public static IHtmlContent Marked(string text, SearchQuery query) => Html(text, 0, text.Length, Matches(text, query));

    /// <summary>True when a word of the query stands in the text.</summary>
    public static bool Holds(string text, SearchQuery query) => Matches(text, query).Count > 0;

    /// <summary>The best passage of a text, with the words of the query marked; nothing for no text.</summary>
    public static IHtmlContent Of(string text, SearchQuery query)
    {
        if (text.Length == 0) return HtmlString.Empty;
        var read = text.Length > MostRead ? text[..MostRead] : text;
        var matches = Matches(read, query);
        var length = read.AsSpan(0, Math.Min(read.Length, Length)).ContainsAnyInRange('\u4E00', '\u9FFF') ? ChineseLength : Length;
        var (start, end) = Passage(read, matches, length);
        return Html(read, start, end, matches);
    }

    /// <summary>Places of words of the query; of those that touch, one.</summary>
    private static List<(int Start, int End, string Key)> Matches(string text, SearchQuery query)
    {
        var keys = query.Units.SelectMany(unit => unit.SecondKey is { } second ? [unit.Key, second] : new[] { unit.Key }).ToHashSet(StringComparer.Ordinal);
        var beginning = query.Units.FirstOrDefault(unit => unit.IsBeginning)?.Form;
        var words = TextAnalyzer.Words(text);
        var matches = new List<(int Start, int End, string Key)>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Script != Script.Han)
            {
                if (keys.Contains(word.Stem) || (TextAnalyzer.SecondStem(word.Script, word.Form) is { } second && keys.Contains(second)) || (beginning is not null && word.Form.StartsWith(beginning, StringComparison.Ordinal))) matches.Add((word.Start, word.End, word.Stem));
                continue;
            }

            var pair = i + 1 < words.Count && TextAnalyzer.IsNext(word, words[i + 1]) ? word.Form + words[i + 1].Form : null;
            if (pair is not null && keys.Contains(pair)) matches.Add((word.Start, words[i + 1].End, pair));
            else if (keys.Contains(word.Form)) matches.Add((word.Start, word.End, word.Form));
        }

        return matches;
    }

    /// <summary>The passage of about a length with the most different words, begun where a sentence begins if that is near.</summary>
    private static (int Start, int End) Passage(string text, List<(int Start, int End, string Key)> matches, int length)
    {
        if (text.Length <= length) return (0, text.Length);
        var (best, most) = (0, 0);
        for (var i = 0; i < matches.Count; i++)
        {
            var different = matches.Skip(i).TakeWhile(match => match.End <= matches[i].Start + length).Select(match => match.Key).Distinct(StringComparer.Ordinal).Count();
            if (different > most) (best, most) = (matches[i].Start, different);
        }

        var start = 0;
        foreach (var sentence in Sentences.Split(text.Length > best + length ? text[..Math.Min(text.Length, best + length)] : text))
            if (sentence.Start <= best) start = sentence.Start;
        if (best - start > length / 2) start = WordStart(text, best - (length / 4));
        var end = Math.Min(text.Length, start + length);
        if (end < text.Length) end = WordStart(text, end);
        return (start, Math.Max(end, start));
    }

    /// <summary>The nearest place at or before one at which a word may be cut off.</summary>
    private static int WordStart(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < 80 && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] < 0x2E80) start--;
        if (start > 0 && char.IsLowSurrogate(text[start])) start--;
        return start;
    }

    private static HtmlString Html(string text, int start, int end, List<(int Start, int End, string Key)> matches)
    {
        using var writer = new StringWriter();
        if (start > 0) writer.Write("… ");
        var at = start;
        var marked = matches.Where(match => match.Start >= start && match.End <= end).ToList();
        for (var i = 0; i < marked.Count;)
        {
            var (from, to) = (Math.Max(at, marked[i].Start), marked[i].End);
            for (i++; i < marked.Count && marked[i].Start <= to; i++) to = Math.Max(to, marked[i].End);
            if (from >= to) continue;
            Encoder.Encode(writer, text[at..from]);
            writer.Write("<mark>");
            Encoder.Encode(writer, text[from..to]);
            writer.Write("</mark>");
            at = to;
        }

        Encoder.Encode(writer, text[at..end]);
        if (end < text.Length) writer.Write(" …");
        return new HtmlString(writer.ToString());
    }
}
