using System.Globalization;
using System.Text;

namespace Rotunda.Text;

/// <summary>Makes text that a stranger typed safe to store and to show, without changing what it says.</summary>
public static class TextCleaning
{
    /// <summary>
    /// Composes characters (NFC) and drops what no reader sees and every store stumbles over: control characters, lone
    /// surrogates, and the marks that override the direction of what follows
    /// (U+202A to U+202E, U+2066 to U+2069). Right-to-left scripts themselves stay.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="lines">True keeps line breaks (as <c>\n</c>); false turns them and tabs into spaces.</param>
    public static string Clean(string text, bool lines = false)
    {
        var cleaned = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' or '\r' or 0x2028 or 0x2029)
                cleaned.Append(lines && rune.Value != '\t' ? '\n' : ' ');
            else if (IsWanted(rune))
                cleaned.Append(rune.ToString());
        }

        return cleaned.ToString().Normalize(NormalizationForm.FormC).Trim();
    }

    private static bool IsWanted(Rune rune) =>
        rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD or 0xFEFF)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate);
}
