using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Rotunda.Data.Audit;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Memberships.Pages;

/// <summary>Adds a membership to an institution, or edits one.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskMembershipModel(
    InstitutionQueries institutions, MembershipOperations operations, AuditQueries audit, References references, SiteLanguages languages) : FormPage
{
    private const string New = "new";

    public string Code { get; private set; } = "";

    public string InstitutionName { get; private set; } = "";

    /// <summary>What is stored; null for a new membership.</summary>
    public Membership? Stored { get; private set; }

    public int Version { get; private set; }

    public IReadOnlyList<Language> Languages => languages.All;

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    [BindProperty]
    public MembershipStatus Status { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Attested { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Note { get; set; } = [];

    public FormField DateField(string name, string labelKey, string hintKey, string? value, Func<Membership, string> stored) =>
        new(name, T[labelKey], value ?? "", FaultOf(name)) { MaxLength = 120, Hint = T[hintKey], Stored = StoredText(value ?? "", stored) };

    public FormField NoteField(Language language) =>
        new(NoteFields.NameOf(language.Code), T.Format("field.in-language", ("field", T["field.note"]), ("language", language.Name)), Note.GetValueOrDefault(language.Code) ?? "", FaultOf(NoteFields.NameOf(language.Code)))
        {
            MaxLength = NoteFields.Longest, IsLong = true, Language = language.Tag, Stored = StoredText(Note.GetValueOrDefault(language.Code) ?? "", stored => stored.Note[language.Code] ?? ""),
        };

    public async Task<IActionResult> OnGetAsync(string code, string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, id, cancellationToken)) return NotFound();
        if (Stored is not { } stored) return Page();
        (Status, From, To) = (stored.Status, stored.From.IsUnknown ? "" : stored.From.ToString(), stored.To?.ToString());
        Attested = string.Join(", ", stored.Attested);
        Note = languages.All.ToDictionary(language => language.Code, language => stored.Note[language.Code]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code, string id, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(code, id, cancellationToken)) return NotFound();
        // A status that the form does not offer was not chosen by a person
        if (ModelState.GetFieldValidationState(nameof(Status)) == ModelValidationState.Invalid || !Enum.IsDefined(Status)) return BadRequest();
        var wish = new MembershipWish(Status, From ?? "", To ?? "", Attested ?? "", Note.Where(pair => languages.Find(pair.Key) is not null).ToDictionary(pair => pair.Key, pair => pair.Value ?? ""));
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var outcome = fault is not null ? new Outcome.Invalid([fault])
            : Stored is null ? await operations.AddAsync(Reader.Viewer, code, wish, ground!, cancellationToken)
            : await operations.EditAsync(Reader.Viewer, Stored.Id, version, wish, ground!, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/institutions/{code}?saved=true"));
        if (outcome is Outcome.Conflict) return ShowConflict();
        Version = version;
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : Forbid();
    }

    private string? StoredText(string typed, Func<Membership, string> read) =>
        IsConflict && Stored is { } stored && read(stored) is var text && text != typed ? text : null;

    private async Task<bool> LoadAsync(string code, string id, CancellationToken cancellationToken)
    {
        if (await institutions.FindAsync(code, cancellationToken) is not { } institution) return false;
        (Code, InstitutionName, IsUnlisted) = (code, institution.NameFor(Reader.Language).Text, true);
        Title = T[id == New ? "membership.add" : "membership.edit"];
        if (id == New) return true;
        Stored = Guid.TryParse(id, out var guid) ? institution.Memberships.Find(membership => membership.Id == guid) : null;
        if (Stored is null) return false;
        Version = Stored.Version;
        History = await audit.OfAsync(MembershipOperations.SubjectKind, id, 20, cancellationToken);
        return true;
    }
}
