using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Rotunda.Data;

/// <summary>Reads that see the database as it stood at their first one, whatever others write meanwhile. Holds nobody up, and writes nothing.</summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly RotundaDb _db;
    private readonly DbTransaction? _transaction;
    private readonly IDbContextTransaction? _used;

    private Snapshot(RotundaDb db, DbTransaction? transaction, IDbContextTransaction? used) => (_db, _transaction, _used) = (db, transaction, used);

    /// <summary>Begins one; inside a transaction that transaction is what is seen.</summary>
    public static async Task<Snapshot> BeginAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null) return new Snapshot(db, null, null);
        await db.Database.OpenConnectionAsync(cancellationToken);
        // SQLite's own transactions of reading do not take the place of the one writer
        var transaction = db.Database.GetDbConnection() is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await db.Database.GetDbConnection().BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return new Snapshot(db, transaction, await db.Database.UseTransactionAsync(transaction, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is null) return;
        if (_used is not null) await _used.DisposeAsync();
        await _transaction.DisposeAsync();
        await _db.Database.CloseConnectionAsync();
    }
}
