using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Bodies.Pages;

/// <summary>The association, its organs and its sub-alliances as a tree.</summary>
[Public]
public sealed class BodiesModel(BodyQueries bodies, IClock clock) : SitePage
{
    public IReadOnlyList<Body> Bodies { get; private set; } = [];

    public AsOf On { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? on, CancellationToken cancellationToken)
    {
        if (!AsOf.TryRead(on, TodayBy(clock), out var date)) return BadRequest();
        On = date;
        (Title, Description) = (T["bodies.title"], T["bodies.deck"]);
        Walk(new Crumb(Title, null));
        // A body that nobody dated may have stood then
        Bodies = [.. (await bodies.TreeAsync(cancellationToken)).Where(body => date.Of(new Tenure(body.Founded, null, [])) != Presence.No)];
        return Page();
    }
}
