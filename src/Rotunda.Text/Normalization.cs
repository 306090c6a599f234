using System.Text;

namespace Rotunda.Text;

/// <summary>Brings text to the one form in which it is analysed and compared.</summary>
/// <remarks>Needs ICU, as <see cref="Folding.IsReliable"/> tells. Unlike <see cref="Folding"/>, which serves names, punctuation and accents of Latin letters stay.</remarks>
public static class Normalization
{
    /// <summary>
    /// NFKC, small letters, ё as е, stress marks on Cyrillic vowels dropped (й stays), one apostrophe. Normalising twice changes nothing.
    /// </summary>
    public static string Normalize(string text)
    {
        if (IsPlain(text)) return text;
        var composed = Compose(text);
        var result = new StringBuilder(composed.Length);
        foreach (var character in composed)
        {
            var small = char.ToLowerInvariant(character);
            if (small is '\u0301' or '\u0300' && result.Length > 0 && IsCyrillicVowel(result[^1])) continue;
            switch (small)
            {
                case 'ё':
                    result.Append('е');
                    break;
                case 'ѐ' or 'ѝ':
                    result.Append(small == 'ѐ' ? 'е' : 'и');
                    break;
                case '\u0308' when result.Length > 0 && result[^1] == 'е':
                    break;
                default:
                    result.Append(Scripts.IsApostrophe(small) ? '\'' : small);
                    break;
            }
        }

        var normalized = result.ToString();
        return normalized.IsNormalized(NormalizationForm.FormKC) ? normalized : normalized.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Normalises, and drops the accents of Latin letters, so that <c>Běijīng</c> and <c>Université</c> are found as they are typed.</summary>
    public static string NormalizeWord(ReadOnlySpan<char> word)
    {
        Span<char> small = word.Length <= 64 ? stackalloc char[64] : new char[word.Length];
        if (TryLower(word, small)) return small[..word.Length].ToString();
        var normalized = Normalize(word.ToString());
        var plain = new StringBuilder(normalized.Length);
        foreach (var rune in Compose(normalized, NormalizationForm.FormKD).EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark;
            if (isMark && plain.Length > 0 && plain[^1] < 0x250) continue;
            if (rune.Value is 0xAD or 0x200C or 0x200D or 0x2060) continue;
            plain.Append(rune.ToString());
        }

        return Compose(plain.ToString());
    }

    /// <summary>True where small ASCII letters, Russian letters or Chinese characters need no work.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var character in text)
            if (character is not (' ' or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or ',' or '-' or '\'' or (>= 'а' and <= 'я') or (>= '\u4E00' and <= '\u9FFF'))) return false;
        return true;
    }

    private static bool TryLower(ReadOnlySpan<char> word, Span<char> small)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var character = word[i];
            switch (character)
            {
                case (>= 'a' and <= 'z') or (>= '0' and <= '9') or (>= 'а' and <= 'я') or '\'' or (>= '\u4E00' and <= '\u9FFF'):
                    small[i] = character;
                    break;
                case (>= 'A' and <= 'Z') or (>= 'А' and <= 'Я'):
                    small[i] = (char)(character + 32);
                    break;
                case 'ё' or 'Ё':
                    small[i] = 'е';
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>The text with the replacement character in place of what is no character and .NET refuses to normalise: half a surrogate pair, U+FFFE and U+FFFF.</summary>
    public static string WellFormed(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsSurrogate(character) && character < '\uFFFE') continue;
            var whole = new StringBuilder(text.Length);
            foreach (var rune in text.EnumerateRunes()) whole.Append((rune.Value is 0xFFFE or 0xFFFF ? Rune.ReplacementChar : rune).ToString());
            return whole.ToString();
        }

        return text;
    }

    private static string Compose(string text, NormalizationForm form = NormalizationForm.FormKC) => WellFormed(text).Normalize(form);

    private static bool IsCyrillicVowel(char letter) =>
        letter is 'а' or 'е' or 'и' or 'о' or 'у' or 'ы' or 'э' or 'ю' or 'я' or 'і' or 'ї' or 'є';
}
