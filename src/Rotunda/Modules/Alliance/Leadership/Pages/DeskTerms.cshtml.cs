using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Leadership.Pages;

/// <summary>The seats of all bodies with their terms, for those who keep the registry.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskTermsModel(BodyQueries bodies, LeadershipQueries leadership) : SitePage
{
    /// <summary>A body with its seats.</summary>
    public sealed record SeatsOfBody(LocalizedText Name, IReadOnlyList<SeatView> Seats);

    public IReadOnlyList<SeatsOfBody> Bodies { get; private set; } = [];

    public bool IsSaved { get; private set; }

    public async Task OnGetAsync(bool saved, CancellationToken cancellationToken)
    {
        (Title, IsUnlisted, IsSaved) = (T["nav.terms"], true, saved);
        var seats = (await leadership.AllSeatsAsync(cancellationToken)).ToLookup(seat => seat.Seat.BodyId);
        Bodies = [.. (await bodies.TreeAsync(cancellationToken)).Where(body => seats.Contains(body.Id)).Select(body => new SeatsOfBody(body.ShortName.IsEmpty ? body.Name : body.ShortName, [.. seats[body.Id]]))];
    }
}
