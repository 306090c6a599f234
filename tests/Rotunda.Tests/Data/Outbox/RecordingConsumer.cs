using System.Collections.Concurrent;
using Rotunda.Data.Outbox;

namespace Rotunda.Tests.Data.Outbox;

/// <summary>Hears of one kind of message, notes what it heard, and does what the test says.</summary>
public sealed class RecordingConsumer(string name, string wanted) : IOutboxConsumer
{
    private readonly ConcurrentQueue<(Guid Delivery, string Json)> _heard = new();

    public string Name { get; } = name;

    /// <summary>What it heard, in order; a delivery that failed stands here too.</summary>
    public IReadOnlyList<(Guid Delivery, string Json)> Heard => [.. _heard];

    public Func<CancellationToken, Task> Act { get; set; } = _ => Task.CompletedTask;

    public bool Wants(string kind) => kind == wanted;

    public Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        _heard.Enqueue((delivery, json));
        return Act(cancellationToken);
    }
}
