using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Institutions.Pages;

/// <summary>The registry's working list of institutions.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskInstitutionsModel(DeskInstitutionQuery institutions) : SitePage
{
    public IReadOnlyList<DeskInstitution> Rows { get; private set; } = [];

    public string Name { get; private set; } = "";

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        if (q is { Length: > 100 }) return BadRequest();
        (Title, IsUnlisted, Name, PageNumber) = (T["nav.institutions"], true, q?.Trim() ?? "", number);
        (Rows, var total) = await institutions.PageAsync(Reader, Name, number, cancellationToken);
        Pages = Math.Max(1, (total + DeskInstitutionQuery.PageSize - 1) / DeskInstitutionQuery.PageSize);
        return number > Pages ? NotFound() : Page();
    }
}
