using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Handover.Pages;

/// <summary>The handovers of seats, and the nomination that begins one.</summary>
[Requires(AllianceActs.KeepChecklistName)]
[NeverCached]
public sealed class DeskHandoversModel(HandoverQueries handovers, HandoverOperations operations, LeadershipQueries leadership, BodyQueries bodies, InstitutionQueries institutions, Permissions permissions) : FormPage
{
    public IReadOnlyList<ChairHandover> Handovers { get; private set; } = [];

    /// <summary>The seats that the viewer may hand over, with what they are called.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Seats { get; private set; } = [];

    /// <summary>The names of seats by id.</summary>
    public IReadOnlyDictionary<Guid, string> SeatNames { get; private set; } = new Dictionary<Guid, string>();

    public IReadOnlyList<(string Code, string Name)> Institutions { get; private set; } = [];

    [BindProperty]
    public Guid SeatId { get; set; }

    [BindProperty]
    public string? InstitutionCode { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? PlannedOn { get; set; }

    [BindProperty]
    public string? Invitees { get; set; }

    [BindProperty]
    public string? DeskTakers { get; set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => await PrepareAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (outcome, id) = await operations.NominateAsync(
            Reader.Viewer, new NominationWish(SeatId, InstitutionCode ?? "", Number ?? "", PlannedOn ?? "", Invitees ?? "", DeskTakers ?? ""), cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/handovers/{id}"));
        if (outcome is Outcome.Refused) return Forbid();
        if (outcome is Outcome.Missing) return NotFound();
        await PrepareAsync(cancellationToken);
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["handover.title"], true);
        Handovers = await handovers.AllAsync(Reader.Viewer, cancellationToken);
        var names = (await bodies.TreeAsync(cancellationToken)).ToDictionary(body => body.Id, body => (body.ShortName.IsEmpty ? body.Name : body.ShortName).Plain(Reader.Language));
        var seats = await leadership.AllSeatsAsync(cancellationToken);
        SeatNames = seats.ToDictionary(seat => seat.Seat.Id, seat => $"{T.Format("seat.of-side", ("kind", T[seat.Seat.Kind.TextKey()]), ("side", seat.Side.Name.Plain(Reader.Language)))} · {names.GetValueOrDefault(seat.Seat.BodyId)}");
        var own = seats.Where(seat => permissions.May(Reader.Viewer, AllianceActs.HandOver, AllianceActs.ScopeOfSide(seat.Seat.SideCode))).ToList();
        Seats = [.. own.Select(seat => (seat.Seat.Id, SeatNames[seat.Seat.Id]))];
        if (own.Count == 0) return;
        var sides = own.Select(seat => seat.Seat.SideCode).ToHashSet(StringComparer.Ordinal);
        Institutions = await institutions.OfSidesAsync(sides, Reader, cancellationToken);
    }
}
