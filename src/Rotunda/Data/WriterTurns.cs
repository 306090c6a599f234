using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Rotunda.Data;

/// <summary>
/// Lets others write between the transactions of long work. SQLite has one writer and no queue: whoever waits asks again a few times a second, and would never meet the moment between two
/// transactions that follow each other at once. On PostgreSQL nobody waits and nothing is done.
/// </summary>
/// <param name="db">The context that writes; outside a transaction of the caller.</param>
internal sealed class WriterTurns(RotundaDb db)
{
    /// <summary>So long others are kept waiting.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(50);

    /// <summary>Then so long nobody is; they ask at least every 100 ms, so that one of some six of their questions falls into it.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    private readonly bool _isOneWriter = db.Database.IsSqlite();
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Called between transactions: waits a moment where the work has gone on long enough.</summary>
    public async Task GiveAsync(CancellationToken cancellationToken)
    {
        if (!_isOneWriter || db.Database.CurrentTransaction is not null || Stopwatch.GetElapsedTime(_since) < Work) return;
        await Task.Delay(Rest, cancellationToken);
        _since = Stopwatch.GetTimestamp();
    }
}
