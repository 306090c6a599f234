using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>A circular in the sender's list.</summary>
public sealed record CircularRow(Guid Id, LocalizedText Subject, AnswerKind AnswerKind, Instant CreatedAt, Instant? SentAt, Instant? ClosedAt, Instant? DueAt, string Zone, bool IsDemonstration, int Receivers, int Read, int Answered);

/// <summary>A circular in an officer's list.</summary>
public sealed record ReceivedRow(Guid ReceiverId, LocalizedText Subject, AnswerKind AnswerKind, LocalizedText Institution, Instant SentAt, Instant? ClosedAt, Instant? DueAt, string Zone, Instant? ReadAt, Instant? AnsweredAt);

/// <summary>How far the receivers of one side are.</summary>
public sealed record SideCount(LocalizedText Side, int Receivers, int Read, int Answered, int Overdue);

/// <summary>Reads circulars for the sender and for the officers.</summary>
public sealed class CircularQueries(RotundaDb db, Permissions permissions)
{
    private const int Most = 200;

    /// <summary>Drafts first, then the latest; one query.</summary>
    public async Task<IReadOnlyList<CircularRow>> AllAsync(CancellationToken cancellationToken) =>
        await db.Circulars.AsNoTracking().OrderBy(row => row.SentAt != null).ThenByDescending(row => row.SentAt).ThenByDescending(row => row.CreatedAt).Take(Most)
            .Select(row => new CircularRow(
                row.Id, row.Subject, row.AnswerKind, row.CreatedAt, row.SentAt, row.ClosedAt, row.DueAt, row.Zone, row.IsDemonstration,
                row.Receivers.Count, row.Receivers.Count(receiver => receiver.ReadAt != null), row.Receivers.Count(receiver => receiver.AnsweredAt != null)))
            .ToListAsync(cancellationToken);

    /// <summary>A circular with files and receivers, these by side and institution; null where there is none.</summary>
    public async Task<Circular?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Circulars.AsNoTracking().AsSplitQuery().Include(row => row.Files)
            .Include(row => row.Receivers.OrderBy(receiver => receiver.Institution!.SideCode).ThenBy(receiver => receiver.Institution!.Code).ThenBy(receiver => receiver.Id))
            .ThenInclude(receiver => receiver.Institution)
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>The sides by code, in their order.</summary>
    public async Task<IReadOnlyList<Side>> SidesAsync(CancellationToken cancellationToken) =>
        await db.Set<Side>().AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken);

    /// <summary>How far each side is.</summary>
    public static IReadOnlyList<SideCount> CountsOf(Circular circular, IReadOnlyList<Side> sides, Instant now) =>
        [.. from side in sides
            let receivers = circular.Receivers.Where(receiver => receiver.Institution!.SideCode == side.Code).ToList()
            where receivers.Count > 0
            select new SideCount(
                side.Name, receivers.Count, receivers.Count(receiver => receiver.ReadAt is not null), receivers.Count(receiver => receiver.AnsweredAt is not null),
                receivers.Count(receiver => IsOverdue(circular, receiver, now)))];

    /// <summary>True when an answer was due and did not come.</summary>
    public static bool IsOverdue(Circular circular, CircularReceiver receiver, Instant now) =>
        circular.AnswerKind != AnswerKind.None && receiver.AnsweredAt is null && circular.IsOverAt(now);

    /// <summary>What a viewer received for the institutions for which the viewer still answers; waiting ones first.</summary>
    public async Task<IReadOnlyList<ReceivedRow>> ReceivedAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await ReceivedBy(db, viewer, permissions).OrderBy(row => row.AnsweredAt != null).ThenByDescending(row => row.Circular!.SentAt).Take(Most)
            .Select(row => new ReceivedRow(
                row.Id, row.Circular!.Subject, row.Circular.AnswerKind, row.Institution!.Name, row.Circular.SentAt!.Value, row.Circular.ClosedAt, row.Circular.DueAt, row.Circular.Zone,
                row.ReadAt, row.AnsweredAt))
            .ToListAsync(cancellationToken);

    internal static IQueryable<CircularReceiver> ReceivedBy(RotundaDb db, Viewer viewer, Permissions permissions)
    {
        var scopes = permissions.ScopesOf(viewer, CorrespondenceActs.Answer) ?? [];
        var codes = scopes.Where(scope => scope.StartsWith("institution:", StringComparison.Ordinal)).Select(scope => scope["institution:".Length..]).ToList();
        return db.CircularReceivers.AsNoTracking().Where(row => row.AccountId == viewer.AccountId && row.AccountId != null && codes.Contains(row.Institution!.Code));
    }

    /// <summary>Those of a viewer's circulars that still wait: for an answer, or for being read where none is asked for.</summary>
    internal static IQueryable<CircularReceiver> WaitingFor(RotundaDb db, Viewer viewer, Permissions permissions, Instant now) =>
        ReceivedBy(db, viewer, permissions).Where(row => row.Circular!.ClosedAt == null
            && (row.Circular.AnswerKind == AnswerKind.None ? row.ReadAt == null : row.AnsweredAt == null && (row.Circular.TakesLateAnswers || row.Circular.DueAt >= now)));
}
