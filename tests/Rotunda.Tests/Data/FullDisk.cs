using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Rotunda.Tests.Data;

/// <summary>Lets a test fill the disk: while it is full, no connection may make the embedded database larger.</summary>
public sealed class FullDisk : DbCommandInterceptor
{
    /// <summary>SQLite takes the present size of the file where it is asked for less.</summary>
    private const int NoFurtherPage = 1;

    private const int Unlimited = 1_073_741_823;

    private volatile bool _isFull;

    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Limit(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Limit(command);
        return ValueTask.FromResult(result);
    }

    private void Limit(DbCommand command)
    {
        using var pragma = command.Connection!.CreateCommand();
        pragma.Transaction = command.Transaction;
        pragma.CommandText = $"PRAGMA max_page_count={(IsFull ? NoFurtherPage : Unlimited)}";
        pragma.ExecuteNonQuery();
    }
}
