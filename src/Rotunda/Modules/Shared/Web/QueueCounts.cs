using System.Collections.Concurrent;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared.Web;

/// <summary>
/// The numbers on the rail, kept for each account until something is written here, and for ten seconds at most: another node, the command
/// line and the hour change them too.
/// </summary>
public sealed class QueueCounts(CommitWatch commits, IClock clock)
{
    private static readonly Duration Lifetime = Duration.FromSeconds(10);

    /// <summary>More accounts than read the desk in ten seconds; whoever comes after them begins anew.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<Guid, Kept> _kept = [];

    /// <summary>How much waits in each of the queues, in their order.</summary>
    public async ValueTask<IReadOnlyList<int>> OfAsync(RotundaDb db, IReadOnlyList<IDeskQueue> queues, Viewer viewer, CancellationToken cancellationToken)
    {
        // Read before counting: what is written meanwhile makes the numbers old, not new
        var (commit, now) = (commits.Number, clock.GetCurrentInstant());
        if (viewer.AccountId is { } known && _kept.TryGetValue(known, out var kept) && kept.Holds(commit, now, queues, viewer)) return kept.Numbers;
        var numbers = new int[queues.Count];
        for (var index = 0; index < numbers.Length; index++) numbers[index] = await queues[index].CountAsync(db, viewer, cancellationToken);
        if (viewer.AccountId is { } account)
        {
            if (_kept.Count >= Most) _kept.Clear();
            _kept[account] = new Kept(commit, now, queues, viewer.Grants, numbers);
        }

        return numbers;
    }

    /// <param name="Grants">A session that still owes its second step has fewer than another one of the same account.</param>
    private sealed record Kept(long Commit, Instant At, IReadOnlyList<IDeskQueue> Queues, IReadOnlyList<Grant> Grants, IReadOnlyList<int> Numbers)
    {
        public bool Holds(long commit, Instant now, IReadOnlyList<IDeskQueue> queues, Viewer viewer) =>
            Commit == commit && now >= At && now - At < Lifetime && Queues.SequenceEqual(queues) && Grants.SequenceEqual(viewer.Grants);
    }
}
