using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Checks;

/// <summary>Dates, times and numbers of a source that its translation must have too, in whatever way its language writes them.</summary>
internal static partial class NumberChecks
{
    /// <summary>Greater numbers are codes and no quantities.</summary>
    private const decimal Largest = 1_000_000_000_000m;

    private static readonly string[] English = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] Russian = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"];

    // Most texts hold no date: what every date of a kind holds is looked for before the pattern is tried at each place
    private static readonly SearchValues<string> EnglishMonths = SearchValues.Create(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], StringComparison.Ordinal);
    private static readonly SearchValues<string> RussianMonths = SearchValues.Create([.. Russian.Where(month => month != "ма"), "май", "мая", "мае", "маю"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Words for small numbers: what may stand in place of a digit. Chinese signs, English words, beginnings of Russian ones with ё as е.</summary>
    private static readonly (string[] Signs, string[] Words, string[] Beginnings)[] Small =
    [
        ([], [], []), (["一", "首"], ["one", "first", "once", "single"], ["од", "перв"]), (["二", "两", "兩", "双"], ["two", "second", "both", "twice"], ["дв", "втор", "об"]),
        (["三"], ["three", "third"], ["три", "трех", "трет", "тро"]), (["四"], ["four", "fourth"], ["четыр", "четверт"]), (["五"], ["five", "fifth"], ["пят"]), (["六"], ["six", "sixth"], ["шест"]),
        (["七"], ["seven", "seventh"], ["сем", "седьм"]), (["八"], ["eight", "eighth"], ["восьм", "восем"]), (["九"], ["nine", "ninth"], ["девят"]), (["十"], ["ten", "tenth"], ["десят"]),
        (["十一"], ["eleven", "eleventh"], ["одиннадцат"]), (["十二"], ["twelve", "twelfth", "dozen"], ["двенадцат"]),
    ];

    private static readonly Predicate<string> HasRussianMonth = text => text.AsSpan().ContainsAnyInRange('\u0400', '\u04FF') && text.AsSpan().ContainsAny(RussianMonths);
    private static readonly Predicate<string> HasEnglishMonth = text => text.AsSpan().ContainsAny(EnglishMonths);

    /// <summary>Dates in the order in which they are taken out, each with what every text that holds one of the kind has.</summary>
    private static readonly (Regex Pattern, Predicate<string> MayHold)[] Dates =
    [
        (IsoDate(), text => text.AsSpan().ContainsAny('-', '/') && HasDigit(text)), (ChineseDate(), text => text.Contains('月', StringComparison.Ordinal)), (RussianDate(), HasRussianMonth), (EnglishDate(), HasEnglishMonth), (EnglishDateMonthFirst(), HasEnglishMonth),
        (DottedDate(), text => text.Contains('.', StringComparison.Ordinal) && HasDigit(text)), (Time(), text => text.Contains(':', StringComparison.Ordinal)),
    ];

    /// <param name="sourceWords">The words of the source; null where nobody has read them yet.</param>
    /// <param name="targetWords">The words of the target.</param>
    public static void Check(SegmentPair pair, string source, string target, List<Word>? sourceWords, List<Word> targetWords, List<CheckFinding> findings)
    {
        var (wholeSource, wholeTarget) = (source, target);
        (source, target) = (Narrow(source), Narrow(target));
        var (sourceDates, targetDates) = (Take(ref source), Take(ref target));
        foreach (var date in SegmentChecks.Without(sourceDates, targetDates)) findings.Add(new CheckFinding("dates", "check.date-missing", date));
        foreach (var date in SegmentChecks.Without(targetDates, sourceDates)) findings.Add(new CheckFinding("dates", "check.date-added", date));
        // The words that are known are of the texts as they were given
        Compare(
            Numbers(source, pair.SourceLanguage), source, source == wholeSource ? sourceWords : null, Numbers(target, pair.TargetLanguage), target, target == wholeTarget ? targetWords : null, findings);
    }

    private static void Compare(List<decimal> source, string sourceText, List<Word>? sourceWords, List<decimal> target, string targetText, List<Word>? targetWords, List<CheckFinding> findings)
    {
        foreach (var number in SegmentChecks.Without(source, target).Where(number => !IsSpelled(number, targetText, ref targetWords))) findings.Add(new CheckFinding("numbers", "check.number-missing", Show(number)));
        foreach (var number in SegmentChecks.Without(target, source).Where(number => !IsSpelled(number, sourceText, ref sourceWords))) findings.Add(new CheckFinding("numbers", "check.number-added", Show(number)));
    }

    private static string Show(decimal number) =>
        number < 1_000_000_000_000m && number == decimal.Truncate(number) ? ((long)number).ToString(CultureInfo.InvariantCulture) : number.ToString("0.############", CultureInfo.InvariantCulture);

    /// <param name="words">The words of the text; read when they are first needed.</param>
    private static bool IsSpelled(decimal number, string text, ref List<Word>? words)
    {
        if (number is < 1 or > 12 || number != decimal.Truncate(number)) return false;
        var (signs, whole, beginnings) = Small[(int)number];
        foreach (var sign in signs)
            if (text.Contains(sign, StringComparison.Ordinal)) return true;
        foreach (var word in words ??= TextAnalyzer.Words(text))
        {
            if (Array.IndexOf(whole, word.Form) >= 0) return true;
            foreach (var beginning in beginnings)
                if (word.Form.StartsWith(beginning, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Takes dates and times out of a text.</summary>
    /// <returns>Each once.</returns>
    private static List<string> Take(ref string text)
    {
        var found = new List<string>();
        (Predicate<string>? asked, var answer) = (null, false);
        foreach (var (pattern, mayHold) in Dates)
        {
            // Two patterns of one kind ask the same
            if (asked != mayHold) (asked, answer) = (mayHold, mayHold(text));
            if (!answer) continue;
            text = pattern.Replace(text, match =>
            {
                if (Read(match) is not { } value) return match.Value;
                found.Add(value);
                return " ";
            });
        }

        return found.Count > 1 ? [.. found.Distinct()] : found;
    }

    private static bool HasDigit(ReadOnlySpan<char> text) => text.ContainsAnyInRange('0', '9');

    private static string? Read(Match match)
    {
        if (match.Groups["hour"].Success) return $"{match.Groups["hour"].Value.TrimStart('0').PadLeft(1, '0')}:{match.Groups["minute"].Value}";
        var month = match.Groups["name"].Success ? MonthOf(match.Groups["name"].Value.ToLowerInvariant()) : int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture);
        if (month is < 1 or > 12) return null;
        var day = match.Groups["day"].Success ? int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture) : 0;
        if (day > 31 || (match.Groups["day"].Success && day == 0)) return null;
        var year = match.Groups["year"].Success ? match.Groups["year"].Value : "";
        return string.Join('-', new[] { year, month.ToString("00", CultureInfo.InvariantCulture), day == 0 ? "" : day.ToString("00", CultureInfo.InvariantCulture) }.Where(part => part.Length > 0));
    }

    private static int MonthOf(string name)
    {
        var english = Array.FindIndex(English, month => month == name || (name.Length >= 3 && month.StartsWith(name.TrimEnd('.'), StringComparison.Ordinal)));
        return english >= 0 ? english + 1 : Array.FindIndex(Russian, month => name.StartsWith(month, StringComparison.Ordinal) && (month != "ма" || name is "май" or "мая" or "мае" or "маю" or "маем")) + 1;
    }

    private static List<decimal> Numbers(string text, string language)
    {
        var numbers = new List<decimal>();
        if (!HasDigit(text)) return numbers;
        foreach (Match match in Number().Matches(text))
        {
            var (written, unit) = (match.Groups["digits"], match.Groups["unit"]);
            if (unit.Length == 0 && !written.ValueSpan.ContainsAnyExceptInRange('0', '9'))
            {
                // As most numbers are written
                if (decimal.TryParse(written.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole <= Largest) numbers.Add(whole);
                continue;
            }

            var digits = written.Value.Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
            // A comma before groups of three parts thousands, otherwise decimals; in Russian it always parts decimals
            digits = language != "ru" && Grouped().IsMatch(digits) ? digits.Replace(",", "", StringComparison.Ordinal) : digits.Replace(',', '.');
            if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) continue;
            var factor = FactorOf(unit.Value.ToLowerInvariant());
            if (value <= Largest) numbers.Add(value * factor);
        }

        return numbers;
    }

    private static decimal FactorOf(string unit) => unit switch
    {
        "" => 1,
        "百" => 100,
        "千" => 1000,
        "万" or "萬" => 10_000,
        "百万" => 1_000_000,
        "千万" => 10_000_000,
        "亿" or "億" => 100_000_000,
        _ when unit.StartsWith("тыс", StringComparison.Ordinal) || unit.StartsWith("thousand", StringComparison.Ordinal) => 1000,
        _ when unit.StartsWith("млн", StringComparison.Ordinal) || unit.StartsWith("миллион", StringComparison.Ordinal) || unit.StartsWith("million", StringComparison.Ordinal) => 1_000_000,
        _ => 1_000_000_000,
    };

    /// <summary>Wide digits and signs as narrow ones.</summary>
    private static string Narrow(string text) => !text.AsSpan().ContainsAnyInRange('\uFF01', '\uFF5E') ? text : string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = from[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(from[i] - 0xFEE0) : from[i];
    });

    [GeneratedRegex(@"(?<![0-9.])(?<year>[0-9]{4})[-/](?<month>[0-9]{1,2})[-/](?<day>[0-9]{1,2})(?![0-9.])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"((?<year>[0-9]{4})\s*年\s*)?(?<month>[0-9]{1,2})\s*月(\s*(?<day>[0-9]{1,2})\s*[日号])?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChineseDate();

    [GeneratedRegex(@"(?<![0-9])((?<day>[0-9]{1,2})\s+)?(?<name>январ[ьяею]|феврал[ьяею]|март[ауе]?|апрел[ьяею]|ма[йяею]|июн[ьяею]|июл[ьяею]|август[ауе]?|сентябр[ьяею]|октябр[ьяею]|ноябр[ьяею]|декабр[ьяею])(?!\p{L})(\s+(?<year>[0-9]{4}))?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex RussianDate();

    [GeneratedRegex(@"(?<![0-9])((?<day>[0-9]{1,2})(st|nd|rd|th)?\s+(of\s+)?(?<name>Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)\b\.?(,?\s+(?<year>[0-9]{4}))?|(?<name>January|February|March|April|May|June|July|August|September|October|November|December)\s+(?<year>[0-9]{4}))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnglishDate();

    [GeneratedRegex(@"(?<name>Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)\b\.?\s+(?<day>[0-9]{1,2})(st|nd|rd|th)?(?![0-9])(,?\s+(?<year>[0-9]{4}))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnglishDateMonthFirst();

    [GeneratedRegex(@"(?<![0-9.])(?<day>[0-9]{1,2})\.(?<month>[0-9]{1,2})\.(?<year>[0-9]{4})(?![0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DottedDate();

    [GeneratedRegex(@"(?<![0-9:])(?<hour>[01]?[0-9]|2[0-3]):(?<minute>[0-5][0-9])(?![0-9:])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<![A-Za-z\u0400-\u04FF0-9_])(?<digits>[0-9]{1,3}([ \u00A0\u202F][0-9]{3})+(?![0-9])([.,][0-9]+)?|[0-9]+([.,][0-9]+)*)\s*(?<unit>百万|千万|[百千万萬亿億]|тыс|млн|млрд|миллион|миллиард|thousand|million|billion)?|(?<=[A-Za-z\u0400-\u04FF])(?<digits>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouped();
}
