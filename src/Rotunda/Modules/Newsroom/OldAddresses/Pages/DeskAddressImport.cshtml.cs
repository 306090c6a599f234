using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.OldAddresses.Pages;

/// <summary>Shows what a table of old addresses would do, and imports it as it was shown.</summary>
[Requires(AddressActs.EditName)]
[NeverCached]
public sealed class DeskAddressImportModel(RotundaDb db, OldAddressOperations operations) : FormPage
{
    public OldAddressPlan? Plan { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string? fingerprint, bool leavesOut, CancellationToken cancellationToken)
    {
        var outcome = await operations.ApplyAsync(Reader, id, fingerprint ?? "", leavesOut, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/addresses?done=true"));
        if (outcome is Outcome.Refused) return Forbid();
        db.ChangeTracker.Clear();
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await operations.PlanAsync(Reader, id, cancellationToken) is not { } read) return false;
        (Title, IsUnlisted, Plan) = (read.Draft.FileName, true, read.Plan);
        return true;
    }
}
