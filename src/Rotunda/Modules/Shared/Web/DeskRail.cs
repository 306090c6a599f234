using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared.Web;

/// <summary>A queue of the desk with the number of things that wait.</summary>
public sealed record CountedQueue(string TextKey, string Path, int Count);

/// <summary>The rail at the left of the desk: the queues and pages that a viewer may open.</summary>
public sealed class DeskRail(RotundaDb db, IEnumerable<IDeskQueue> queues, IEnumerable<NavigationEntry> navigation, Permissions permissions)
{
    public async Task<IReadOnlyList<CountedQueue>> QueuesAsync(Reader reader, CancellationToken cancellationToken)
    {
        var counted = new List<CountedQueue>();
        foreach (var queue in queues.Where(queue => permissions.MaySomewhere(reader.Viewer, queue.Requires)).OrderBy(queue => queue.Order))
            counted.Add(new CountedQueue(queue.TextKey, queue.Path, await queue.CountAsync(db, reader.Viewer, cancellationToken)));
        return counted;
    }

    public IEnumerable<NavigationEntry> Entries(Reader reader) =>
        navigation.Where(entry => entry.Place == NavigationPlace.Desk && (entry.Requires is null || permissions.MaySomewhere(reader.Viewer, entry.Requires))).OrderBy(entry => entry.Order);
}
