using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Institutions.Pages;

/// <summary>Institutions that lack a name in a language of the site.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskNamesModel(MissingNames missing) : SitePage
{
    public IReadOnlyList<NameGap> Gaps { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["queue.names"], true);
        Gaps = await missing.AllAsync(Reader, cancellationToken);
    }
}
