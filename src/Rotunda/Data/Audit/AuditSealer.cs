using System.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data.Leases;

namespace Rotunda.Data.Audit;

/// <summary>Numbers the entries that operations left and hashes them into the chain. One node at a time does it, so writers never queue.</summary>
public sealed class AuditSealer(IDbContextFactory<RotundaDb> contexts, NodeLeases leases) : IDisposable
{
    private const string LeaseName = "audit-sealer";
    private const int Batch = 500;

    /// <summary>How long a node keeps the lease without renewing it.</summary>
    private static readonly Duration LeaseLength = Duration.FromSeconds(15);

    // The lease keeps other nodes away; within this one the loop and a caller take turns
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Seals what waits.</summary>
    /// <returns>How many entries were sealed; 0 also when another node has the lease.</returns>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await SealInTurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<int> SealInTurnAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.AuditEntries.AnyAsync(entry => entry.Sequence == null, cancellationToken)) return 0;
        if (!await leases.TryTakeAsync(LeaseName, LeaseLength, cancellationToken)) return 0;

        var total = 0;
        while (await SealBatchAsync(db, cancellationToken) is var count and > 0)
        {
            total += count;
            db.ChangeTracker.Clear();
            if (!await leases.TryTakeAsync(LeaseName, LeaseLength, cancellationToken)) break;
        }

        return total;
    }

    private static async Task<int> SealBatchAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        // The unique index on the number makes a second sealer, whose lease lapsed under it, fail instead of forking the chain
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        var head = await db.AuditEntries.Where(entry => entry.Sequence != null)
            .OrderByDescending(entry => entry.Sequence).Select(entry => new { entry.Sequence, entry.Hash }).FirstOrDefaultAsync(cancellationToken);
        var (sequence, hash) = (head?.Sequence ?? 0, head?.Hash ?? AuditChain.Origin);
        var waiting = await db.AuditEntries.Where(entry => entry.Sequence == null).OrderBy(entry => entry.Id).Take(Batch).ToListAsync(cancellationToken);
        foreach (var entry in waiting)
        {
            hash = AuditChain.Hash(hash, ++sequence, entry);
            (entry.Sequence, entry.Hash) = (sequence, hash);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return waiting.Count;
    }
}
