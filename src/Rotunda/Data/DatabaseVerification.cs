using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Data;

/// <summary>Verifies what holds for the whole database: the audit chain, the stored files, and every invariant that modules contribute.</summary>
public static class DatabaseVerification
{
    private const int Batch = 1000;

    /// <returns>Every violation in a sentence, and a summary.</returns>
    public static async Task<(IReadOnlyList<string> Violations, string Summary)> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await RunAsync(
            scope.ServiceProvider.GetRequiredService<RotundaDb>(), scope.ServiceProvider.GetRequiredService<FileStore>(), [.. scope.ServiceProvider.GetServices<IInvariant>()], cancellationToken);
    }

    /// <summary>Verifies chain and rules as they stood at one moment, so that what a serving program is writing is seen before or after and never halfway; files are read after that.</summary>
    /// <inheritdoc cref="RunAsync(IServiceProvider, CancellationToken)"/>
    public static async Task<(IReadOnlyList<string> Violations, string Summary)> RunAsync(RotundaDb db, FileStore store, IReadOnlyList<IInvariant> invariants, CancellationToken cancellationToken)
    {
        var violations = new List<string>();
        var (entries, head) = (0L, Array.Empty<byte>());
        await using (await Snapshot.BeginAsync(db, cancellationToken))
        {
            (entries, head) = await VerifyChainAsync(db, violations, cancellationToken);
            foreach (var invariant in invariants)
                violations.AddRange((await invariant.ViolationsAsync(db, cancellationToken)).Select(violation => $"{invariant.Name}: {violation}"));
        }

        var files = await VerifyFilesAsync(db, store, violations, cancellationToken);
        return (violations, $"{entries} audit entries, {files} files and {invariants.Count} rules hold. Head: {Convert.ToHexStringLower(head)}");
    }

    /// <summary>The sealed chain in order, from a number on.</summary>
    public static IQueryable<ChainedEntry> Chain(RotundaDb db, long from) =>
        db.AuditEntries.AsNoTracking().Where(entry => entry.Sequence >= from).OrderBy(entry => entry.Sequence)
            .Select(entry => new ChainedEntry(entry.Sequence!.Value, entry.Id, entry.At, entry.ActorId, entry.Action, entry.SubjectKind, entry.SubjectId, entry.PayloadHash, entry.Hash!));

    private static async Task<(long Count, byte[] Head)> VerifyChainAsync(RotundaDb db, List<string> violations, CancellationToken cancellationToken)
    {
        var (previous, next) = (AuditChain.Origin, 1L);
        // Numbers below the first would lie outside the walk
        if (await db.AuditEntries.Where(entry => entry.Sequence < 1).MinAsync(entry => entry.Sequence, cancellationToken) is { } stray)
            violations.Add($"audit chain: {AuditChain.FirstBreak(previous, next, await Chain(db, stray).Take(1).ToListAsync(cancellationToken))}");
        while (true)
        {
            var batch = await Chain(db, next).Take(Batch).ToListAsync(cancellationToken);
            if (AuditChain.FirstBreak(previous, next, batch) is { } fault)
            {
                violations.Add("audit chain: " + fault);
                break;
            }

            if (batch.Count > 0) (previous, next) = (batch[^1].Hash, batch[^1].Sequence + 1);
            if (batch.Count < Batch) break;
        }

        await foreach (var row in db.AuditEntries.AsNoTracking().Where(entry => entry.Payload != null)
            .Select(entry => new { entry.Id, entry.Sequence, entry.PayloadHash, entry.Payload!.Salt, entry.Payload.Json }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!AuditChain.PayloadHash(row.Salt, row.Json).AsSpan().SequenceEqual(row.PayloadHash))
                violations.Add($"audit chain: the details of entry {row.Sequence?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? row.Id.ToString()} were changed.");
        }

        return (next - 1, previous);
    }

    private static async Task<int> VerifyFilesAsync(RotundaDb db, FileStore files, List<string> violations, CancellationToken cancellationToken)
    {
        var hashes = await db.Set<StoredFile>().Select(file => file.Hash).ToListAsync(cancellationToken);
        foreach (var hash in hashes)
        {
            var actual = await files.RehashAsync(hash, cancellationToken);
            if (actual is null) violations.Add($"files: {hash} is missing.");
            else if (actual != hash) violations.Add($"files: {hash} holds other bytes.");
        }

        return hashes.Count;
    }
}
