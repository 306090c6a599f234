using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Records.Pages;

/// <summary>The records of one kind, a page at a time; the same queries whatever their number.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskRecordsModel(RotundaDb db, IEnumerable<RecordKind> kinds) : SitePage
{
    private const int PageSize = 50;

    /// <summary>A record in the list.</summary>
    public sealed record Line(Guid Id, string Label, string Note);

    public RecordKind Kind { get; private set; } = null!;

    public IReadOnlyList<Line> Rows { get; private set; } = [];

    public bool IsSaved { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public async Task<IActionResult> OnGetAsync(string kind, bool saved, CancellationToken cancellationToken)
    {
        if (kinds.FirstOrDefault(known => known.Code == kind && known.HasPages) is not { } found) return NotFound();
        if (!PageNumbers.TryRead(Request, out var number)) return BadRequest();
        (Kind, Title, IsUnlisted, IsSaved, PageNumber) = (found, T[found.TitleKey], true, saved, number);
        var index = await RegistryIndex.LoadAsync(db, cancellationToken);
        var (rows, total) = await found.PageAsync(db, number, PageSize, cancellationToken);
        Rows = [.. rows.Select(row => new Line(found.IdOf(row), found.LabelOf(row, index, T) is { Length: > 0 } label ? label : found.IdOf(row).ToString(), found.NoteOf(row, index, T)))];
        Pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        return number > Pages ? NotFound() : Page();
    }
}
