using System.Globalization;
using System.Text;

namespace Rotunda.Text;

/// <summary>Reduces a name to the form under which it is looked up, the same on every database.</summary>
public static class Folding
{
    private const char CombiningBreve = '\u0306';

    /// <summary>
    /// Compatibility forms are unified (NFKC), case is dropped, ё counts as е, accents and stress marks fall away
    /// (й stays й), typographic apostrophes, quotes and dashes become plain, and runs of space become one.
    /// </summary>
    /// <remarks>Needs ICU: without it .NET leaves non-ASCII text as it is, which <see cref="IsReliable"/> tells.</remarks>
    public static string Fold(string text)
    {
        // What is no character folds away: a name is looked up as it was typed, and .NET refuses to normalise it
        var decomposed = Normalization.WellFormed(text).Normalize(NormalizationForm.FormKD);
        var folded = new StringBuilder(decomposed.Length);
        var pendingSpace = false;
        foreach (var rune in decomposed.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark:
                    // й is и with a breve; every other mark is an accent, a stress mark or the two dots of ё
                    if (rune.Value == CombiningBreve && folded.Length > 0 && folded[^1] == 'и') folded.Append(CombiningBreve);
                    continue;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    pendingSpace = folded.Length > 0;
                    continue;
                case UnicodeCategory.Format:
                    continue;
                default:
                    if (pendingSpace) folded.Append(' ');
                    pendingSpace = false;
                    folded.Append(Plain(rune));
                    continue;
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>False when the runtime has no ICU (or was told not to use it) and would fold text wrongly.</summary>
    public static bool IsReliable =>
        Fold("ﬁ Ёлка Ａ１") == "fi елка a1" && CultureInfo.GetCultureInfo("ru").CompareInfo.Compare("ё", "ж", CompareOptions.None) < 0;

    private static string Plain(Rune rune) => rune.Value switch
    {
        '\u2018' or '\u2019' or '\u02BC' or '\u2032' => "'",
        '\u00AB' or '\u00BB' or '\u201C' or '\u201D' or '\u201E' => "\"",
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => "-",
        _ => Rune.ToLowerInvariant(rune).ToString(),
    };
}
