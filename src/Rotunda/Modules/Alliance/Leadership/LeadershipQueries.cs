using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Alliance.Leadership;

/// <summary>A seat with its side and the order of its terms.</summary>
public sealed record SeatView(Seat Seat, Side Side, SeatTimeline Timeline);

/// <summary>A person in office together with what the record answers for a date.</summary>
public sealed record HeldOffice(Appointment Appointment, Presence Presence);

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

    /// <summary>People in office on a date, in a body or for an institution; one of the two is given.</summary>
    public async Task<IReadOnlyList<HeldOffice>> OfficesAsync(Guid? bodyId, Guid? institutionId, AsOf on, CancellationToken cancellationToken)
    {
        var appointments = await db.Appointments.AsNoTracking()
            .Where(appointment => (bodyId == null || appointment.BodyId == bodyId) && (institutionId == null || appointment.InstitutionId == institutionId))
            .Include(appointment => appointment.Institution)
            .Include(appointment => appointment.Body)
            .OrderBy(appointment => appointment.Id).ToListAsync(cancellationToken);
        // Nobody held an office of a body before there was one
        return [.. appointments
            .Select(appointment => new HeldOffice(appointment, on.Of(new Tenure(appointment.From, appointment.To, [], appointment.Body!.Founded.Earliest))))
            .Where(held => held.Presence != Presence.No)];
    }

    private async Task<IReadOnlyList<SeatView>> ViewsAsync(IQueryable<Seat> wanted, CancellationToken cancellationToken)
    {
        var sides = await db.Sides.AsNoTracking().ToDictionaryAsync(side => side.Code, cancellationToken);
        var seats = await wanted.AsNoTracking()
            .Include(seat => seat.Body)
            .Include(seat => seat.Terms).ThenInclude(term => term.Institution)
            .ToListAsync(cancellationToken);
        return [.. seats
            .OrderBy(seat => seat.Kind).ThenBy(seat => sides[seat.SideCode].Order)
            .Select(seat => new SeatView(seat, sides[seat.SideCode], new SeatTimeline(seat.Terms, seat.Body!.Founded.Earliest)))];
    }
}
