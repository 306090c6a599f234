using Rotunda.Text;

namespace Rotunda.Modules.Search.Ranking;

/// <summary>Words one step away.</summary>
internal static class Neighbours
{
    /// <summary>Shorter words are not corrected: too many others lie one step away.</summary>
    private const int Shortest = 4;

    private const int Longest = 24;

    /// <summary>Further words of a query that are nowhere stay as they are.</summary>
    public const int MostCorrected = 4;

    private const string Latin = "abcdefghijklmnopqrstuvwxyz";

    private const string Cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюя";

    /// <summary>The terms of the words by which a word that is nowhere may be meant; none for short ones and for Chinese.</summary>
    public static List<string> KeysOf(QueryUnit unit) =>
        unit.ExactKey is null || unit.Form.Length is < Shortest or > Longest ? [] : [.. Of(unit.Form, unit.Script).Select(TextAnalyzer.ExactKey)];

    /// <summary>Every word that one insertion, removal, replacement or change of places makes, each once.</summary>
    public static IReadOnlyCollection<string> Of(string word, Script script)
    {
        var alphabet = script == Script.Latin ? Latin : script == Script.Cyrillic ? Cyrillic : "";
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at <= word.Length; at++)
        {
            foreach (var letter in alphabet)
            {
                words.Add(word.Insert(at, letter.ToString()));
                if (at < word.Length) words.Add($"{word.AsSpan(0, at)}{letter}{word.AsSpan(at + 1)}");
            }

            if (at < word.Length) words.Add(word.Remove(at, 1));
            if (at + 1 < word.Length) words.Add($"{word.AsSpan(0, at)}{word[at + 1]}{word[at]}{word.AsSpan(at + 2)}");
        }

        words.Remove(word);
        return words;
    }
}
