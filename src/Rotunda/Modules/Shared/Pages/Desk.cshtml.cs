using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Pages;

/// <summary>The first page after signing in: what waits, and where to go.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class DeskModel(DeskRail rail, DueList due, IEnumerable<IPagePart> parts) : SitePage
{
    public IReadOnlyList<CountedQueue> Queues { get; private set; } = [];

    public IReadOnlyList<DueLine> Due { get; private set; } = [];

    /// <summary>How many dated matters there are besides those that are shown.</summary>
    public int MoreDue { get; private set; }

    public IReadOnlyList<PartView> Parts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["desk.title"], true);
        Queues = await rail.QueuesAsync(Reader, cancellationToken);
        (Due, MoreDue) = await due.ReadAsync(Reader, cancellationToken);
        var views = new List<PartView>();
        foreach (var part in parts.Where(part => part.Page == "desk").OrderBy(part => part.Order))
            if (await part.BuildAsync(Reader, cancellationToken) is { } view) views.Add(view);
        Parts = views;
    }
}
