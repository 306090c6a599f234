using System.Text.RegularExpressions;

namespace Rotunda.Text;

/// <summary>Puts spaces that do not break where a Russian typesetter would (Милчин, «Справочник издателя и автора»): no line ends with a one-letter word, a number stays with what it counts, initials with the name.</summary>
public static partial class RussianSpaces
{
    private const string Bound = "\u00A0";

    /// <summary>The text with some of its spaces bound; nothing else changes, and a bound text stays as it is.</summary>
    public static string Bind(string text) => Places().Replace(text, Bound);

    /// <summary>
    /// A space after a preposition, conjunction or particle of one letter, and after «не» and «ни»; after the signs for number and
    /// paragraph; between a number and a unit or the word for a year; between initials and a name; before a dash.
    /// </summary>
    [GeneratedRegex(
        @"(?<=(?<![\p{L}\p{Nd}\u00AD-])(?:[ВвКкСсОоУуАаИиЯя]|[Нн][еи])) (?=[\p{L}\p{Nd}«„\[(])"
        + @"|(?<=[№§]) (?=\d)"
        + @"|(?<=\d) (?=(?:гг?|вв?|тыс|млн|млрд|руб|км|м|кг|га|ч|мин|лет|год(?:а|у|ом|ы|ов)?)(?!\p{L}))"
        + @"|(?<=(?<!\p{L})[А-ЯЁ]\.) (?=[А-ЯЁ])"
        + @"|(?<=\S) (?=[—–](?: |\u00A0))",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Places();
}
