using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Tables.Pages;

/// <summary>Shows what a table would do, lets it be read otherwise, and imports it as it was shown.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskImportDraftModel(RotundaDb db, TableOperations operations, RegistryIndexes indexes, TablePlanner planner, SiteLanguages languages, References references) : FormPage
{
    /// <summary>Of each state but the faulty ones, which are listed all.</summary>
    private const int MostListed = 200;

    private IReadOnlyList<RecordField> _columns = [];

    public TableReading Reading { get; private set; } = new();

    public TableContent? Table { get; private set; }

    public TablePlan? Plan { get; private set; }

    public bool LeavesOut { get; private set; }

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    /// <summary>The lines by what would become of them; faulty ones first, those that change nothing are counted only.</summary>
    public IEnumerable<(LineState State, IReadOnlyList<PlannedLine> Lines)> Listed =>
        new[] { (LineState.Faulty, int.MaxValue), (LineState.Changed, MostListed), (LineState.Added, MostListed) }
            .Select(pair => (State: pair.Item1, Lines: (IReadOnlyList<PlannedLine>)[.. Plan!.Lines.Where(line => line.State == pair.Item1).Take(pair.Item2)]))
            .Where(pair => pair.Lines.Count > 0);

    public string? LabelOf(string field) => _columns.FirstOrDefault(column => column.Name == field)?.LabelFor(T);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ?? Page();

    public async Task<IActionResult> OnPostAsync(string id, string? act, string? encoding, string? separator, string? sheet, string? fingerprint, bool leaveOut, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var guid)) return NotFound();
        if (act == "read")
        {
            var again = await operations.ReadAgainAsync(Reader.Viewer, guid, TableWords.ReadingOf(encoding, separator, sheet), cancellationToken);
            return again is Outcome.Missing ? NotFound() : Redirect(Reader.To($"/desk/import/{guid}"));
        }

        LeavesOut = leaveOut;
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var outcome = fault is not null ? new Outcome.Invalid([fault])
            : await operations.ApplyAsync(Reader.Viewer, guid, new TableConsent(fingerprint ?? "", leaveOut), ground!, T, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/import?done=true"));
        if (outcome is Outcome.Missing) return NotFound();
        // What was planned for the import is dropped before the page is drawn anew
        db.ChangeTracker.Clear();
        if (await LoadAsync(id, cancellationToken) is { } gone) return gone;
        return outcome switch { Outcome.Conflict => ShowConflict(), Outcome.Invalid invalid => Show(invalid.Faults), _ => Forbid() };
    }

    private async Task<IActionResult?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var guid) || await db.TableDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == guid, cancellationToken) is not { } draft
            || operations.KindOf(draft.Kind) is not { } kind) return NotFound();
        (Title, IsUnlisted) = ($"{T[kind.TitleKey]}: {draft.FileName}", true);
        Reading = new TableReading(draft.Encoding, draft.Separator, draft.Sheet);
        _columns = new TableColumns(kind, await indexes.ReadAsync(kind, cancellationToken), languages).All;
        (Table, var fault) = await operations.ReadAsync(kind, draft.Content, Reading, cancellationToken);
        if (Table is not null) (Plan, fault) = await planner.PlanAsync(kind, Table, T, isTracked: false, cancellationToken);
        return fault is null ? null : Show([fault]);
    }
}
