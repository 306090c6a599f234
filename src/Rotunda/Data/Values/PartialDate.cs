using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Rotunda.Data.Values;

/// <summary>How precisely one end of a <see cref="PartialDate"/> is known.</summary>
public enum DatePrecision
{
    Year,
    Season,
    Month,
    Day,
}

/// <summary>The seasons of the northern hemisphere, numbered as in ISO 8601-2 (21 to 24).</summary>
public enum Season
{
    /// <summary>March to May.</summary>
    Spring = 21,

    /// <summary>June to August.</summary>
    Summer = 22,

    /// <summary>September to November.</summary>
    Autumn = 23,

    /// <summary>December to February of the next year.</summary>
    Winter = 24,
}

/// <summary>A year, a season, a month or a day of the Gregorian calendar; no zone.</summary>
/// <param name="Year">1 to 9999.</param>
/// <param name="Part">A month (1 to 12), a <see cref="Season"/> (21 to 24), or null for the whole year.</param>
/// <param name="Day">1 to 31, only together with a month.</param>
public readonly record struct DatePoint(int Year, int? Part = null, int? Day = null)
{
    public DatePrecision Precision => Day is not null ? DatePrecision.Day
        : Part is null ? DatePrecision.Year
        : Part > 12 ? DatePrecision.Season : DatePrecision.Month;

    /// <summary>The first day that this can mean.</summary>
    public LocalDate First => Precision switch
    {
        DatePrecision.Year => new LocalDate(Year, 1, 1),
        DatePrecision.Season => new LocalDate(Year, ((Part!.Value - 20) * 3), 1),
        DatePrecision.Month => new LocalDate(Year, Part!.Value, 1),
        _ => new LocalDate(Year, Part!.Value, Day!.Value),
    };

    /// <summary>The last day that this can mean.</summary>
    public LocalDate Last => Precision switch
    {
        DatePrecision.Year => new LocalDate(Year, 12, 31),
        // The calendar ends with the year 9999, and so does its last winter
        DatePrecision.Season => Year == 9999 && Part == (int)Season.Winter ? new LocalDate(Year, 12, 31) : First.PlusMonths(3).PlusDays(-1),
        DatePrecision.Month => DateAdjusters.EndOfMonth(First),
        _ => First,
    };

    public override string ToString() => Precision switch
    {
        DatePrecision.Year => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}"),
        DatePrecision.Day => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Part:00}-{Day:00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Part:00}"),
    };

    public static DatePoint Of(LocalDate day) => new(day.Year, day.Month, day.Day);
}

/// <summary>
/// A date of history as precisely as a source gives it: unknown, a year, a season, a month, a day, or an extent from one
/// to another; perhaps approximate (about 2018) or uncertain (2024, likely).
/// </summary>
/// <remarks>
/// Written and stored in the Extended Date/Time Format (ISO 8601-2:2019, level 1): <c>2011</c>, <c>2011-03-06</c>,
/// <c>2016-22</c> (summer), <c>2016-05-24/2016-05-26</c>, <c>2018~</c>, <c>2024-01-22?/2024-01-23?</c>, <c>XXXX</c>.
/// The text sorts nearly like the date, unknown last: a year stands before its January, a season behind every month.
/// </remarks>
public sealed partial record PartialDate : IComparable<PartialDate>
{
    private PartialDate(DatePoint? start, DatePoint? end, bool approximate, bool uncertain) =>
        (Start, End, IsApproximate, IsUncertain) = (start, end, approximate, uncertain);

    /// <summary>No source says when.</summary>
    public static PartialDate Unknown { get; } = new(null, null, approximate: false, uncertain: false);

    /// <summary>The date, or the beginning of an extent; null when unknown.</summary>
    public DatePoint? Start { get; }

    /// <summary>The end of an extent; null when this is one date.</summary>
    public DatePoint? End { get; }

    /// <summary>About this date (<c>~</c>).</summary>
    public bool IsApproximate { get; }

    /// <summary>Likely this date (<c>?</c>).</summary>
    public bool IsUncertain { get; }

    public bool IsUnknown => Start is null;

    /// <summary>The first day that this can mean; null when unknown.</summary>
    public LocalDate? Earliest => Start?.First;

    /// <summary>The last day that this can mean; null when unknown.</summary>
    public LocalDate? Latest => (End ?? Start)?.Last;

    public static PartialDate Year(int year) => new(new DatePoint(year), null, approximate: false, uncertain: false);

    public static PartialDate Month(int year, int month) => new(new DatePoint(year, month), null, approximate: false, uncertain: false);

    public static PartialDate On(LocalDate day) => new(DatePoint.Of(day), null, approximate: false, uncertain: false);

    /// <summary>An extent of days; one day when both are the same.</summary>
    /// <exception cref="ArgumentException">The end lies before the beginning.</exception>
    public static PartialDate Between(LocalDate first, LocalDate last) =>
        last < first ? throw new ArgumentException("An extent ends on or after the day on which it begins.", nameof(last))
        : first == last ? On(first)
        : new PartialDate(DatePoint.Of(first), DatePoint.Of(last), approximate: false, uncertain: false);

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">It is not a date in the supported part of the Extended Date/Time Format.</exception>
    public static PartialDate Parse(string text) =>
        TryParse(text, out var date) ? date : throw new FormatException($"«{text}» is not a date (ISO 8601-2, level 1).");

    public static bool TryParse(string? text, out PartialDate date)
    {
        date = Unknown;
        if (text is "XXXX") return true;
        var ends = (text ?? "").Split('/');
        if (ends.Length > 2 || !TryPoint(ends[0], out var start, out var qualifiers)) return false;
        DatePoint? end = null;
        if (ends.Length == 2)
        {
            if (!TryPoint(ends[1], out var last, out var more) || last.Last < start.First) return false;
            end = last;
            qualifiers += more;
        }

        date = new PartialDate(start, end,
            approximate: qualifiers.Contains('~', StringComparison.Ordinal) || qualifiers.Contains('%', StringComparison.Ordinal),
            uncertain: qualifiers.Contains('?', StringComparison.Ordinal) || qualifiers.Contains('%', StringComparison.Ordinal));
        return true;
    }

    /// <summary>By first possible day, then by last; unknown comes last.</summary>
    public int CompareTo(PartialDate? other) =>
        other is null ? -1
        : (IsUnknown, other.IsUnknown) switch
        {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => -1,
            _ => Earliest!.Value.CompareTo(other.Earliest!.Value) is var first and not 0 ? first : Latest!.Value.CompareTo(other.Latest!.Value),
        };

    public override string ToString()
    {
        if (Start is not { } start) return "XXXX";
        var qualifier = (IsApproximate, IsUncertain) switch { (true, true) => "%", (true, false) => "~", (false, true) => "?", _ => "" };
        return End is { } end ? $"{start}{qualifier}/{end}{qualifier}" : $"{start}{qualifier}";
    }

    private static bool TryPoint(string text, out DatePoint point, out string qualifiers)
    {
        (point, qualifiers) = (default, "");
        var match = Point().Match(text);
        if (!match.Success) return false;
        var year = Number(match.Groups["year"]);
        int? part = match.Groups["part"].Success ? Number(match.Groups["part"]) : null;
        int? day = match.Groups["day"].Success ? Number(match.Groups["day"]) : null;
        if (year < 1 || part is < 1 or (> 12 and < 21) or > 24) return false;
        if (day is { } number && (part > 12 || number < 1 || number > CalendarSystem.Iso.GetDaysInMonth(year, part!.Value))) return false;
        (point, qualifiers) = (new DatePoint(year, part, day), match.Groups["qualifier"].Value);
        return true;

        static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<year>[0-9]{4})(-(?<part>[0-9]{2})(-(?<day>[0-9]{2}))?)?(?<qualifier>[~?%]?)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Point();
}
