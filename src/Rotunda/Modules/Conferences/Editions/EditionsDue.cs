using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Conferences.Editions;

/// <summary>Editions that begin within the time that a desk looks ahead, for everyone who has a desk.</summary>
internal sealed class EditionsDue(RotundaDb db, IClock clock) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(Reader reader, Instant until, CancellationToken cancellationToken)
    {
        var editions = await db.Editions.AsNoTracking().Select(edition => new { edition.Code, edition.Name, edition.Held, edition.Zone }).ToListAsync(cancellationToken);
        var (items, now) = (new List<DueItem>(), clock.GetCurrentInstant());
        foreach (var edition in editions)
        {
            if (edition.Held.Earliest is not { } first) continue;
            var zone = edition.Zone is { } id ? DateTimeZoneProviders.Tzdb[id] : reader.Zone ?? DateTimeZone.Utc;
            var at = first.AtStartOfDayInZone(zone).ToInstant();
            if (at <= now || at > until) continue;
            items.Add(new DueItem(
                at, reader.Texts.Format("edition.due", ("name", edition.Name.Plain(reader.Language))), reader.To($"/conferences/{edition.Code}"), reader.Texts.Date(edition.Held)));
        }

        return items;
    }
}
