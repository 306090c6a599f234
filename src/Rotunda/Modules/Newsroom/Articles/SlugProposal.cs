using System.Text;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Proposes the last part of an address from a title: Latin letters as they are, Cyrillic by the passport's transliteration (ICAO 9303).</summary>
public static class SlugProposal
{
    private const int Longest = 60;

    private static readonly Dictionary<char, string> Cyrillic = new()
    {
        ['а'] = "a", ['б'] = "b", ['в'] = "v", ['г'] = "g", ['д'] = "d", ['е'] = "e", ['ё'] = "e", ['ж'] = "zh", ['з'] = "z", ['и'] = "i", ['й'] = "i",
        ['к'] = "k", ['л'] = "l", ['м'] = "m", ['н'] = "n", ['о'] = "o", ['п'] = "p", ['р'] = "r", ['с'] = "s", ['т'] = "t", ['у'] = "u", ['ф'] = "f",
        ['х'] = "kh", ['ц'] = "ts", ['ч'] = "ch", ['ш'] = "sh", ['щ'] = "shch", ['ъ'] = "ie", ['ы'] = "y", ['ь'] = "", ['э'] = "e", ['ю'] = "iu", ['я'] = "ia",
    };

    /// <summary>Whole words up to 60 characters; empty where the title has none that can be written so, as in Chinese.</summary>
    public static string Of(string title)
    {
        var (slug, word) = (new StringBuilder(), new StringBuilder());
        foreach (var rune in title.ToLowerInvariant().Normalize(NormalizationForm.FormC))
        {
            if (char.IsAsciiLetterOrDigit(rune)) word.Append(rune);
            else if (Cyrillic.TryGetValue(rune, out var letters)) word.Append(letters);
            else if (rune.ToString().Normalize(NormalizationForm.FormD)[0] is var plain && char.IsAsciiLetter(plain)) word.Append(plain);
            else if (!EndWord()) break;
        }

        EndWord();
        // Two digits alone would be taken for a month
        return slug.Length < 3 ? "" : slug.ToString();

        bool EndWord()
        {
            if (word.Length == 0) return true;
            if (slug.Length + word.Length + 1 > Longest)
            {
                word.Clear();
                return false;
            }

            if (slug.Length > 0) slug.Append('-');
            slug.Append(word);
            word.Clear();
            return true;
        }
    }
}
