using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data.Values;

namespace Rotunda.Data.Audit;

/// <summary>An entry of the audit trail for people.</summary>
/// <param name="Sequence">The place in the chain; null for the second before it is sealed.</param>
/// <param name="At">When.</param>
/// <param name="Action">What was done.</param>
/// <param name="SubjectKind">To what kind of thing.</param>
/// <param name="SubjectId">To which.</param>
/// <param name="Details">By whom and what in detail; null after an erasure.</param>
public sealed record AuditLine(long? Sequence, Instant At, string Action, string SubjectKind, string SubjectId, AuditDetails? Details)
{
    /// <summary>What the thing is called; null where nobody asked, or where it is gone.</summary>
    public AuditSubject? Subject { get; init; }
}

/// <summary>What a thing of the audit trail is called.</summary>
/// <param name="Label">In the reader's language.</param>
/// <param name="Path">The page of the desk that shows it, without the language; null where the reader may not open one.</param>
public sealed record AuditSubject(string Label, string? Path);

/// <summary>Reads the audit trail for the desk.</summary>
public sealed class AuditQueries(RotundaDb db)
{
    public const int PageSize = 50;

    private sealed record Row(long? Sequence, Instant At, string Action, string SubjectKind, string SubjectId, string? Json);

    private static readonly Expression<Func<AuditEntry, Row>> s_row = entry => new Row(entry.Sequence, entry.At, entry.Action, entry.SubjectKind, entry.SubjectId, entry.Payload == null ? null : entry.Payload.Json);

    private static readonly PreparedQuery<int, Row> s_latest = new((db, count) => db.Set<AuditEntry>().OrderByDescending(entry => entry.Id).Take(count).Select(s_row));

    /// <summary>What was done to a thing, latest first.</summary>
    public Task<IReadOnlyList<AuditLine>> OfAsync(string subjectKind, string subjectId, int count, CancellationToken cancellationToken) =>
        LinesAsync(db.AuditEntries.Where(entry => entry.SubjectKind == subjectKind && entry.SubjectId == subjectId).OrderByDescending(entry => entry.Id).Take(count), cancellationToken);

    /// <summary>The latest entries.</summary>
    public async Task<IReadOnlyList<AuditLine>> LatestAsync(int count, CancellationToken cancellationToken) => Lines(await s_latest.ListAsync(db, count, cancellationToken));

    /// <summary>A page of everything, latest first, and whether there are older entries.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<(IReadOnlyList<AuditLine> Lines, bool HasOlder)> PageAsync(int page, CancellationToken cancellationToken)
    {
        var before = (page - 1) * PageSize;
        var lines = await LinesAsync(db.AuditEntries.OrderByDescending(entry => entry.Id).Skip(before).Take(PageSize + 1), cancellationToken);
        return ([.. lines.Take(PageSize)], lines.Count > PageSize);
    }

    private static async Task<IReadOnlyList<AuditLine>> LinesAsync(IQueryable<AuditEntry> entries, CancellationToken cancellationToken) =>
        Lines(await entries.Select(s_row).ToListAsync(cancellationToken));

    private static IReadOnlyList<AuditLine> Lines(IEnumerable<Row> rows) => [.. rows.Select(row => new AuditLine(
        row.Sequence, row.At, row.Action, row.SubjectKind, row.SubjectId, row.Json is null ? null : JsonSerializer.Deserialize<AuditDetails>(row.Json, StoredJson.Options)))];
}
