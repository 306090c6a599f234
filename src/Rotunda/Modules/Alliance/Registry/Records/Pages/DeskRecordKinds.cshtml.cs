using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Records.Pages;

/// <summary>Everything that the registry keeps, by kind, under the headings of what it concerns.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskRecordKindsModel(IEnumerable<RecordKind> kinds) : SitePage
{
    public IEnumerable<IGrouping<RecordGroup, RecordKind>> Groups => kinds.Where(kind => kind.HasPages).GroupBy(kind => kind.Group).OrderBy(group => group.Key);

    public void OnGet() => (Title, IsUnlisted) = (T["nav.registry"], true);
}
