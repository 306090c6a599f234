using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>Circulars that wait for the viewer's answer.</summary>
internal sealed class ReceivedQueue(Permissions permissions, IClock clock) : IDeskQueue
{
    public string TextKey => "queue.received";

    public string Path => "/desk/inbox";

    public int Order => 5;

    public Act Requires => CorrespondenceActs.Answer;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) =>
        CircularQueries.WaitingFor(db, viewer, permissions, clock.GetCurrentInstant()).CountAsync(cancellationToken);
}

/// <summary>Circulars of the secretariat that are open.</summary>
internal sealed class OpenCircularsQueue : IDeskQueue
{
    private static readonly PreparedCount s_count = new((db, _) =>
        db.Set<Circular>().Count(circular => circular.SentAt != null && circular.ClosedAt == null));

    public string TextKey => "queue.circulars";

    public string Path => "/desk/circulars";

    public int Order => 6;

    public Act Requires => CorrespondenceActs.Send;

    public Task<int> CountAsync(RotundaDb db, Viewer viewer, CancellationToken cancellationToken) => s_count.CountAsync(db, cancellationToken);
}

/// <summary>Until when circulars are to be answered: for officers those that wait for them, for the secretariat the open ones.</summary>
internal sealed class CircularsDue(Permissions permissions, IClock clock) : IDueSource
{
    private const int Most = 100;

    private sealed record Row(Guid Id, Instant? DueAt, LocalizedText Subject, int All, int Answered);

    private static readonly PreparedQuery<Instant, Row> s_open = new((db, until) =>
        db.Set<Circular>().AsNoTracking().Where(row => row.SentAt != null && row.ClosedAt == null && row.AnswerKind != AnswerKind.None && row.DueAt <= until)
            .OrderBy(row => row.DueAt).Take(Most)
            .Select(row => new Row(row.Id, row.DueAt, row.Subject, row.Receivers.Count, row.Receivers.Count(receiver => receiver.AnsweredAt != null))));

    public async Task<IReadOnlyList<DueItem>> DueAsync(RotundaDb db, Reader reader, Instant until, CancellationToken cancellationToken)
    {
        var items = new List<DueItem>();
        if (permissions.MaySomewhere(reader.Viewer, CorrespondenceActs.Answer))
        {
            var waiting = await CircularQueries.WaitingFor(db, reader.Viewer, permissions, clock.GetCurrentInstant()).Where(row => row.Circular!.DueAt != null && row.Circular.DueAt <= until)
                .OrderBy(row => row.Circular!.DueAt).Take(Most).Select(row => new { row.Id, row.Circular!.DueAt, row.Circular.Subject, row.Institution!.Name }).ToListAsync(cancellationToken);
            items.AddRange(waiting.Select(row => new DueItem(row.DueAt!.Value, reader.To("/desk/inbox/" + row.Id), () => row.Subject.Plain(reader.Language), () => row.Name.Plain(reader.Language))));
        }

        if (permissions.May(reader.Viewer, CorrespondenceActs.Send))
        {
            items.AddRange((await s_open.ListAsync(db, until, cancellationToken)).Select(row => new DueItem(
                row.DueAt!.Value, reader.To("/desk/circulars/" + row.Id), () => row.Subject.Plain(reader.Language), () => reader.Texts.Format("circular.answered-of", ("answered", row.Answered), ("all", row.All)))));
        }

        return items;
    }
}

/// <summary>Files of circulars for the secretariat and the receivers; files of answers for the secretariat and the institution that answered.</summary>
internal sealed class CircularFiles(RotundaDb db, Permissions permissions) : IFileHolder
{
    public async Task<bool?> IsPublicAsync(string hash, string name, Viewer viewer, CancellationToken cancellationToken)
    {
        if (!viewer.IsSignedIn) return null;
        var maySend = permissions.May(viewer, CorrespondenceActs.Send);
        var received = CircularQueries.ReceivedBy(db, viewer, permissions);
        var isAttached = await db.Set<CircularFile>().AnyAsync(
            file => file.Hash == hash && file.Name == name && (maySend || received.Any(row => row.CircularId == file.CircularId)), cancellationToken);
        if (isAttached || await received.AnyAsync(row => row.FileHash == hash && row.FileName == name, cancellationToken)) return false;
        return maySend && await db.CircularReceivers.AnyAsync(row => row.FileHash == hash && row.FileName == name, cancellationToken) ? false : null;
    }
}

/// <summary>Every file that a circular or an answer names is stored: what nobody refers to is deleted and left out of backups.</summary>
internal sealed class CircularFilesStored : IInvariant
{
    public string Name => "circular-files-stored";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var named = db.Set<CircularFile>().Select(file => file.Hash).Union(db.CircularReceivers.Where(row => row.FileHash != null).Select(row => row.FileHash!));
        return [.. (await named.Where(hash => !db.Set<StoredFile>().Any(file => file.Hash == hash)).ToListAsync(cancellationToken)).Select(hash => $"The file {hash} is named by a circular or an answer and is not stored.")];
    }
}

/// <summary>A late answer is marked as one, and an answer in time is not.</summary>
internal sealed class AnswersInTime : IInvariant
{
    public string Name => "answers-in-time";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken) =>
        [.. (await db.CircularReceivers.AsNoTracking().Where(row => row.AnsweredAt != null)
            .Select(row => new { row.Id, row.AnsweredAt, row.IsLate, row.Circular!.DueAt, row.Circular.ClosedAt }).ToListAsync(cancellationToken))
            .Where(row => row.IsLate != (row.DueAt is { } due && row.AnsweredAt > due) || row.AnsweredAt > row.ClosedAt)
            .Select(row => $"The answer {row.Id} is marked wrongly as late or in time, or came after the end.")];
}
