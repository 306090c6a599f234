using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Assembly.Resolutions.Pages;

/// <summary>The register of resolutions, latest first.</summary>
[Public]
public sealed class ResolutionsModel(RotundaDb db) : SitePage
{
    public IReadOnlyList<Resolution> Resolutions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["resolutions.title"], T["resolutions.deck"]);
        Walk(new Crumb(Title, null));
        Resolutions = await db.Resolutions.AsNoTracking().OrderByDescending(resolution => resolution.Date).ToListAsync(cancellationToken);
    }
}
