using System.Globalization;
using System.Text;

namespace Rotunda.Text;

/// <summary>Makes text that a stranger typed safe to store and to show, without changing what it says.</summary>
public static class TextCleaning
{
    /// <summary>
    /// Composes characters (NFC) and drops what no reader sees and every store stumbles over: control characters, lone
    /// surrogates, U+FFFE and U+FFFF, which are no characters, and the marks that override the direction of what follows
    /// (U+202A to U+202E, U+2066 to U+2069). Right-to-left scripts themselves stay.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="lines">True keeps line breaks (as <c>\n</c>); false turns them and tabs into spaces.</param>
    public static string Clean(string text, bool lines = false)
    {
        // Most texts are clean: they are what they were before
        if (IsClean(text, out var isComposed)) return (isComposed ? text : text.Normalize(NormalizationForm.FormC)).Trim();
        var cleaned = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' or '\r' or 0x2028 or 0x2029)
                cleaned.Append(lines && rune.Value != '\t' ? '\n' : ' ');
            else if (IsWanted(rune))
                cleaned.Append(units[..rune.EncodeToUtf16(units)]);
        }

        return cleaned.ToString().Normalize(NormalizationForm.FormC).Trim();
    }

    /// <summary>True where no character is dropped or replaced. A text with pairs of surrogates is called unclean though it may not be.</summary>
    /// <param name="isComposed">
    /// True where normalising would change nothing: characters below U+0300, Cyrillic letters and Chinese characters are composed and do not combine (Unicode, NFC_Quick_Check and Canonical_Combining_Class).
    /// </param>
    private static bool IsClean(string text, out bool isComposed)
    {
        isComposed = true;
        foreach (var character in text)
        {
            isComposed &= character is < '\u0300' or (>= '\u0400' and <= '\u0481') or (>= '\u2010' and <= '\u2027') or '№' or (>= '\u3001' and <= '\u3020') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF60');
            if (char.IsSurrogate(character) || character is '\u2028' or '\u2029' || !IsWanted(new Rune(character))) return false;
        }

        return true;
    }

    private static bool IsWanted(Rune rune) =>
        rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD or 0xFEFF or 0xFFFE or 0xFFFF)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate);
}
