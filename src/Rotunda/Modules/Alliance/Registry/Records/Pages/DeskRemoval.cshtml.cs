using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Records.Pages;

/// <summary>Removes a record that was entered by mistake, or says what still belongs to it.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskRemovalModel(RotundaDb db, IEnumerable<RecordKind> kinds, RegistryIndexes indexes, RecordRemoval removal, References references) : FormPage
{
    public RecordKind Kind { get; private set; } = null!;

    public int Version { get; private set; }

    /// <summary>What the record is called.</summary>
    public string Label { get; private set; } = "";

    /// <summary>The list to which the record belongs, without the language.</summary>
    public string BackPath { get; private set; } = "";

    /// <summary>What would be gone: the fields that are filled in, with their words.</summary>
    public IReadOnlyList<(string Label, string Value)> Values { get; private set; } = [];

    public IReadOnlyList<RecordUse> Uses { get; private set; } = [];

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string kind, string id, CancellationToken cancellationToken) =>
        await LoadAsync(kind, id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string kind, string id, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(kind, id, cancellationToken)) return NotFound();
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        if (fault is not null) return Show([fault]);
        var outcome = await removal.RemoveAsync(Reader.Viewer, Kind, Guid.Parse(id), version, ground!, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To(BackPath + (Kind.HasPages ? "?removed=true" : "?saved=true")));
        db.ChangeTracker.Clear();
        if (outcome is Outcome.Missing || !await LoadAsync(kind, id, cancellationToken)) return NotFound();
        return outcome switch { Outcome.Conflict => ShowConflict(), Outcome.Invalid invalid => Show(invalid.Faults), _ => Forbid() };
    }

    private async Task<bool> LoadAsync(string kind, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var guid) || kinds.FirstOrDefault(known => known.Code == kind) is not { } found) return false;
        if (await found.FindAsync(db, guid, isTracked: false, cancellationToken) is not { } row || found.IsLasting(row)) return false;
        var index = await indexes.ReadAsync(found, cancellationToken);
        (Kind, Version, IsUnlisted, Title, BackPath) = (found, row.Version, true, T["record.remove-title"], found.ListPath(row, index));
        Label = found.LabelOf(row, index, T) is { Length: > 0 } label ? label : found.IdOf(row).ToString();
        var values = found.Read(row, index);
        Values = [.. found.Fields(index).Where(field => values.GetValueOrDefault(field.Name) is { Length: > 0 }).Select(field => (field.LabelFor(T), WordsOf(field, values[field.Name])))];
        Uses = await removal.UsesAsync(found, row, cancellationToken);
        return true;
    }

    private string WordsOf(RecordField field, string value) =>
        field.Options?.FirstOrDefault(option => option.Value == value)?.Label(T) ?? field.ToCell(value, T);
}
