using System.Text;

namespace Rotunda.Text;

/// <summary>A word as it stands in a text: letters of one script, a number, or one Chinese character.</summary>
/// <param name="Script">By which it is read.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Length">How long it is there, in UTF-16 units; its form may be shorter or longer.</param>
/// <param name="Form">The word normalised, without accents on Latin letters, inner apostrophes and soft hyphens.</param>
/// <param name="Stem">What all forms of the word share; the form itself where a script has no stemmer.</param>
public readonly record struct Word(Script Script, int Start, int Length, string Form, string Stem)
{
    /// <summary>Behind its last character in the text.</summary>
    public int End => Start + Length;
}

/// <summary>What a term of the index stands for.</summary>
public enum TermKind
{
    /// <summary>A stem or a number; a word of a script without stemmer as it is.</summary>
    Stem,

    /// <summary>A Latin or Cyrillic word in the form in which it stands.</summary>
    Exact,

    /// <summary>Two Chinese characters beside each other.</summary>
    Bigram,

    /// <summary>One Chinese character.</summary>
    Character,
}

/// <summary>A term under which a text is found.</summary>
/// <param name="Key">What the index stores; keys of different kinds never meet: exact forms begin with «=».</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Position">The place among the words of the text, counted from 0; a bigram has that of its first character.</param>
public readonly record struct IndexTerm(string Key, TermKind Kind, int Position);

/// <summary>
/// The one way in which Rotunda reads text: to index it, to understand queries, to highlight, to compare and to check terms. Text is read by script
/// and not by the language of its document, so that «ШОС», «MSU» and «北京大学 (PKU)» are found wherever they stand.
/// </summary>
public static class TextAnalyzer
{
    /// <summary>Longer runs of letters are no words; the rest of them is another word.</summary>
    private const int LongestWord = 64;

    /// <summary>The words of a text in order: runs of one script; of Chinese, each character.</summary>
    /// <remarks>
    /// Letters and digits part («5G» is 5 and g). <c>1,000</c> and a number with one decimal separator are one word, a date with points is three.
    /// Apostrophes inside a Latin word belong to it.
    /// </remarks>
    public static List<Word> Words(string text)
    {
        var words = new List<Word>(text.Length / 5);
        for (var at = 0; at < text.Length;)
        {
            var script = ScriptAt(text, at, out var width);
            if (script == Script.None)
            {
                at += width;
                continue;
            }

            var end = script switch
            {
                Script.Han => EndOfMarks(text, at + width),
                Script.Digit => EndOfNumber(text, at),
                _ => EndOfRun(text, at, script),
            };
            Add(words, text, script, at, end);
            at = end;
        }

        return words;
    }

    /// <summary>The terms under which a text is indexed, or of a query: stems, exact forms, Chinese bigrams and characters.</summary>
    public static List<IndexTerm> Terms(string text) => Terms(Words(text));

    /// <inheritdoc cref="Terms(string)"/>
    public static List<IndexTerm> Terms(IReadOnlyList<Word> words)
    {
        var terms = new List<IndexTerm>(words.Count * 2);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Script == Script.Han)
            {
                terms.Add(new IndexTerm(word.Form, TermKind.Character, i));
                if (i + 1 < words.Count && IsNext(word, words[i + 1])) terms.Add(new IndexTerm(word.Form + words[i + 1].Form, TermKind.Bigram, i));
                continue;
            }

            terms.Add(new IndexTerm(word.Stem, TermKind.Stem, i));
            if (word.Script is Script.Latin or Script.Cyrillic) terms.Add(new IndexTerm(ExactKey(word.Form), TermKind.Exact, i));
        }

        return terms;
    }

    /// <summary>The key of a word in the form in which it stands.</summary>
    public static string ExactKey(string form) => "=" + form;

    /// <summary>The stem of a normalised word of a script.</summary>
    public static string Stem(Script script, string form) => script switch
    {
        Script.Latin => EnglishStemmer.Stem(form),
        Script.Cyrillic => RussianStemmer.Stem(form),
        _ => form,
    };

    /// <summary>Another stem under which a normalised word is found besides its own, where forms of one word would part; null for most words.</summary>
    public static string? SecondStem(Script script, string form) => script == Script.Cyrillic ? RussianStemmer.SecondStem(form) : null;

    /// <summary>Where a sequence of words occurs among others, compared by stems: «Ассоциации университетов» holds «ассоциация университетов».</summary>
    /// <returns>The places of the first words, in order; overlapping occurrences too. Nothing for an empty sequence.</returns>
    public static IEnumerable<int> Occurrences(IReadOnlyList<Word> text, IReadOnlyList<Word> sought)
    {
        if (sought.Count == 0) yield break;
        for (var at = 0; at + sought.Count <= text.Count; at++)
        {
            var same = 0;
            while (same < sought.Count && text[at + same].Stem == sought[same].Stem) same++;
            if (same == sought.Count) yield return at;
        }
    }

    /// <summary>True where one Chinese character follows another without anything between them.</summary>
    public static bool IsNext(in Word first, in Word second) => first.Script == Script.Han && second.Script == Script.Han && first.End == second.Start;

    private static void Add(List<Word> words, string text, Script script, int start, int end)
    {
        var form = Form(text.AsSpan(start, end - start), script);
        if (form.Length == 0) return;
        var read = script is Script.Digit || form[0] >= 0x80 ? script : Scripts.Of(new Rune(form[0]));
        words.Add(new Word(read, start, end - start, form, Stem(read, form)));
    }

    private static string Form(ReadOnlySpan<char> word, Script script)
    {
        var form = Normalization.NormalizeWord(word);
        switch (script)
        {
            case Script.Digit:
                return Number(form);
            case Script.Latin when form.Contains('\'', StringComparison.Ordinal):
                // a possessive is the word itself; elsewhere the apostrophe is not heard: don't, Xi'an
                var bare = form.EndsWith("'s", StringComparison.Ordinal) && !StopWords.Contains(form) ? form[..^2] : form;
                return StopWords.Contains(bare) ? bare : bare.Replace("'", "", StringComparison.Ordinal);
            default:
                return form;
        }
    }

    /// <summary>Without separators of thousands; with a point for the decimals.</summary>
    private static string Number(string form)
    {
        var comma = form.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) return form;
        var isGrouped = form.Length - comma == 4 || form.AsSpan().Count(',') > 1 || form.Contains('.', StringComparison.Ordinal);
        return isGrouped ? form.Replace(",", "", StringComparison.Ordinal) : form.Replace(',', '.');
    }

    private static Script ScriptAt(string text, int at, out int width)
    {
        var character = text[at];
        if (!char.IsSurrogate(character))
        {
            width = 1;
            return Scripts.Of(new Rune(character));
        }

        if (Rune.TryGetRuneAt(text, at, out var rune))
        {
            width = 2;
            return Scripts.Of(rune);
        }

        width = 1;
        return Script.None;
    }

    private static int EndOfRun(string text, int start, Script script)
    {
        var end = start;
        while (end < text.Length && end - start < LongestWord)
        {
            var found = ScriptAt(text, end, out var width);
            if (found == script)
                end += width;
            else if (end > start && BelongsToWord(text, end))
                end++;
            else if (script == Script.Latin && end > start && Scripts.IsApostrophe(text[end]) && end + 1 < text.Length && ScriptAt(text, end + 1, out _) == script)
                end++;
            else
                break;
        }

        return end;
    }

    private static int EndOfMarks(string text, int end)
    {
        while (end < text.Length && BelongsToWord(text, end)) end++;
        return end;
    }

    private static bool BelongsToWord(string text, int at) => !char.IsSurrogate(text[at]) && Scripts.BelongsToWord(new Rune(text[at]));

    /// <summary>Digits, groups of three behind commas, or one decimal separator.</summary>
    private static int EndOfNumber(string text, int start)
    {
        var end = EndOfDigits(text, start);
        if (start >= 2 && text[start - 1] is '.' or ',' && ScriptAt(text, start - 2, out _) == Script.Digit) return end;
        var grouped = end;
        while (end - start <= 3 && grouped < text.Length && text[grouped] == ',' && EndOfDigits(text, grouped + 1) == grouped + 4) grouped += 4;
        if (grouped > end && !IsSeparated(text, grouped)) return grouped;
        if (!IsSeparated(text, grouped) || (grouped > end && text[grouped] == ',')) return end;
        var decimals = EndOfDigits(text, grouped + 1);
        return IsSeparated(text, decimals) ? end : decimals;
    }

    private static bool IsSeparated(string text, int at) =>
        at + 1 < text.Length && text[at] is '.' or ',' && ScriptAt(text, at + 1, out _) == Script.Digit;

    private static int EndOfDigits(string text, int at)
    {
        var start = at;
        while (at < text.Length && at - start < LongestWord && ScriptAt(text, at, out var width) == Script.Digit) at += width;
        return at;
    }
}
