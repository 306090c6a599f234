using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared.Web;

/// <summary>A dated matter as the first page of the desk shows it.</summary>
/// <param name="Item">What waits.</param>
/// <param name="At">When, in the reader's zone.</param>
/// <param name="DaysLeft">Whole days from the reader's today; negative when the day has passed.</param>
/// <param name="IsOverdue">True once the instant has passed.</param>
public sealed record DueLine(DueItem Item, ZonedDateTime At, int DaysLeft, bool IsOverdue);

/// <summary>What is due for a viewer in the next days, and what is overdue, across all modules.</summary>
/// <param name="db">The database.</param>
/// <param name="sources">Each asks a constant number of queries.</param>
/// <param name="clock">Tells today.</param>
public sealed class DueList(RotundaDb db, IEnumerable<IDueSource> sources, IClock clock)
{
    /// <summary>How far the list looks ahead.</summary>
    public const int Days = 30;

    /// <summary>At most this many lines; the earliest come first.</summary>
    public const int Most = 30;

    /// <summary>The lines, the earliest first, and how many there are besides.</summary>
    public async Task<(IReadOnlyList<DueLine> Lines, int More)> ReadAsync(Reader reader, CancellationToken cancellationToken)
    {
        var (now, zone) = (clock.GetCurrentInstant(), reader.Zone ?? DateTimeZone.Utc);
        var today = now.InZone(zone).Date;
        // The last microsecond of the last day: what begins with the next day is not due yet
        var until = today.PlusDays(Days + 1).AtStartOfDayInZone(zone).ToInstant() - Duration.FromNanoseconds(1000);
        var items = new List<DueItem>();
        foreach (var source in sources) items.AddRange(await source.DueAsync(db, reader, until, cancellationToken));
        var lines = items.OrderBy(item => item.At).Take(Most).Select(item =>
        {
            var at = item.At.InZone(zone);
            return new DueLine(item, at, Period.DaysBetween(today, at.Date), item.At < now);
        });
        return ([.. lines], Math.Max(0, items.Count - Most));
    }
}
