using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Proposals;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Alliance.Handover;

/// <summary>A handover in preparation, as it is due.</summary>
/// <param name="Id">Of the handover.</param>
/// <param name="PlannedOn">Its day.</param>
/// <param name="ToCode">Of the next institution.</param>
/// <param name="ToName">Of the next institution.</param>
/// <param name="OpenItems">How many items of its checklist are not done.</param>
internal sealed record PlannedHandover(Guid Id, LocalDate PlannedOn, string ToCode, LocalizedText ToName, int OpenItems);

/// <summary>Reads handovers; a side's secretariat sees those of its side, a chair unit those in which it takes part.</summary>
public sealed class HandoverQueries(RotundaDb db, Permissions permissions)
{
    private const int Most = 200;

    private static readonly Expression<Func<ChairHandover, PlannedHandover>> s_row = row => new PlannedHandover(row.Id, row.PlannedOn, row.ToInstitution!.Code, row.ToInstitution.Name, row.Items.Count(item => item.DoneAt == null));

    private static readonly PreparedQuery<LocalDate, PlannedHandover> s_planned = new((db, until) =>
        db.Set<ChairHandover>().Where(row => row.State == HandoverState.Preparing && row.PlannedOn <= until).OrderBy(row => row.PlannedOn).ThenBy(row => row.Id).Select(s_row));

    /// <summary>Those in preparation first, by their planned day; then the others, latest first.</summary>
    public async Task<IReadOnlyList<ChairHandover>> AllAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await VisibleTo(viewer).AsNoTracking()
            .Include(row => row.Items).Include(row => row.Seat).Include(row => row.FromInstitution).Include(row => row.ToInstitution).AsSplitQuery()
            .OrderBy(row => row.ClosedAt != null).ThenByDescending(row => row.ClosedAt).ThenBy(row => row.PlannedOn).ThenBy(row => row.Id)
            .Take(Most).ToListAsync(cancellationToken);

    /// <summary>Those in preparation that are planned for a day or earlier, with their next institution and how many items are open; one query.</summary>
    internal static async Task<IReadOnlyList<PlannedHandover>> PlannedAsync(RotundaDb db, Permissions permissions, Viewer viewer, LocalDate until, CancellationToken cancellationToken) =>
        permissions.ScopesOf(viewer, AllianceActs.KeepChecklist) is null ? await s_planned.ListAsync(db, until, cancellationToken)
            : await VisibleTo(db, permissions, viewer).Where(row => row.State == HandoverState.Preparing && row.PlannedOn <= until).OrderBy(row => row.PlannedOn).ThenBy(row => row.Id).Select(s_row).ToListAsync(cancellationToken);

    /// <summary>A handover that the viewer may see, or null.</summary>
    public Task<ChairHandover?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken) =>
        VisibleTo(viewer).AsNoTracking()
            .Include(row => row.Items.OrderBy(item => item.Order)).Include(row => row.Seat).ThenInclude(seat => seat!.Body).Include(row => row.FromInstitution).Include(row => row.ToInstitution)
            .AsSplitQuery().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>True when a viewer may see a handover with its seat and institutions.</summary>
    internal static bool MaySee(Viewer viewer, ChairHandover handover, Permissions permissions) =>
        permissions.May(viewer, AllianceActs.KeepChecklist, AllianceActs.ScopeOfSide(handover.Seat!.SideCode))
        || permissions.May(viewer, AllianceActs.KeepChecklist, ProposalOperations.ScopeOf(handover.ToInstitution!.Code))
        || (handover.FromInstitution is { } from && permissions.May(viewer, AllianceActs.KeepChecklist, ProposalOperations.ScopeOf(from.Code)));

    private IQueryable<ChairHandover> VisibleTo(Viewer viewer) => VisibleTo(db, permissions, viewer);

    /// <summary>The handovers that a viewer may see.</summary>
    internal static IQueryable<ChairHandover> VisibleTo(RotundaDb db, Permissions permissions, Viewer viewer)
    {
        if (permissions.ScopesOf(viewer, AllianceActs.KeepChecklist) is not { } scopes) return db.Handovers;
        var (sides, codes) = (CodesOf(scopes, "side"), CodesOf(scopes, "institution"));
        return db.Handovers.Where(row => sides.Contains(row.Seat!.SideCode) || codes.Contains(row.ToInstitution!.Code) || (row.FromInstitution != null && codes.Contains(row.FromInstitution.Code)));
    }

    private static List<string> CodesOf(IReadOnlyList<string> scopes, string kind) =>
        [.. scopes.Select(scope => Reference.TryParse(scope, out var reference) && reference.Kind == kind ? reference.Code : null).OfType<string>()];
}

/// <summary>Handovers in preparation.</summary>
internal sealed class HandoversQueue(Permissions permissions) : IDeskQueue
{
    public string TextKey => "handover.title";

    public string Path => "/desk/handovers";

    public int Order => 25;

    public Act Requires => AllianceActs.KeepChecklist;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) =>
        HandoverQueries.VisibleTo(db, permissions, viewer).CountAsync(row => row.State == HandoverState.Preparing, cancellationToken);
}

/// <summary>Handovers are due on their planned day.</summary>
internal sealed class HandoversDue(Permissions permissions) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(RotundaDb db, Reader reader, Instant until, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(reader.Viewer, AllianceActs.KeepChecklist)) return [];
        var zone = reader.Zone ?? DateTimeZone.Utc;
        return [.. (await HandoverQueries.PlannedAsync(db, permissions, reader.Viewer, until.InZone(zone).Date, cancellationToken))
            .Select(row => new DueItem(
                zone.AtStartOfDay(row.PlannedOn).ToInstant(), reader.To($"/desk/handovers/{row.Id}"),
                () => reader.Texts.Format("handover.to", ("name", row.ToName.In(reader.Language)?.Text ?? row.ToCode)), () => reader.Texts.Count("handover.open-items", row.OpenItems)))];
    }
}
