using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.OldAddresses.Pages;

/// <summary>The table of old addresses: what leads where, and how often somebody came by it.</summary>
[Requires(AddressActs.EditName)]
[NeverCached]
[RequestSizeLimit(TableReader.Largest + (1024 * 1024))]
public sealed class DeskAddressesModel(RotundaDb db, OldAddressOperations operations) : FormPage
{
    private const int PageSize = 100;

    public IReadOnlyList<OldAddress> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public string Query { get; private set; } = "";

    public bool IsDone { get; private set; }

    public string? Address { get; private set; }

    public string? Target { get; private set; }

    public string PagePath(int page) => Reader.To("/desk/addresses") + QueryString.Create("q", Query).Add("page", page.ToString(CultureInfo.InvariantCulture));

    public async Task<IActionResult> OnGetAsync(string? q, bool done, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (PageNumber, Query, IsDone) = (number, q is { Length: <= 200 } ? q.Trim() : "", done);
        await LoadAsync(cancellationToken);
        return number > Pages ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostPutAsync(string? address, string? target, CancellationToken cancellationToken)
    {
        (Address, Target) = (address, target);
        return await AfterAsync(await operations.PutAsync(Reader, address ?? "", target ?? "", cancellationToken), "/desk/addresses?done=true", cancellationToken);
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken cancellationToken) =>
        await AfterAsync(await operations.RemoveAsync(Reader.Viewer, id, cancellationToken), "/desk/addresses?done=true", cancellationToken);

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        if (Request.Form.Files.GetFile("File") is not { Length: > 0 } file)
        {
            await LoadAsync(cancellationToken);
            return Show([new FieldFault("File", "fault.import-file")]);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        var (outcome, id) = await operations.SendAsync(Reader, file.FileName, content.ToArray(), cancellationToken);
        return await AfterAsync(outcome, $"/desk/addresses/import/{id}", cancellationToken);
    }

    private async Task<IActionResult> AfterAsync(Outcome outcome, string path, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To(path));
        if (outcome is Outcome.Refused) return Forbid();
        await LoadAsync(cancellationToken);
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Title, IsUnlisted) = (T["addresses.title"], true);
        var (query, wanted) = (db.OldAddresses.AsNoTracking(), Query);
        if (wanted.Length > 0) query = query.Where(row => row.Address.Contains(wanted) || row.Target.Contains(wanted));
        Total = await query.CountAsync(cancellationToken);
        Rows = await query.OrderByDescending(row => row.Hits).ThenBy(row => row.Address).Skip((PageNumber - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
    }
}
