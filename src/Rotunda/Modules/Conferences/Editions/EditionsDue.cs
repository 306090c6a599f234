using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>Editions that begin within the time that a desk looks ahead, for everyone who has a desk.</summary>
internal sealed class EditionsDue(IClock clock) : IDueSource
{
    private sealed record Row(string Code, LocalizedText Name, PartialDate Held, string? Zone);

    private static readonly PreparedQuery<Row> s_all = new(db =>
        db.Set<Edition>().AsNoTracking().Select(edition => new Row(edition.Code, edition.Name, edition.Held, edition.Zone)));

    public async Task<IReadOnlyList<DueItem>> DueAsync(RotundaDb db, Reader reader, Instant until, CancellationToken cancellationToken)
    {
        var (items, now) = (new List<DueItem>(), clock.GetCurrentInstant());
        foreach (var edition in await s_all.ListAsync(db, cancellationToken))
        {
            if (edition.Held.Earliest is not { } first) continue;
            var zone = edition.Zone is { } id ? DateTimeZoneProviders.Tzdb[id] : reader.Zone ?? DateTimeZone.Utc;
            var at = first.AtStartOfDayInZone(zone).ToInstant();
            if (at <= now || at > until) continue;
            items.Add(new DueItem(
                at, reader.To($"/conferences/{edition.Code}"), () => reader.Texts.Format("edition.due", ("name", edition.Name.Plain(reader.Language))), () => reader.Texts.Date(edition.Held)));
        }

        return items;
    }
}
