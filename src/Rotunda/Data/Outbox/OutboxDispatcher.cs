using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Rotunda.Data.Outbox;

/// <summary>Brings messages to their consumers; on several nodes each delivery is taken by one.</summary>
public sealed class OutboxDispatcher(
    IDbContextFactory<RotundaDb> contexts, IEnumerable<IOutboxConsumer> consumers, IClock clock, ILogger<OutboxDispatcher> logger)
{
    private const int Batch = 50;

    /// <summary>How long a node may take for one delivery before another tries it.</summary>
    private static readonly Duration LeaseLength = Duration.FromMinutes(2);

    /// <summary>How long what was delivered is kept.</summary>
    private static readonly Duration Retention = Duration.FromDays(30);

    private readonly Dictionary<string, IOutboxConsumer> _consumers = consumers.ToDictionary(consumer => consumer.Name, StringComparer.Ordinal);
    private Instant _swept;

    /// <summary>Delivers what is due.</summary>
    /// <returns>How many deliveries were tried.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        if (_consumers.Count == 0) return 0;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var due = await db.Set<OutboxDelivery>().AsNoTracking()
            .Where(delivery => delivery.DeliveredAt == null && delivery.DueAt <= now && _consumers.Keys.Contains(delivery.Consumer))
            .OrderBy(delivery => delivery.DueAt).Take(Batch)
            .Select(delivery => new { delivery.Id, delivery.Consumer, delivery.Attempts, delivery.DueAt, delivery.Message!.Kind, delivery.Message.Json })
            .ToListAsync(cancellationToken);
        foreach (var delivery in due)
        {
            // Whoever moves the due time takes the delivery; the others find it moved
            var mine = await db.Set<OutboxDelivery>()
                .Where(row => row.Id == delivery.Id && row.DueAt == delivery.DueAt && row.DeliveredAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DueAt, now + LeaseLength).SetProperty(row => row.Attempts, delivery.Attempts + 1), cancellationToken);
            if (mine == 1) await DeliverAsync(db, delivery.Id, delivery.Consumer, delivery.Attempts + 1, delivery.Kind, delivery.Json, cancellationToken);
        }

        if (now - _swept > Duration.FromHours(1)) await SweepAsync(db, now, cancellationToken);
        return due.Count;
    }

    /// <summary>The pause before another attempt: 5 s, doubling, at most an hour.</summary>
    internal static Duration PauseAfter(int attempts) => Duration.FromSeconds(Math.Min(5 * Math.Pow(2, attempts - 1), 3600));

    private async Task DeliverAsync(RotundaDb db, Guid id, string consumer, int attempts, string kind, string json, CancellationToken cancellationToken)
    {
        string? error = null;
        try
        {
            await _consumers[consumer].DeliverAsync(id, kind, json, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(failure, "Delivery {Delivery} of {Kind} to {Consumer} failed at attempt {Attempt}", id, kind, consumer, attempts);
            error = failure.Message;
        }

        var now = clock.GetCurrentInstant();
        Instant? deliveredAt = error is null ? now : null;
        var next = now + PauseAfter(attempts);
        // A node that comes back after its time finds what another one delivered, and leaves it delivered
        await db.Set<OutboxDelivery>().Where(row => row.Id == id && row.DeliveredAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.DeliveredAt, deliveredAt).SetProperty(row => row.Error, error).SetProperty(row => row.DueAt, next), cancellationToken);
    }

    private async Task SweepAsync(RotundaDb db, Instant now, CancellationToken cancellationToken)
    {
        var before = now - Retention;
        await db.Set<OutboxMessage>().Where(message => message.At < before && message.Deliveries.All(delivery => delivery.DeliveredAt != null))
            .ExecuteDeleteAsync(cancellationToken);
        _swept = now;
    }
}
