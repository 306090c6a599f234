using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Institutions.Pages;

/// <summary>Edits an institution; a change made meanwhile by somebody else is shown beside what was typed.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskInstitutionModel(
    InstitutionQueries institutions, InstitutionOperations operations, InstitutionFields fields, AuditQueries audit, References references) : FormPage
{
    private Institution _stored = null!;
    private IReadOnlyDictionary<string, string>? _typed;

    public Guid Id => _stored.Id;

    public string Code { get; private set; } = "";

    public int Version { get; private set; }

    public bool IsSaved { get; private set; }

    public IReadOnlyList<InstitutionField> Fields => fields.All;

    public IEnumerable<Membership> Memberships => _stored.Memberships.OrderBy(membership => membership.From);

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    public FormField FieldOf(InstitutionField field)
    {
        var stored = field.Read(_stored);
        var typed = _typed?.GetValueOrDefault(field.Name) ?? stored;
        return new FormField(InstitutionLabels.InForm(field), InstitutionLabels.Of(field, T), typed, FaultOf(InstitutionLabels.InForm(field)))
        {
            MaxLength = field.MaxLength, Language = field.Language?.Tag, IsLong = field.MaxLength > 500, Stored = IsConflict && typed != stored ? stored : null,
        };
    }

    public async Task<IActionResult> OnGetAsync(string code, bool saved, CancellationToken cancellationToken)
    {
        IsSaved = saved;
        return await LoadAsync(code, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string code, int version, CancellationToken cancellationToken)
    {
        _typed = InstitutionLabels.ValuesOf(Request.Form, fields);
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var outcome = fault is not null ? new Outcome.Invalid([fault]) : await operations.EditAsync(Reader.Viewer, code, version, _typed, ground!, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/institutions/{code}?saved=true"));
        if (!await LoadAsync(code, cancellationToken)) return NotFound();
        if (outcome is Outcome.Conflict) return ShowConflict();
        // What is stored did not move: the form keeps the version that it showed
        Version = version;
        return outcome is Outcome.Invalid invalid ? Show(InstitutionLabels.InForm(invalid.Faults, fields)) : Forbid();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancellationToken)
    {
        if (await institutions.FindAsync(code, cancellationToken) is not { } institution) return false;
        (_stored, Code, Version, IsUnlisted) = (institution, code, institution.Version, true);
        Title = institution.NameFor(Reader.Language).Text;
        History = await audit.OfAsync(InstitutionOperations.SubjectKind, institution.Id.ToString(), 20, cancellationToken);
        return true;
    }
}
