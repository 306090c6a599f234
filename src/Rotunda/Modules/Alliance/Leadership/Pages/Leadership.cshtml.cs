using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Leadership.Pages;

/// <summary>Who holds the seats of the association on a date, and who held them before.</summary>
[Public]
public sealed class LeadershipModel(LeadershipQueries leadership, IClock clock) : SitePage
{
    public AsOf On { get; private set; }

    public IReadOnlyList<SeatView> Seats { get; private set; } = [];

    public bool IsHeld(SeatView seat, Term term) => seat.Timeline.Holders(On).Any(held => held.Term.Id == term.Id && held.Term.InstitutionId is not null);

    public async Task<IActionResult> OnGetAsync(string? on, CancellationToken cancellationToken)
    {
        if (!AsOf.TryRead(on, TodayBy(clock), out var date)) return BadRequest();
        (On, Title, Description) = (date, T["leadership.title"], T["leadership.deck"]);
        Walk(new Crumb(Title, null));
        if (await leadership.RootAsync(cancellationToken) is { } root) Seats = await leadership.SeatsOfAsync(root, cancellationToken);
        return Page();
    }
}
