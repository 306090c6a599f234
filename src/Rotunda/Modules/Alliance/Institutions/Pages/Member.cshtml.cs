using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Institutions.Pages;

/// <summary>One institution: names, membership, terms, people, and what other modules know of it.</summary>
[Public]
public sealed class MemberModel(RotundaDb db, InstitutionQueries institutions, LeadershipQueries leadership, RelatedParts related, IClock clock) : SitePage
{
    public Institution Institution { get; private set; } = null!;

    public Side Side { get; private set; } = null!;

    public Localized Name { get; private set; }

    public MembershipStatus Status { get; private set; }

    public IReadOnlyList<Term> Terms { get; private set; } = [];

    public IReadOnlyList<Appointment> Appointments { get; private set; } = [];

    public IReadOnlyList<RelatedList> Related { get; private set; } = [];

    public MemberMap? Map { get; private set; }

    public Instant Now { get; private set; }

    public DateTimeZone Zone { get; private set; } = DateTimeZone.Utc;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (await institutions.FindAsync(code, cancellationToken) is not { } institution) return NotFound();
        Institution = institution;
        Name = institution.NameFor(Reader.Language);
        Side = await db.Sides.AsNoTracking().SingleAsync(side => side.Code == institution.SideCode, cancellationToken);
        Terms = await db.Terms.AsNoTracking().Include(term => term.Seat).ThenInclude(seat => seat!.Body)
            .Where(term => term.InstitutionId == institution.Id).ToListAsync(cancellationToken);
        Terms = [.. Terms.OrderBy(term => term.From)];
        Appointments = await leadership.AppointmentsAsync(null, institution.Id, cancellationToken);
        Related = await related.AboutAsync(new Reference("institution", code), Reader, cancellationToken);
        (Now, Zone) = (clock.GetCurrentInstant(), DateTimeZoneProviders.Tzdb[institution.Zone]);
        var today = TodayBy(clock);
        var on = new AsOf(today, today, null);
        var current = institution.Memberships.OrderByDescending(membership => on.Of(membership.Tenure)).ThenByDescending(membership => membership.From).FirstOrDefault();
        Status = current?.Status ?? MembershipStatus.Unstated;
        Map = MapOf(current, await institutions.ExtentAsync(cancellationToken));
        (Title, Description) = (Name.Text, T.Format("member.description", ("name", Name.Text), ("status", T[Status.TextKey()])));
        Walk(new Crumb(T["members.title"], Reader.To("/members")), new Crumb(Name.Text, null));
        return Page();
    }

    private MemberMap? MapOf(Membership? membership, MapExtent? extent)
    {
        if (membership is null) return null;
        var line = new MemberLine(Institution, membership, Presence.Certain, Name, []);
        return MemberMap.Of(new MemberList([new SideMembers(Side, [line])], [], null), Reader, extent);
    }
}
