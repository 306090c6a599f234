using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Alliance.Leadership;

public enum SpanUnit
{
    Days,
    Weeks,
    Months,
}

/// <summary>What lies between two terms that follow each other.</summary>
/// <param name="IsOverlap">True where both held the seat, false where nobody did.</param>
/// <param name="Count">How many units, at least 1.</param>
/// <param name="Unit">Days below two weeks, whole weeks below two months, whole months above, or where only months are recorded.</param>
public sealed record Succession(bool IsOverlap, int Count, SpanUnit Unit)
{
    private const int DaysOfWeeks = 14;
    private const int DaysOfMonths = 60;

    /// <summary>Null where one term followed the other without a gap, or where the record is not precise enough to tell.</summary>
    /// <remarks>The last day of a term and the first of the next may be the same: that is the day of the handover.</remarks>
    public static Succession? Between(Term before, Term after)
    {
        if (before.To?.Start is not { } end || after.From.Start is not { } begin || before.To.End is not null || after.From.End is not null) return null;
        if (before.To.IsApproximate || before.To.IsUncertain || after.From.IsApproximate || after.From.IsUncertain) return null;
        return (end.Precision, begin.Precision) switch
        {
            (DatePrecision.Day, DatePrecision.Day) => OfDays(end.First, begin.First),
            (DatePrecision.Month or DatePrecision.Day, DatePrecision.Month or DatePrecision.Day) => OfMonths(end, begin),
            _ => null,
        };
    }

    /// <summary>«gap of 3 months», «overlap of 2 weeks».</summary>
    public string In(Texts texts) => (IsOverlap, Unit) switch
    {
        (false, SpanUnit.Days) => texts.Count("succession.gap-days", Count),
        (false, SpanUnit.Weeks) => texts.Count("succession.gap-weeks", Count),
        (false, _) => texts.Count("succession.gap-months", Count),
        (true, SpanUnit.Days) => texts.Count("succession.overlap-days", Count),
        (true, SpanUnit.Weeks) => texts.Count("succession.overlap-weeks", Count),
        _ => texts.Count("succession.overlap-months", Count),
    };

    private static Succession? OfDays(LocalDate end, LocalDate begin)
    {
        if (begin == end) return null;
        // The days on which nobody, or both, held the seat: the first of them, and the first day after
        var isOverlap = begin < end;
        var (first, after) = isOverlap ? (begin, end.PlusDays(1)) : (end.PlusDays(1), begin);
        var days = Period.DaysBetween(first, after);
        return days switch
        {
            0 => null,
            < DaysOfWeeks => new Succession(isOverlap, days, SpanUnit.Days),
            < DaysOfMonths => new Succession(isOverlap, days / 7, SpanUnit.Weeks),
            _ => new Succession(isOverlap, Period.Between(first, after, PeriodUnits.Months).Months, SpanUnit.Months),
        };
    }

    /// <summary>Whole months between; neighbouring months may have met.</summary>
    private static Succession? OfMonths(DatePoint end, DatePoint begin)
    {
        var months = ((begin.Year - end.Year) * 12) + begin.Part!.Value - end.Part!.Value;
        return Math.Abs(months) <= 1 ? null : new Succession(months < 0, Math.Abs(months) - 1, SpanUnit.Months);
    }
}
