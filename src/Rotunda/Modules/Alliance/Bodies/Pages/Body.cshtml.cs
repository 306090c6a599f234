using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Totals;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Bodies.Pages;

/// <summary>One body: its leads on each side, its members, what it declared and what other modules know of it.</summary>
[Public]
public sealed class BodyModel(RotundaDb db, BodyQueries bodies, LeadershipQueries leadership, RelatedParts related, IClock clock) : SitePage
{
    /// <summary>The members of one side on the date.</summary>
    public sealed record SideOfBody(Side Side, IReadOnlyList<BodyMember> Members);

    public Body Body { get; private set; } = null!;

    public AsOf On { get; private set; }

    public IReadOnlyList<SeatView> Seats { get; private set; } = [];

    public IReadOnlyList<SideOfBody> Members { get; private set; } = [];

    public IReadOnlyList<HeldOffice> Offices { get; private set; } = [];

    public IReadOnlyList<DeclaredTotal> Totals { get; private set; } = [];

    public IReadOnlyList<Body> Children { get; private set; } = [];

    public IReadOnlyList<RelatedList> Related { get; private set; } = [];

    /// <summary>The grounds of the body, of its seats and of who belongs to it, each once.</summary>
    public IReadOnlyList<Citation> Sources { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string code, string? on, CancellationToken cancellationToken)
    {
        if (await bodies.FindAsync(code, cancellationToken) is not { } body) return NotFound();
        if (!AsOf.TryRead(on, TodayBy(clock), out var date)) return BadRequest();
        (Body, On) = (body, date);
        var name = body.Name.Plain(Reader.Language);
        (Title, Description) = (name, body.About.Plain(Reader.Language));
        Walk(new Crumb(T["bodies.title"], Reader.To("/bodies")), new Crumb(name, null));
        Seats = await leadership.SeatsOfAsync(code, cancellationToken);
        Members = MembersOn(await db.Sides.AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken));
        Offices = await leadership.OfficesAsync(body.Id, null, date, cancellationToken);
        // What nobody dated may have been declared by then, and a body that nobody dated may have stood
        Totals = [.. (await bodies.TotalsAsync(body.Id, cancellationToken)).Where(total => !(total.Date.Earliest > date.Last))];
        Children = [.. (await bodies.TreeAsync(cancellationToken)).Where(other => other.ParentId == body.Id && date.Of(new Tenure(other.Founded, null, [])) != Presence.No)];
        Sources = [.. body.Citations.Concat(Seats.SelectMany(seat => seat.Seat.Citations)).Concat(Members.SelectMany(side => side.Members).SelectMany(member => member.Citations)).Distinct()];
        Related = await related.AboutAsync(new Reference("body", code), Reader, cancellationToken);
        return Page();
    }

    private List<SideOfBody> MembersOn(List<Side> sides)
    {
        var present = Body.Members.Where(member => On.Of(new Tenure(member.From, member.To, [], Body.Founded.Earliest)) != Presence.No).ToList();
        return [.. sides
            .Select(side => new SideOfBody(side, [.. present
                .Where(member => member.Institution!.SideCode == side.Code)
                .OrderBy(member => Reader.Language.SortKey(member.Institution!.NameFor(Reader.Language).Text), ByteOrder.Instance)]))
            .Where(side => side.Members.Count > 0)];
    }
}
