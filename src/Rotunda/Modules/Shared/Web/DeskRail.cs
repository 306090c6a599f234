using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared.Web;

/// <summary>A queue of the desk with the number of things that wait.</summary>
public sealed record CountedQueue(string TextKey, string Path, int Count);

/// <summary>The rail at the left of the desk: the queues and pages that a viewer may open.</summary>
public sealed class DeskRail(RotundaDb db, IEnumerable<IDeskQueue> queues, IEnumerable<NavigationEntry> navigation, Permissions permissions, QueueCounts counts)
{
    private (Reader Reader, IReadOnlyList<CountedQueue> Queues)? _counted;

    /// <summary>The viewer's queues, counted once for a request.</summary>
    public async ValueTask<IReadOnlyList<CountedQueue>> QueuesAsync(Reader reader, CancellationToken cancellationToken)
    {
        if (_counted is { } counted && ReferenceEquals(counted.Reader, reader)) return counted.Queues;
        var shown = queues.Where(queue => permissions.MaySomewhere(reader.Viewer, queue.Requires)).OrderBy(queue => queue.Order).ToList();
        var numbers = await counts.OfAsync(db, shown, reader.Viewer, cancellationToken);
        IReadOnlyList<CountedQueue> listed = [.. shown.Zip(numbers, (queue, number) => new CountedQueue(queue.TextKey, queue.Path, number))];
        _counted = (reader, listed);
        return listed;
    }

    public IEnumerable<NavigationEntry> Entries(Reader reader) =>
        navigation.Where(entry => entry.Place == NavigationPlace.Desk && (entry.Requires is null || permissions.MaySomewhere(reader.Viewer, entry.Requires))).OrderBy(entry => entry.Order);
}
