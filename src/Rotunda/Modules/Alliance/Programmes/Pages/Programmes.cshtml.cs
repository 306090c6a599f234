using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Programmes.Pages;

/// <summary>The joint programmes.</summary>
[Public]
public sealed class ProgrammesModel(RotundaDb db) : SitePage
{
    public IReadOnlyList<Programme> Programmes { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, Description) = (T["programmes.title"], T["programmes.deck"]);
        Walk(new Crumb(Title, null));
        Programmes = await db.Programmes.AsNoTracking().OrderBy(programme => programme.IsBilateral).ThenBy(programme => programme.Order).ToListAsync(cancellationToken);
    }
}
