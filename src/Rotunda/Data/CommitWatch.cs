using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Rotunda.Data;

/// <summary>Numbers the writes of this program, so that what was read before one is not taken for what holds after it.</summary>
/// <remarks>A write inside a transaction counts when it is sent and once more when it is committed. Other programs on the same database are not seen.</remarks>
public sealed class CommitWatch : DbCommandInterceptor, ISaveChangesInterceptor, IDbTransactionInterceptor
{
    private long _number;

    /// <summary>Grows with every write.</summary>
    public long Number => Interlocked.Read(ref _number);

    /// <summary>Something was written.</summary>
    public void Advance() => Interlocked.Increment(ref _number);

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        if (result > 0) Advance();
        return result;
    }

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) => ValueTask.FromResult(SavedChanges(eventData, result));

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Advance();
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(NonQueryExecuted(command, eventData, result));

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Advance();

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Advance();
        return Task.CompletedTask;
    }
}
