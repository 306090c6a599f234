using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Newsroom.OldAddresses.Pages;

/// <summary>The table of old addresses as a file that the import reads again.</summary>
[Requires(AddressActs.EditName)]
[NeverCached]
public sealed class DeskAddressExportModel(RotundaDb db) : SitePage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var rows = await db.OldAddresses.AsNoTracking().OrderBy(row => row.Address).ToListAsync(cancellationToken);
        IReadOnlyList<string> headings = [OldAddressTable.AddressColumn, OldAddressTable.TargetColumn, "hits", "last"];
        return File(
            TableWriter.Csv(rows.Select(row => (IReadOnlyList<string>)
                [row.Address, row.Target, row.Hits.ToString(CultureInfo.InvariantCulture), row.LastHitOn is { } day ? LocalDatePattern.Iso.Format(day) : ""]).Prepend(headings)),
            TableWriter.CsvType, "old-addresses.csv");
    }
}
