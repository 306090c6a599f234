using System.Globalization;
using System.Text;

namespace Rotunda.Text;

/// <summary>The scripts by which text is read: each has its own way to words.</summary>
public enum Script
{
    /// <summary>No letter and no digit: space, punctuation, signs, pictures.</summary>
    None,

    /// <summary>Latin letters; words are stemmed as English.</summary>
    Latin,

    /// <summary>Cyrillic letters; words are stemmed as Russian.</summary>
    Cyrillic,

    /// <summary>Chinese characters, and kana and hangul, which are read the same way: there is no space between words.</summary>
    Han,

    /// <summary>Digits of any kind.</summary>
    Digit,

    /// <summary>Letters of all other scripts; words stay as they are.</summary>
    Other,
}

/// <summary>Tells the script of characters.</summary>
public static class Scripts
{
    /// <summary>The script of a character; marks that combine with a letter have none of their own.</summary>
    public static Script Of(Rune rune) => rune.Value < 0x80 ? OfAscii(rune.Value) : OfHigher(rune);

    /// <summary>True for marks, soft hyphens and joiners that belong to the word in which they stand.</summary>
    internal static bool BelongsToWord(Rune rune) =>
        rune.Value >= 0x80 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark
        || rune.Value is 0xAD or 0x200C or 0x200D or 0x2060;

    /// <summary>The typographic and the plain apostrophe, the modifier letter and the full-width form.</summary>
    internal static bool IsApostrophe(char character) => character is '\'' or '\u2019' or '\u2018' or '\u02BC' or '\uFF07' or '`' or '\u00B4';

    private static Script OfAscii(int value) =>
        (value | 0x20) is >= 'a' and <= 'z' ? Script.Latin : value is >= '0' and <= '9' ? Script.Digit : Script.None;

    private static Script OfHigher(Rune rune)
    {
        var value = rune.Value;
        // Russian letters, and then Chinese characters, are most of what is asked for
        if (value is (>= 0x0410 and <= 0x044F) or 0x0401 or 0x0451) return Script.Cyrillic;
        if (IsHan(value)) return Script.Han;
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter:
                return IsCyrillic(value) ? Script.Cyrillic : IsLatin(value) ? Script.Latin : value is 0x02BC ? Script.None : Script.Other;
            case UnicodeCategory.LetterNumber:
                return value is >= 0x2160 and <= 0x2188 ? Script.Latin : Script.Digit;
            case UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber:
                return Script.Digit;
            default:
                return Script.None;
        }
    }

    private static bool IsHan(int value) => value >= 0x2E80 && value is
        (>= 0x2E80 and <= 0x2FDF) or 0x3005 or 0x3007 or (>= 0x3021 and <= 0x3029) or (>= 0x3041 and <= 0x3096) or (>= 0x30A1 and <= 0x30FA) or 0x30FC
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9D) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsCyrillic(int value) => value is (>= 0x0400 and <= 0x052F) or (>= 0x1C80 and <= 0x1C8F) or (>= 0xA640 and <= 0xA69F);

    private static bool IsLatin(int value) => value is
        (>= 0x00AA and <= 0x02AF) or (>= 0x1E00 and <= 0x1EFF) or (>= 0x2071 and <= 0x209C) or (>= 0x2C60 and <= 0x2C7F) or (>= 0xA722 and <= 0xA7FF)
        or (>= 0xFB00 and <= 0xFB06) or (>= 0xFF21 and <= 0xFF5A) or 0x212A or 0x212B;
}
