using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared;

/// <summary>Applies every module's retention rules once a day, on one node.</summary>
internal sealed class RetentionLoop(
    IDbContextFactory<RotundaDb> contexts, IEnumerable<IRetentionRule> rules, NodeLeases leases, IClock clock, WorkSignal signal, TimeProvider time, ILogger<RetentionLoop> logger)
    : BackgroundLoop(signal, time, logger)
{
    private const string LeaseName = "retention";

    /// <summary>The lease is never given back, so that for this long no node applies the rules again.</summary>
    private static readonly Duration Interval = Duration.FromHours(23);

    /// <summary>Readers come first after a start.</summary>
    private static readonly Duration AfterStart = Duration.FromHours(1);

    private Instant? _next;

    protected override Task RunAsync(CancellationToken cancellationToken) => ApplyWhenDueAsync(cancellationToken);

    /// <summary>Applies the rules where a day is over and no other node was first.</summary>
    internal async Task ApplyWhenDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        _next ??= now + AfterStart;
        if (now < _next) return;
        _next = now + AfterStart;
        if (!await leases.TryTakeAsync(LeaseName, Interval, cancellationToken)) return;
        _next = now + Interval;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var rule in rules)
        {
            var count = await rule.ApplyAsync(db, clock.GetCurrentInstant(), cancellationToken);
            if (count > 0) logger.LogInformation("Retention: {Rule} removed {Count} rows", rule.Name, count);
        }
    }
}
