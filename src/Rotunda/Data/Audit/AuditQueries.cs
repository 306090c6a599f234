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
public sealed record AuditLine(long? Sequence, Instant At, string Action, string SubjectKind, string SubjectId, AuditDetails? Details);

/// <summary>Reads the audit trail for the desk.</summary>
public sealed class AuditQueries(RotundaDb db)
{
    public const int PageSize = 50;

    /// <summary>What was done to a thing, latest first.</summary>
    public Task<IReadOnlyList<AuditLine>> OfAsync(string subjectKind, string subjectId, int count, CancellationToken cancellationToken) =>
        LinesAsync(db.AuditEntries.Where(entry => entry.SubjectKind == subjectKind && entry.SubjectId == subjectId).OrderByDescending(entry => entry.Id).Take(count), cancellationToken);

    /// <summary>The latest entries.</summary>
    public Task<IReadOnlyList<AuditLine>> LatestAsync(int count, CancellationToken cancellationToken) =>
        LinesAsync(db.AuditEntries.OrderByDescending(entry => entry.Id).Take(count), cancellationToken);

    /// <summary>A page of everything, latest first.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<AuditLine>> PageAsync(int page, CancellationToken cancellationToken)
    {
        var before = (page - 1) * PageSize;
        return LinesAsync(db.AuditEntries.OrderByDescending(entry => entry.Id).Skip(before).Take(PageSize), cancellationToken);
    }

    private static async Task<IReadOnlyList<AuditLine>> LinesAsync(IQueryable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var rows = await entries.AsNoTracking()
            .Select(entry => new { entry.Sequence, entry.At, entry.Action, entry.SubjectKind, entry.SubjectId, Json = entry.Payload == null ? null : entry.Payload.Json })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new AuditLine(
            row.Sequence, row.At, row.Action, row.SubjectKind, row.SubjectId,
            row.Json is null ? null : JsonSerializer.Deserialize<AuditDetails>(row.Json, StoredJson.Options)))];
    }
}
