using System.Buffers;
using System.Collections.Frozen;

namespace Rotunda.Text;

/// <summary>Cuts English, Russian and Chinese text into sentences by rules, without dictionaries.</summary>
public static class Sentences
{
    /// <summary>A passage in quotes or brackets longer than this may hold whole sentences.</summary>
    private const int LongestQuote = 400;

    /// <summary>Never the end of a sentence.</summary>
    private static readonly FrozenSet<string> Titles = Set(
        "mr mrs ms dr prof st gen rep sen gov col capt lt maj sgt rev hon pres messrs mt ft vs cf viz eg ie al ca approx dept univ assoc ed eds transl est",
        "им ул пр-т просп пер пл наб корп стр проф акад доц чл-корр зам зав гл ред сост напр см ср т.е т.н т.к т.о куб кв англ нем франц рус кит лат греч мед ок прибл р-н обл оз пос дер ст д-р к.т.н д.т.н гр");

    /// <summary>No end before a number.</summary>
    private static readonly FrozenSet<string> BeforeNumbers = Set("no nos p pp fig figs vol vols sec ch art arts eq eqs ref refs par ex c", "с п пп рис табл т тт ч вып кн гл разд прил ном тел д кв");

    /// <summary>The end only where a new sentence plainly begins.</summary>
    private static readonly FrozenSet<string> SometimesLast = Set(
        "jr sr inc ltd co corp bros etc a.m p.m am pm ph.d b.a m.a b.sc m.sc jan feb mar apr jun jul aug sep sept oct nov dec ave blvd rd", "");

    /// <summary>Words that begin a sentence rather than go on with a name.</summary>
    private static readonly FrozenSet<string> Openers = Set(
        "the a an this that these those he she it we they i you there here in on at for from with as when where why how what who which if but and however then after before since while our my his her its their all some most many no not yes",
        "");

    private static readonly SearchValues<char> Numbering = SearchValues.Create("0123456789.");

    /// <summary>The sentences in order, as places in the text, without the space around them. A line break always ends a sentence.</summary>
    public static List<(int Start, int Length)> Split(string text)
    {
        var sentences = new List<(int, int)>();
        var start = 0;
        var closedAt = 0;
        for (var at = 0; at < text.Length;)
        {
            var character = text[at];
            if (character is '\n' or '\r' or '\u2029' or '\u2028')
            {
                Add(sentences, text, start, at);
                start = closedAt = ++at;
                continue;
            }

            if (at >= closedAt && Closer(character) is var closer && closer != '\0' && !IsApostrophe(text, at)) closedAt = EndOfQuote(text, at, closer);
            if (!IsTerminator(character))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && (IsTerminator(text[end]) || (text[end] == ' ' && end + 1 < text.Length && text[end - 1] == '.' && text[end + 1] == '.'))) end++;
            var behind = end;
            while (behind < text.Length && IsClosing(text, behind, closedAt)) behind++;
            if (behind >= closedAt && IsEnd(text, start, at, end, behind))
            {
                Add(sentences, text, start, behind);
                start = closedAt = behind;
            }

            at = behind;
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    /// <summary>The sentences as texts.</summary>
    public static IEnumerable<string> Texts(string text) => Split(text).Select(sentence => text.Substring(sentence.Start, sentence.Length));

    private static bool IsEnd(string text, int start, int at, int end, int behind)
    {
        var next = behind;
        while (next < text.Length && text[next] is ' ' or '\u00A0' or '\t' or '\u3000') next++;
        if (next == text.Length) return true;
        if (text[at] is '。' or '！' or '？' or '｡') return text[next] is '，' or '、' or '；' or ',' ? false : true;
        if (next == behind && !IsHan(text[next])) return false;
        var follower = next;
        while (follower < text.Length && (Closer(text[follower]) != '\0' || text[follower] is '-' or '–' or '—' or ' ')) follower++;
        if (follower == text.Length || char.IsLower(text[follower])) return false;
        return text[at] != '.' || end - at > 1 ? true : BehindPoint(text, start, at, follower);
    }

    /// <summary>Whether a single point ends a sentence before something that is not a small letter.</summary>
    private static bool BehindPoint(string text, int start, int at, int follower)
    {
        var wordStart = at;
        while (wordStart > start && (char.IsLetterOrDigit(text[wordStart - 1]) || text[wordStart - 1] is '-' or '.')) wordStart--;
        var word = text[wordStart..at];
        var lower = Normalization.Normalize(word);
        if (word.Length == 0) return true;
        if (IsMarker(text, start, wordStart, word)) return false;
        if (word.Length == 1 && char.IsUpper(word[0])) return word[0] == 'I' && IsOpener(text, follower) ? true : false;
        if (Titles.Contains(lower)) return false;
        if (char.IsDigit(text[follower]) && BeforeNumbers.Contains(lower)) return false;
        if (lower is "г" or "гг" or "в" or "вв") return IsBehindYear(text, start, wordStart) ? true : false;
        if (IsInitials(word) || SometimesLast.Contains(lower)) return IsOpener(text, follower) ? true : false;
        return true;
    }

    /// <summary>«1.», «a.», «iv.» at the beginning introduce an item.</summary>
    private static bool IsMarker(string text, int start, int wordStart, string word) =>
        text.AsSpan(start, wordStart - start).Trim().Trim("(•-*").IsEmpty
        && (word.Length <= 2 && char.IsLetterOrDigit(word[0]) && (char.IsDigit(word[0]) || word.Length == 1) || (word.Length <= 4 && word.AsSpan().IndexOfAnyExcept('i', 'v', 'x') < 0)
            || (word.Length <= 8 && word.AsSpan().IndexOfAnyExcept(Numbering) < 0 && word.Contains('.')));

    /// <summary>A year that stands at the very beginning («В 2012 г. Союз…») goes on; elsewhere it ends what was said.</summary>
    private static bool IsBehindYear(string text, int start, int wordStart)
    {
        var before = text.AsSpan(start, wordStart - start).Trim();
        return before.Length > 0 && (char.IsDigit(before[^1]) || before[^1] is 'X' or 'V' or 'I' or 'Х') && before.Count(' ') > 2;
    }

    private static bool IsInitials(string word) =>
        word.Contains('.') && word.Split('.', StringSplitOptions.RemoveEmptyEntries).All(part => part.Length == 1 && char.IsLetter(part[0]));

    private static bool IsOpener(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return Openers.Contains(text[at..end].ToLowerInvariant());
    }

    /// <summary>Behind the passage that opens here, or here, where it does not close soon.</summary>
    private static int EndOfQuote(string text, int at, char closer)
    {
        var limit = Math.Min(text.Length, at + LongestQuote);
        for (var i = at + 1; i < limit && text[i] is not ('\n' or '\r'); i++)
            if (text[i] == closer && !(closer == '\u2019' && i + 1 < text.Length && char.IsLetter(text[i + 1]))) return i + 1;
        return at;
    }

    private static char Closer(char opener) => opener switch
    {
        '(' => ')', '[' => ']', '（' => '）', '《' => '》', '〈' => '〉', '「' => '」', '『' => '』', '【' => '】', '“' => '”', '‘' => '’', '«' => '»', '„' => '“', '"' => '"', _ => '\0',
    };

    private static bool IsApostrophe(string text, int at) => text[at] == '‘' && at > 0 && char.IsLetter(text[at - 1]);

    private static bool IsTerminator(char character) => character is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '｡' or '‼' or '⁇' or '⁈' or '⁉';

    private static bool IsClosing(string text, int at, int closedAt) =>
        text[at] is ')' or ']' or '）' or '》' or '」' or '』' or '】' or '”' or '’' or '»' || (text[at] == '"' && at < closedAt) || (text[at] == '\'' && (at + 1 == text.Length || text[at + 1] == ' '));

    private static bool IsHan(char character) => character >= 0x2E80 && !char.IsSurrogate(character);

    private static void Add(List<(int, int)> sentences, string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) sentences.Add((start, end - start));
    }

    private static FrozenSet<string> Set(params string[] lists) =>
        lists.SelectMany(list => list.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet(StringComparer.Ordinal);
}
