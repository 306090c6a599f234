using NodaTime;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Shared.Time;

/// <summary>The date for which a reader asks: a day, or every day of a month or year.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, included.</param>
/// <param name="Asked">What stands in the address; null when the reader did not ask and it is today.</param>
public readonly record struct AsOf(LocalDate First, LocalDate Last, PartialDate? Asked)
{
    /// <summary>What a field for it takes: a year, a month or a day.</summary>
    public const string Pattern = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";

    private static readonly LocalDate Earliest = new(1900, 1, 1);

    public bool IsToday => Asked is null;

    /// <summary>What was asked, as it stands in addresses and fields; empty for today.</summary>
    public string Written => Asked?.ToString() ?? "";

    /// <summary>The question for the address of another page that takes a date; empty for today.</summary>
    public string Query => IsToday ? "" : "?on=" + Written;

    /// <summary>Reads <c>?on=</c>: <c>2022-06-03</c>, <c>2022-06</c> or <c>2022</c>, from 1900 to ten years ahead; without it, today.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryRead(string? on, LocalDate today, out AsOf asOf)
    {
        asOf = new AsOf(today, today, null);
        if (string.IsNullOrEmpty(on)) return true;
        if (!PartialDate.TryParse(on, out var date) || date.IsUnknown || date.End is not null || date.IsApproximate || date.IsUncertain
            || date.Start!.Value.Precision == DatePrecision.Season) return false;
        asOf = new AsOf(date.Earliest!.Value, date.Latest!.Value, date);
        return asOf.First >= Earliest && asOf.Last <= today.PlusYears(10);
    }

    /// <summary>What a tenure answers for this date.</summary>
    public Presence Of(Tenure tenure) => tenure.During(First, Last);
}
