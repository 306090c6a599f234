using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Pages;

/// <summary>What was done, latest first, with the place of each entry in the chain.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskAuditModel(AuditQueries audit, AuditSubjects subjects) : SitePage
{
    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    public int PageNumber { get; private set; } = 1;

    public bool HasOlder { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (Title, IsUnlisted, PageNumber) = (T["nav.audit"], true, number);
        (var lines, HasOlder) = await audit.PageAsync(number, cancellationToken);
        Lines = await subjects.NamedAsync(lines, Reader, cancellationToken);
        return number > 1 && lines.Count == 0 ? NotFound() : Page();
    }
}
