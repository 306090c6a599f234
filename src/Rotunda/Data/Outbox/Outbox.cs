using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data.Values;

namespace Rotunda.Data.Outbox;

/// <summary>Something that happened and that others must hear of, written in the transaction in which it happened.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; init; }

    public Instant At { get; init; }

    /// <summary>What happened: <c>pages.changed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The details as JSON.</summary>
    public required string Json { get; init; }

    public List<OutboxDelivery> Deliveries { get; init; } = [];
}

/// <summary>The delivery of a message to one consumer.</summary>
public sealed class OutboxDelivery
{
    /// <summary>Also the idempotency key: a consumer that hears twice of one delivery acts once.</summary>
    public Guid Id { get; init; }

    public Guid MessageId { get; init; }

    public required string Consumer { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this; a node that takes the delivery sets it ahead, which is its lease.</summary>
    public Instant DueAt { get; set; }

    /// <summary>When the consumer had it; null while it waits.</summary>
    public Instant? DeliveredAt { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; set; }

    public OutboxMessage? Message { get; init; }
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxMessage>, IEntityTypeConfiguration<OutboxDelivery>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_message");
        builder.Property(message => message.Kind).HasMaxLength(80);
    }

    public void Configure(EntityTypeBuilder<OutboxDelivery> builder)
    {
        builder.ToTable("outbox_delivery");
        builder.Property(delivery => delivery.Consumer).HasMaxLength(80);
        builder.HasOne(delivery => delivery.Message).WithMany(message => message.Deliveries).HasForeignKey(delivery => delivery.MessageId);
        builder.HasIndex(delivery => new { delivery.DeliveredAt, delivery.DueAt });
        builder.HasIndex(delivery => new { delivery.MessageId, delivery.Consumer }).IsUnique();
    }
}

/// <summary>Hears of messages, at least once each.</summary>
public interface IOutboxConsumer
{
    /// <summary>A name that stays the same over versions.</summary>
    string Name { get; }

    bool Wants(string kind);

    /// <summary>Does what the message asks. An exception means: again later.</summary>
    /// <param name="delivery">The idempotency key.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="json">The details.</param>
    /// <param name="cancellationToken">Set when the program stops; the delivery then waits for the next node.</param>
    Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken);
}

/// <summary>Puts messages into the transaction of an operation.</summary>
public sealed class OutboxWriter(IEnumerable<IOutboxConsumer> consumers, IClock clock)
{
    private readonly IOutboxConsumer[] _consumers = [.. consumers];

    /// <summary>Adds a message with one delivery for each consumer that wants it; nothing when none does.</summary>
    public void Add<T>(RotundaDb db, string kind, T details)
    {
        var now = clock.GetCurrentInstant();
        var deliveries = _consumers.Where(consumer => consumer.Wants(kind))
            .Select(consumer => new OutboxDelivery { Id = RowId.New(), Consumer = consumer.Name, DueAt = now }).ToList();
        if (deliveries.Count == 0) return;
        db.Add(new OutboxMessage
        {
            Id = RowId.New(), At = now, Kind = kind, Json = JsonSerializer.Serialize(details, StoredJson.Options), Deliveries = deliveries,
        });
    }
}
