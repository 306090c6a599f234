using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Tables.Pages;

/// <summary>A table of the registry as a file, or its empty template.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskExportModel(TableOperations operations, TableExport export) : SitePage
{
    public async Task<IActionResult> OnGetAsync(string kind, string format, bool template, CancellationToken cancellationToken)
    {
        if (operations.KindOf(kind) is not { } found || format is not ("csv" or "xlsx")) return NotFound();
        var rows = await export.RowsAsync(found, T, template, cancellationToken);
        var name = $"{kind}{(template ? "-template" : "")}.{format}";
        return format == "csv" ? File(TableWriter.Csv(rows), TableWriter.CsvType, name) : File(TableWriter.Xlsx(T[found.TitleKey], rows), TableWriter.XlsxType, name);
    }
}
