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
public sealed record SideCount(LocalizedText Side, string Code, int Receivers, int Read, int Answered, int Overdue);

/// <summary>How far a receiver is.</summary>
public enum ReceiverState
{
    Any,

    /// <summary>Without an answer, or unread where none is asked for.</summary>
    Waiting,
    Unread,
    Answered,
    Late,
}

/// <summary>Which receivers a table shows.</summary>
/// <param name="State">How far they are.</param>
/// <param name="Side">The code of their side; empty for all.</param>
public sealed record ReceiverFilter(ReceiverState State, string Side);

/// <summary>Reads circulars for the sender and for the officers.</summary>
public sealed class CircularQueries(RotundaDb db, Permissions permissions)
{
    public const int ReceiversPerPage = 50;

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

    /// <summary>A circular with its files alone; null where there is none.</summary>
    public async Task<Circular?> HeadAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Circulars.AsNoTracking().Include(row => row.Files).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>How far each side is, counted by the database.</summary>
    public async Task<IReadOnlyList<SideCount>> CountsAsync(Circular circular, Instant now, CancellationToken cancellationToken)
    {
        var sides = await SidesAsync(cancellationToken);
        var counts = await db.CircularReceivers.Where(row => row.CircularId == circular.Id).GroupBy(row => row.Institution!.SideCode)
            .Select(group => new { Code = group.Key, All = group.Count(), Read = group.Count(row => row.ReadAt != null), Answered = group.Count(row => row.AnsweredAt != null) })
            .ToDictionaryAsync(row => row.Code, StringComparer.Ordinal, cancellationToken);
        var isOver = circular.AnswerKind != AnswerKind.None && circular.IsOverAt(now);
        return [.. sides.Where(side => counts.ContainsKey(side.Code)).Select(side => (side, counts[side.Code]))
            .Select(pair => new SideCount(pair.side.Name, pair.side.Code, pair.Item2.All, pair.Item2.Read, pair.Item2.Answered, isOver ? pair.Item2.All - pair.Item2.Answered : 0))];
    }

    /// <summary>How often each answer was chosen; empty where nothing is chosen.</summary>
    public async Task<IReadOnlyList<(int Choice, int Count)>> ChoicesAsync(Circular circular, CancellationToken cancellationToken) => circular.AnswerKind is AnswerKind.YesNo or AnswerKind.Choice
        ? [.. (await db.CircularReceivers.Where(row => row.CircularId == circular.Id && row.Choice != null).GroupBy(row => row.Choice!.Value)
            .Select(group => new { Choice = group.Key, Count = group.Count() }).ToListAsync(cancellationToken)).Select(row => (row.Choice, row.Count))]
        : [];

    /// <summary>A page of the receivers, by side and institution, and how many the filter leaves.</summary>
    public async Task<(IReadOnlyList<CircularReceiver> Rows, int Total)> ReceiversAsync(Circular circular, ReceiverFilter filter, int page, CancellationToken cancellationToken)
    {
        var (rows, before) = (db.CircularReceivers.AsNoTracking().Where(row => row.CircularId == circular.Id), (page - 1) * ReceiversPerPage);
        if (filter.Side.Length > 0) rows = rows.Where(row => row.Institution!.SideCode == filter.Side);
        rows = filter.State switch
        {
            ReceiverState.Waiting when circular.AnswerKind == AnswerKind.None => rows.Where(row => row.ReadAt == null),
            ReceiverState.Waiting => rows.Where(row => row.AnsweredAt == null),
            ReceiverState.Unread => rows.Where(row => row.ReadAt == null && row.AnsweredAt == null),
            ReceiverState.Answered => rows.Where(row => row.AnsweredAt != null),
            ReceiverState.Late => rows.Where(row => row.IsLate),
            _ => rows,
        };
        var total = await rows.CountAsync(cancellationToken);
        return (await rows.Include(row => row.Institution).OrderBy(row => row.Institution!.SideCode).ThenBy(row => row.Institution!.Code).ThenBy(row => row.Id)
            .Skip(before).Take(ReceiversPerPage).ToListAsync(cancellationToken), total);
    }

    /// <summary>True when an answer was due and did not come.</summary>
    public static bool IsOverdue(Circular circular, CircularReceiver receiver, Instant now) =>
        circular.AnswerKind != AnswerKind.None && receiver.AnsweredAt is null && circular.IsOverAt(now);

    /// <summary>What the institutions received for which the viewer answers now, also before the viewer did; waiting ones first.</summary>
    public async Task<IReadOnlyList<ReceivedRow>> ReceivedAsync(Viewer viewer, CancellationToken cancellationToken) =>
        await ReceivedBy(db, viewer, permissions).OrderBy(row => row.AnsweredAt != null).ThenByDescending(row => row.Circular!.SentAt).Take(Most)
            .Select(row => new ReceivedRow(
                row.Id, row.Circular!.Subject, row.Circular.AnswerKind, row.Institution!.Name, row.Circular.SentAt!.Value, row.Circular.ClosedAt, row.Circular.DueAt, row.Circular.Zone,
                row.ReadAt, row.AnsweredAt))
            .ToListAsync(cancellationToken);

    internal static IQueryable<CircularReceiver> ReceivedBy(RotundaDb db, Viewer viewer, Permissions permissions)
    {
        var held = viewer.Grants.Where(grant => grant.Scope is { } scope && scope.StartsWith("institution:", StringComparison.Ordinal) && permissions.May(viewer with { Grants = [grant] }, CorrespondenceActs.Answer, scope)).ToList();
        var (codes, pairs) = (held.ConvertAll(grant => grant.Scope!["institution:".Length..]), held.ConvertAll(grant => $"{grant.Role} {grant.Scope}"));
        // A circular is for those who hold its role: an institution may have officers of several
        return db.CircularReceivers.AsNoTracking().Where(row => row.Circular!.SentAt != null && codes.Contains(row.Institution!.Code) && pairs.Contains(row.Circular.Role + " institution:" + row.Institution.Code));
    }

    /// <summary>Those of a viewer's circulars that still wait: for an answer, or for being read where none is asked for.</summary>
    internal static IQueryable<CircularReceiver> WaitingFor(RotundaDb db, Viewer viewer, Permissions permissions, Instant now) =>
        ReceivedBy(db, viewer, permissions).Where(row => row.Circular!.ClosedAt == null
            && (row.Circular.AnswerKind == AnswerKind.None ? row.ReadAt == null : row.AnsweredAt == null && (row.Circular.TakesLateAnswers || row.Circular.DueAt >= now)));
}
