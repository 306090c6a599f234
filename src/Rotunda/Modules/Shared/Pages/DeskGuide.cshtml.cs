using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Shared.Pages;

/// <summary>The guide of the desk for whoever is signed in.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class DeskGuideModel(DeskGuide guide) : SitePage
{
    public IReadOnlyList<RoleGuide> Guides { get; private set; } = [];

    /// <summary>Pages of which no guide speaks.</summary>
    public IReadOnlyList<GuidePage> More { get; private set; } = [];

    public void OnGet()
    {
        (Title, IsUnlisted) = (T["nav.guide"], true);
        (Guides, More) = guide.Of(Reader);
    }
}
