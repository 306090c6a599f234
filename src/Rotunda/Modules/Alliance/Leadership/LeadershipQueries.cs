using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>A seat with its side and the order of its terms.</summary>
public sealed record SeatView(Seat Seat, Side Side, SeatTimeline Timeline);

/// <summary>Reads seats and terms for pages.</summary>
public sealed class LeadershipQueries(RotundaDb db)
{
    /// <summary>The seats of a body with all their terms and holders, by kind and in the order of the sides.</summary>
    public Task<IReadOnlyList<SeatView>> SeatsOfAsync(string bodyCode, CancellationToken cancellationToken) =>
        ViewsAsync(db.Seats.Where(seat => seat.Body!.Code == bodyCode), cancellationToken);

    /// <summary>The seats of all bodies.</summary>
    public Task<IReadOnlyList<SeatView>> AllSeatsAsync(CancellationToken cancellationToken) => ViewsAsync(db.Seats, cancellationToken);

    /// <summary>The code of the association itself: the root of the tree of bodies; null in an empty database.</summary>
    public Task<string?> RootAsync(CancellationToken cancellationToken) =>
        db.Bodies.Where(body => body.Kind == BodyKind.Association).Select(body => body.Code).FirstOrDefaultAsync(cancellationToken);

    /// <summary>People in office in a body or for an institution; one of the two is given.</summary>
    public async Task<IReadOnlyList<Appointment>> AppointmentsAsync(Guid? bodyId, Guid? institutionId, CancellationToken cancellationToken) =>
        await db.Appointments.AsNoTracking()
            .Where(appointment => (bodyId == null || appointment.BodyId == bodyId) && (institutionId == null || appointment.InstitutionId == institutionId))
            .Include(appointment => appointment.Institution)
            .Include(appointment => appointment.Body)
            .OrderBy(appointment => appointment.Id).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<SeatView>> ViewsAsync(IQueryable<Seat> wanted, CancellationToken cancellationToken)
    {
        var sides = await db.Sides.AsNoTracking().ToDictionaryAsync(side => side.Code, cancellationToken);
        var seats = await wanted.AsNoTracking()
            .Include(seat => seat.Terms).ThenInclude(term => term.Institution)
            .ToListAsync(cancellationToken);
        return [.. seats
            .OrderBy(seat => seat.Kind).ThenBy(seat => sides[seat.SideCode].Order)
            .Select(seat => new SeatView(seat, sides[seat.SideCode], new SeatTimeline(seat.Terms)))];
    }
}
