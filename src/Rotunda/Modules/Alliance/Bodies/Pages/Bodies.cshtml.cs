using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Bodies.Pages;

/// <summary>The association, its organs and its sub-alliances as a tree.</summary>
[Public]
public sealed class BodiesModel(BodyQueries bodies) : SitePage
{
    public IReadOnlyList<Body> Bodies { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["bodies.title"], T["bodies.deck"]);
        Walk(new Crumb(Title, null));
        Bodies = await bodies.TreeAsync(cancellationToken);
    }
}
