using NodaTime;

namespace Rotunda.Data.Values;

/// <summary>What the record answers when asked whether something held on a date.</summary>
public enum Presence
{
    /// <summary>It did not hold.</summary>
    No,

    /// <summary>The date falls where the beginning or end is known only roughly.</summary>
    Possible,

    /// <summary>The beginning or end that would decide is not recorded.</summary>
    Unknown,

    /// <summary>It held.</summary>
    Certain,
}

/// <summary>A stretch of time whose ends are known as well as sources give them.</summary>
/// <param name="From">When it began; may be unknown.</param>
/// <param name="To">When it ended; null while no end is recorded; unknown when it ended at an unrecorded time.</param>
/// <param name="Attested">Dates on which a source shows that it held.</param>
/// <param name="NotBefore">A day before which it cannot have begun, concluded from its neighbours; null when nothing can be concluded.</param>
/// <param name="EndedBy">A day by which it was over, concluded from its neighbours; null when nothing can be concluded.</param>
public readonly record struct Tenure(
    PartialDate From, PartialDate? To, IReadOnlyList<PartialDate> Attested, LocalDate? NotBefore = null, LocalDate? EndedBy = null)
{
    /// <summary>Whether it held on one day.</summary>
    public Presence On(LocalDate day) => During(day, day);

    /// <summary>Whether it held on some day of the stretch from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <remarks>
    /// The beginning lies between <c>From.Earliest</c> and <c>From.Latest</c>, and not after the first attested date; the end likewise.
    /// Inside both it is certain; where only a roughly known end decides it is possible; where an unrecorded one decides it is unknown.
    /// </remarks>
    public Presence During(LocalDate first, LocalDate last)
    {
        LocalDate? attestedFirst = null, attestedLast = null;
        foreach (var date in Attested)
        {
            attestedFirst = Least(attestedFirst, date.Latest);
            attestedLast = Greatest(attestedLast, date.Earliest);
        }

        // On the day on which it began it held, and on the day on which it ended too
        attestedFirst = Least(attestedFirst, To?.Latest);
        attestedLast = Greatest(attestedLast, From.Earliest);

        // The beginning is not before beginEarliest and not after beginLatest; null stands for no bound
        // A recorded beginning outweighs what was concluded from the neighbours where the two contradict each other
        var beginEarliest = NotBefore is { } concluded ? Greatest(From.Earliest, Least(concluded, From.Latest)) : From.Earliest;
        var beginLatest = Least(From.Latest, attestedFirst);
        var ongoing = To is null && EndedBy is null;
        var endEarliest = Greatest(To?.Earliest, attestedLast);
        var endLatest = To?.Latest ?? EndedBy;

        if (beginEarliest is { } b && last < b) return Presence.No;
        if (endLatest is { } e && first > e) return Presence.No;

        var begun = beginLatest is { } latestBegin && last >= latestBegin;
        var notEnded = ongoing || (endEarliest is { } earliestEnd && first <= earliestEnd);
        if (begun && notEnded) return Presence.Certain;

        var roughBegin = begun || !From.IsUnknown;
        var roughEnd = notEnded || endLatest is not null;
        return roughBegin && roughEnd ? Presence.Possible : Presence.Unknown;
    }

    private static LocalDate? Least(LocalDate? a, LocalDate? b) => a is { } x && b is { } y ? LocalDate.Min(x, y) : a ?? b;

    private static LocalDate? Greatest(LocalDate? a, LocalDate? b) => a is { } x && b is { } y ? LocalDate.Max(x, y) : a ?? b;
}
