using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Demonstration.Pages;

/// <summary>The tour through every sentence of a news page. Shown where the roles of the demonstration are.</summary>
[Public]
[NeverCached]
public sealed class TourModel(DemonstrationAccess access) : SitePage
{
    public async Task<IActionResult> OnGetAsync()
    {
        if (!await access.IsOpenAsync(HttpContext)) return NotFound();
        (Title, IsUnlisted) = (T["tour.title"], true);
        Walk(new Crumb(T["demo.title"], Reader.To("/demo")), new Crumb(Title, null));
        return Page();
    }
}
