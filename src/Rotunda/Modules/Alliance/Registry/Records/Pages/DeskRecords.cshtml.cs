using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Records.Pages;

/// <summary>The records of one kind, a page at a time; the same queries whatever their number.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskRecordsModel(RotundaDb db, IEnumerable<RecordKind> kinds, RegistryIndexes indexes) : SitePage
{
    private const int PageSize = 50;

    /// <summary>A record in the list.</summary>
    public sealed record Line(Guid Id, string Label, string Note);

    public RecordKind Kind { get; private set; } = null!;

    public IReadOnlyList<Line> Rows { get; private set; } = [];

    /// <summary>What was just done, as a key; null where nothing was.</summary>
    public string? Notice { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public async Task<IActionResult> OnGetAsync(string kind, bool saved, bool removed, CancellationToken cancellationToken)
    {
        if (kinds.FirstOrDefault(known => known.Code == kind && known.HasPages) is not { } found) return NotFound();
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (Kind, Title, IsUnlisted, PageNumber) = (found, T[found.TitleKey], true, number);
        Notice = saved ? "desk.saved" : removed ? "record.removed" : null;
        var (rows, total) = await found.PageAsync(db, number, PageSize, cancellationToken);
        if (found.IsSingle) return Redirect(Reader.To($"/desk/registry/{kind}/{(rows.Count == 0 ? "new" : found.IdOf(rows[0]))}{(saved ? "?saved=true" : "")}"));
        var index = await indexes.ReadAsync(found, cancellationToken);
        Rows = [.. rows.Select(row => new Line(found.IdOf(row), found.LabelOf(row, index, T) is { Length: > 0 } label ? label : found.IdOf(row).ToString(), found.NoteOf(row, index, T)))];
        Pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        return number > Pages ? NotFound() : Page();
    }
}
