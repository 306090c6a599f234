using System.Text.RegularExpressions;
using Rotunda.Data.Values;

namespace Rotunda.Demo.Registry;

/// <summary>Reads dates as the registry file writes them: the stored form, or that form with a remark.</summary>
internal static partial class SourceDates
{
    /// <summary>
    /// Besides the Extended Date/Time Format: <c>2016 (summer)</c>, <c>2025 (source gives no date)</c>, <c>undated, about 2018</c>, and
    /// <c>01-22/01-23 (year not stated, 2024 likely)</c>.
    /// </summary>
    public static bool TryRead(string text, out PartialDate date)
    {
        if (PartialDate.TryParse(text, out date)) return true;
        if (About().Match(text) is { Success: true } about) return PartialDate.TryParse($"{about.Groups["year"]}~", out date);
        if (LikelyYear().Match(text) is { Success: true } likely)
            return PartialDate.TryParse($"{likely.Groups["year"]}-{likely.Groups["from"]}?/{likely.Groups["year"]}-{likely.Groups["to"]}?", out date);
        if (Remarked().Match(text) is not { Success: true } remarked) return false;
        var season = remarked.Groups["remark"].Value switch { "spring" => "-21", "summer" => "-22", "autumn" => "-23", "winter" => "-24", _ => "" };
        return PartialDate.TryParse(remarked.Groups["date"].Value + season, out date);
    }

    [GeneratedRegex("^undated, about (?<year>[0-9]{4})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex About();

    [GeneratedRegex("^(?<from>[0-9]{2}-[0-9]{2})/(?<to>[0-9]{2}-[0-9]{2}) \\(year not stated, (?<year>[0-9]{4}) likely\\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LikelyYear();

    [GeneratedRegex("^(?<date>[0-9/-]+) \\((?<remark>[^)]+)\\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Remarked();
}
