using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Records.Pages;

/// <summary>Everything that the registry keeps, by kind.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskRecordKindsModel(IEnumerable<RecordKind> kinds) : SitePage
{
    public IEnumerable<RecordKind> Kinds => kinds.Where(kind => kind.HasPages);

    public void OnGet() => (Title, IsUnlisted) = (T["nav.registry"], true);
}
