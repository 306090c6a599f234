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
using Rotunda.Modules.Shared.Languages;
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

    public AsOf On { get; private set; }

    /// <summary>The key of the words for how it belongs to the association on the date: a status, one that it had before, or none.</summary>
    public string StandingKey { get; private set; } = "";

    /// <summary>How surely it belonged on the date.</summary>
    public Presence Presence { get; private set; }

    public IReadOnlyList<Term> Terms { get; private set; } = [];

    public IReadOnlyList<HeldOffice> Offices { get; private set; } = [];

    public IReadOnlyList<RelatedList> Related { get; private set; } = [];

    /// <summary>The grounds of the institution and of its names, each once.</summary>
    public IReadOnlyList<Citation> Sources { get; private set; } = [];

    public MemberMap? Map { get; private set; }

    public Instant Now { get; private set; }

    public DateTimeZone Zone { get; private set; } = DateTimeZone.Utc;

    public async Task<IActionResult> OnGetAsync(string code, string? on, CancellationToken cancellationToken)
    {
        if (await institutions.FindAsync(code, cancellationToken) is not { } institution) return NotFound();
        if (!AsOf.TryRead(on, TodayBy(clock), out var date)) return BadRequest();
        (Institution, On) = (institution, date);
        Name = institution.NameFor(Reader.Language);
        Side = await db.Sides.AsNoTracking().SingleAsync(side => side.Code == institution.SideCode, cancellationToken);
        Terms = await db.Terms.AsNoTracking().Include(term => term.Seat).ThenInclude(seat => seat!.Body)
            .Where(term => term.InstitutionId == institution.Id).ToListAsync(cancellationToken);
        Terms = [.. Terms.OrderBy(term => term.From)];
        Offices = await leadership.OfficesAsync(null, institution.Id, date, cancellationToken);
        Related = await related.AboutAsync(new Reference("institution", code), Reader, cancellationToken);
        (Now, Zone) = (clock.GetCurrentInstant(), DateTimeZoneProviders.Tzdb[institution.Zone]);
        var (membership, presence) = await institutions.StandingAsync(institution, date, cancellationToken);
        Presence = presence;
        StandingKey = membership is null ? "status.none" : presence == Presence.No ? membership.Status.FormerTextKey() : membership.Status.TextKey();
        Map = MapOf(membership, presence, await institutions.ExtentAsync(cancellationToken));
        Sources = [.. institution.Citations.Concat(institution.Names.SelectMany(name => name.Citations)).Distinct()];
        (Title, Description) = (Name.Text, T.Format("member.description", ("name", Name.Text), ("status", T[StandingKey])));
        Walk(new Crumb(T["members.title"], Reader.To("/members")), new Crumb(Name.Text, null));
        return Page();
    }

    private MemberMap? MapOf(Membership? membership, Presence presence, MapExtent? extent)
    {
        if (membership is null) return null;
        // The point of an institution that left says so
        var name = presence == Presence.No ? Name with { Text = T.Aside(Name.Text, T.Inline(StandingKey)) } : Name;
        var line = new MemberLine(Institution, membership, presence, name, []);
        return MemberMap.Of(new MemberList([new SideMembers(Side, [line])], [], null), Reader, extent);
    }
}
