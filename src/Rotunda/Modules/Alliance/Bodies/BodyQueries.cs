using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Totals;

namespace Rotunda.Modules.Alliance.Bodies;

/// <summary>Reads bodies for pages.</summary>
public sealed class BodyQueries(RotundaDb db)
{
    /// <summary>All bodies, the association first, then by order.</summary>
    public async Task<IReadOnlyList<Body>> TreeAsync(CancellationToken cancellationToken) =>
        await db.Bodies.AsNoTracking().OrderBy(body => body.Order).ToListAsync(cancellationToken);

    /// <summary>A body with its members, or null.</summary>
    public Task<Body?> FindAsync(string code, CancellationToken cancellationToken) =>
        db.Bodies.AsNoTracking().Include(body => body.Members).ThenInclude(member => member.Institution)
            .SingleOrDefaultAsync(body => body.Code == code, cancellationToken);

    /// <summary>What the body declared of itself, earliest first.</summary>
    public async Task<IReadOnlyList<DeclaredTotal>> TotalsAsync(Guid bodyId, CancellationToken cancellationToken) =>
        await db.DeclaredTotals.AsNoTracking().Where(total => total.BodyId == bodyId).OrderBy(total => total.Date).ToListAsync(cancellationToken);
}
