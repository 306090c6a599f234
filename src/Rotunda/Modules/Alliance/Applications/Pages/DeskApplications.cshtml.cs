using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Applications.Pages;

/// <summary>The applications that came, for the permanent secretariats.</summary>
[Requires(AllianceActs.ReviewApplicationsName)]
[NeverCached]
public sealed class DeskApplicationsModel(RotundaDb db, ApplicationQueries applications) : SitePage
{
    public IReadOnlyList<MembershipApplication> Applications { get; private set; } = [];

    public IReadOnlyList<Side> Sides { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["application.title"], true);
        Sides = await db.Set<Side>().AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken);
        Applications = await applications.AllAsync(Reader.Viewer, cancellationToken);
    }
}
