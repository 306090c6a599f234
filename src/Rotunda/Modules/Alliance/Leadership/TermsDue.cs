using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>Terms whose planned end comes or has passed while no end is recorded, for those who keep the registry.</summary>
internal sealed class TermsDue(RotundaDb db, Permissions permissions) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(Reader reader, Instant until, CancellationToken cancellationToken)
    {
        if (!permissions.May(reader.Viewer, AllianceActs.EditRegistry)) return [];
        var terms = await db.Terms.AsNoTracking().Where(term => term.To == null && term.PlannedTo != null)
            .Select(term => new
            {
                term.Id, term.PlannedTo, term.Seat!.Kind, Holder = term.Institution == null ? null : term.Institution.Name,
                Side = db.Set<Side>().Where(side => side.Code == term.Seat.SideCode).Select(side => side.Name).FirstOrDefault(),
            }).ToListAsync(cancellationToken);
        var (items, zone) = (new List<DueItem>(), reader.Zone ?? DateTimeZone.Utc);
        foreach (var term in terms)
        {
            if (term.PlannedTo?.Latest is not { } end) continue;
            // A term ends with its last day
            var at = end.PlusDays(1).AtStartOfDayInZone(zone).ToInstant() - Duration.FromMinutes(1);
            if (at > until) continue;
            var seat = reader.Texts.Format("seat.of-side", ("kind", reader.Texts[term.Kind.TextKey()]), ("side", (term.Side ?? LocalizedText.Empty).Plain(reader.Language)));
            items.Add(new DueItem(at, reader.Texts.Format("term.due", ("seat", seat)), reader.To($"/desk/terms/{term.Id}"), term.Holder?.Plain(reader.Language) ?? ""));
        }

        return items;
    }
}
