using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Leadership.Pages;

/// <summary>Adds a term to a seat, or edits one.</summary>
[Requires(AllianceActs.EditRegistryName)]
[NeverCached]
public sealed class DeskTermModel(
    RotundaDb db, InstitutionQueries institutions, TermOperations operations, AuditQueries audit, References references, SiteLanguages languages) : FormPage
{
    private const string New = "new";

    public Seat Seat { get; private set; } = null!;

    public LocalizedText SideName { get; private set; } = LocalizedText.Empty;

    /// <summary>What is stored; null for a new term.</summary>
    public Term? Stored { get; private set; }

    public string StoredCode => Stored?.Institution?.Code ?? "";

    public int Version { get; private set; }

    public IReadOnlyList<(string Code, string Name)> Institutions { get; private set; } = [];

    public IReadOnlyList<Language> Languages => languages.All;

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? InstitutionCode { get; set; }

    [BindProperty]
    public string? PlannedFrom { get; set; }

    [BindProperty]
    public string? PlannedTo { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Attested { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Note { get; set; } = [];

    public FormField TextField(string name, string labelKey, string? hintKey, string? value, Func<Term, string> stored) =>
        new(name, T[labelKey], value ?? "", FaultOf(name)) { MaxLength = 120, Hint = hintKey is null ? null : T[hintKey], Stored = StoredText(value ?? "", stored) };

    public FormField NoteField(Language language) =>
        new(NoteFields.NameOf(language.Code), T.Format("field.in-language", ("field", T["field.note"]), ("language", language.Name)), Note.GetValueOrDefault(language.Code) ?? "", FaultOf(NoteFields.NameOf(language.Code)))
        {
            MaxLength = NoteFields.Longest, IsLong = true, Language = language.Tag, Stored = StoredText(Note.GetValueOrDefault(language.Code) ?? "", stored => stored.Note[language.Code] ?? ""),
        };

    public async Task<IActionResult> OnGetAsync(string id, Guid? seat, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, seat, cancellationToken)) return NotFound();
        if (Stored is not { } stored) return Page();
        (Number, InstitutionCode) = (stored.Number?.ToString(CultureInfo.InvariantCulture), stored.Institution?.Code);
        (PlannedFrom, PlannedTo) = (stored.PlannedFrom?.ToString(), stored.PlannedTo?.ToString());
        (From, To, Attested) = (stored.From.IsUnknown ? "" : stored.From.ToString(), stored.To?.ToString(), string.Join(", ", stored.Attested));
        Note = languages.All.ToDictionary(language => language.Code, language => stored.Note[language.Code]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, Guid? seat, int version, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, seat, cancellationToken)) return NotFound();
        var wish = new TermWish(
            Number ?? "", InstitutionCode ?? "", PlannedFrom ?? "", PlannedTo ?? "", From ?? "", To ?? "", Attested ?? "",
            Note.Where(pair => languages.Find(pair.Key) is not null).ToDictionary(pair => pair.Key, pair => pair.Value ?? ""));
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var outcome = fault is not null ? new Outcome.Invalid([fault])
            : Stored is null ? (await operations.AddAsync(Reader.Viewer, Seat.Id, wish, ground!, cancellationToken)).Outcome
            : await operations.EditAsync(Reader.Viewer, Stored.Id, version, wish, ground!, cancellationToken);
        if (outcome is Outcome.Done) return Redirect(Reader.To("/desk/terms?saved=true"));
        if (outcome is Outcome.Conflict) return ShowConflict();
        Version = version;
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : Forbid();
    }

    private string? StoredText(string typed, Func<Term, string> read) =>
        IsConflict && Stored is { } stored && read(stored) is var text && text != typed ? text : null;

    private async Task<bool> LoadAsync(string id, Guid? seatId, CancellationToken cancellationToken)
    {
        (IsUnlisted, Title) = (true, T[id == New ? "term.add" : "term.edit"]);
        if (id != New)
        {
            if (!Guid.TryParse(id, out var guid)) return false;
            Stored = await db.Terms.AsNoTracking().Include(term => term.Institution).SingleOrDefaultAsync(term => term.Id == guid, cancellationToken);
            if (Stored is null) return false;
            (seatId, Version) = (Stored.SeatId, Stored.Version);
            History = await audit.OfAsync(TermOperations.SubjectKind, id, 20, cancellationToken);
        }

        if (await db.Seats.AsNoTracking().SingleOrDefaultAsync(row => row.Id == seatId, cancellationToken) is not { } seat) return false;
        Seat = seat;
        SideName = await db.Sides.Where(side => side.Code == seat.SideCode).Select(side => side.Name).SingleAsync(cancellationToken);
        var codes = await db.Institutions.Where(row => row.SideCode == seat.SideCode).Select(row => row.Code).ToListAsync(cancellationToken);
        Institutions = [.. (await institutions.NamesAsync(codes, Reader, cancellationToken)).Select(pair => (pair.Key, pair.Value.Text)).OrderBy(pair => Reader.Language.SortKey(pair.Text), ByteOrder.Instance)];
        return true;
    }
}
