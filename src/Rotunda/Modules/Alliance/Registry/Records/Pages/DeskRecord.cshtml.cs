using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Documents;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Registry.Records.Pages;

/// <summary>Adds a record of some kind, or edits one.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
[RequestSizeLimit(DocumentContent.Largest + (1024 * 1024))]
public sealed class DeskRecordModel(RotundaDb db, IEnumerable<RecordKind> kinds, RegistryIndexes indexes, RecordOperations operations, AuditQueries audit, References references) : FormPage
{
    private const string New = "new";
    private const string Prefix = "field.";
    /// <summary>The name of the field for the file.</summary>
    public const string FileField = Prefix + "file";

    private RegistryIndex _index = null!;
    private IEditable? _stored;
    private IReadOnlyDictionary<string, string> _storedValues = new Dictionary<string, string>();
    private IReadOnlyDictionary<string, string> _typed = new Dictionary<string, string>();

    public RecordKind Kind { get; private set; } = null!;

    public int Version { get; private set; }

    /// <summary>True right after the one record of its kind was stored.</summary>
    public bool IsSaved { get; private set; }

    /// <summary>Where a record that was entered by mistake is removed; null for one that lasts.</summary>
    public string? RemovalPath => _stored is null || Kind.IsLasting(_stored) ? null : $"/desk/registry/{Kind.Code}/{Kind.IdOf(_stored)}/remove";

    public string? PublicPath => _stored is null ? null : Kind.PublicPath(_stored, _index);

    /// <summary>The fields that may still be given.</summary>
    public IEnumerable<RecordField> Fields { get; private set; } = [];

    public IReadOnlyList<RecordLink> Links => _stored is null ? [] : Kind.Links(_stored, _index);

    public IReadOnlyList<Citation> Sources => _stored is null ? [] : Kind.CitationsOf(_stored);

    public IReadOnlyCollection<int> Withdrawn { get; private set; } = [];

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    /// <summary>A field with its words for the form.</summary>
    public ShownField Shown(RecordField field)
    {
        var stored = _storedValues.GetValueOrDefault(field.Name) ?? "";
        var value = _typed.GetValueOrDefault(field.Name) ?? stored;
        IEnumerable<(string Value, string Label)> options = (field.Options ?? []).Select(option => (option.Value, option.Label(T)));
        // Words of an enumeration keep their order; what is looked up by name is sorted
        var offered = (field.IsCode ? options.OrderBy(option => Reader.Language.SortKey(option.Label), ByteOrder.Instance) : options).ToList();
        return new ShownField(field, new FormField(Prefix + field.Name, field.LabelFor(T), value, FaultOf(Prefix + field.Name))
        {
            MaxLength = field.MaxLength, IsLong = field.IsLong, Type = field.Type, Language = field.Language?.Tag, Hint = field.HintKey is { } hint ? T[hint] : null,
            Stored = IsConflict && value != stored ? offered.Find(option => option.Value == stored).Label ?? field.ToCell(stored, T) : null,
        }, offered);
    }

    public async Task<IActionResult> OnGetAsync(string kind, string id, bool saved, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(kind, id, cancellationToken)) return NotFound();
        IsSaved = saved;
        // A link may fill in what is known already, such as the body of a seat
        if (_stored is null) _typed = Fields.Where(field => Request.Query.ContainsKey(field.Name)).ToDictionary(field => field.Name, field => Request.Query[field.Name].ToString(), StringComparer.Ordinal);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string kind, string id, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(kind, id, cancellationToken)) return NotFound();
        _typed = Fields.Where(field => Request.Form.ContainsKey(Prefix + field.Name)).ToDictionary(field => field.Name, field => Request.Form[Prefix + field.Name][0] ?? "", StringComparer.Ordinal);
        Withdrawn = [.. Request.Form["withdraw"].Select(place => int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var outcome = fault is not null ? new Outcome.Invalid([fault]) : await StoreAsync(version, ground!, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/registry/{kind}?saved=true"));
        if (outcome is Outcome.Missing) return NotFound();
        if (outcome is Outcome.Conflict)
        {
            db.ChangeTracker.Clear();
            return await LoadAsync(kind, id, cancellationToken) ? ShowConflict() : NotFound();
        }

        Version = version;
        return outcome is Outcome.Invalid invalid ? Show([.. invalid.Faults.Select(one => one.Field.StartsWith("Ground.", StringComparison.Ordinal) ? one : one with { Field = Prefix + one.Field })]) : Forbid();
    }

    private async Task<Outcome> StoreAsync(int version, Citation ground, CancellationToken cancellationToken)
    {
        var sent = Kind.TakesFile && Request.Form.Files.GetFile(FileField) is { Length: > 0 } file ? file : null;
        await using var content = sent?.OpenReadStream();
        var wish = new RecordWish(_stored is null ? null : Kind.IdOf(_stored), version, _typed, sent is null ? null : new RecordUpload(sent.FileName, content!), Withdrawn);
        return (await operations.StoreAsync(Reader.Viewer, Kind, wish, ground, cancellationToken)).Outcome;
    }

    private async Task<bool> LoadAsync(string kind, string id, CancellationToken cancellationToken)
    {
        if (kinds.FirstOrDefault(known => known.Code == kind && known.HasPages) is not { } found) return false;
        Kind = found;
        if (id != New)
        {
            if (!Guid.TryParse(id, out var guid) || await found.FindAsync(db, guid, isTracked: false, cancellationToken) is not { } row) return false;
            (_stored, Version) = (row, row.Version);
            History = await audit.OfAsync(found.SubjectKind, guid.ToString(), 20, cancellationToken);
        }

        _index = await indexes.ReadAsync(found, cancellationToken);
        if (_stored is not null) _storedValues = found.Read(_stored, _index);
        Fields = [.. found.Fields(_index).Where(field => _stored is null || !field.IsFixed)];
        (IsUnlisted, Title) = (true, _stored is null ? T[found.AddKey] : found.LabelOf(_stored, _index, T) is { Length: > 0 } label ? label : T[found.TitleKey]);
        return true;
    }
}
