using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Pages;

/// <summary>What was done, latest first, with the place of each entry in the chain.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskAuditModel(AuditQueries audit) : SitePage
{
    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    public int PageNumber { get; private set; } = 1;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (Title, IsUnlisted, PageNumber) = (T["nav.audit"], true, number);
        Lines = await audit.PageAsync(number, cancellationToken);
        return Page();
    }
}
