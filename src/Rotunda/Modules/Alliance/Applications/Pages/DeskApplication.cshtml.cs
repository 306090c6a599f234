using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Applications.Pages;

/// <summary>One application: documents, questions, the keys of both sides, and the admission.</summary>
[Requires(AllianceActs.ReviewApplicationsName)]
[NeverCached]
public sealed class DeskApplicationModel(RotundaDb db, ApplicationQueries applications, ReviewOperations operations, AuditQueries audit, References references) : FormPage
{
    public MembershipApplication Application { get; private set; } = null!;

    public IReadOnlyList<Side> Sides { get; private set; } = [];

    /// <summary>The sides for which the viewer may act.</summary>
    public IReadOnlyList<Side> Own { get; private set; } = [];

    /// <summary>Those of them whose key still waits.</summary>
    public IReadOnlyList<Side> Turnable => [.. Own.Where(side => !Application.Keys.Exists(key => key.SideCode == side.Code))];

    /// <summary>True where the registry has an entry with the code.</summary>
    public bool IsEntryThere { get; private set; }

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    public bool IsSaved { get; private set; }

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    [BindProperty]
    public string? Question { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? EntryReason { get; set; }

    [BindProperty]
    public string? From { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, bool saved, CancellationToken cancellationToken)
    {
        IsSaved = saved;
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        Code = Application.InstitutionCode;
        return Page();
    }

    public async Task<IActionResult> OnPostAskAsync(Guid id, int version, string? side, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.AskAsync(Reader.Viewer, id, version, side ?? "", Question ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostKeyAsync(Guid id, int version, string? side, string? decision, CancellationToken cancellationToken)
    {
        // A decision that the form does not offer was not made by a person
        if (decision is not ("consent" or "objection")) return BadRequest();
        return await AfterAsync(id, await operations.TurnKeyAsync(Reader.Viewer, id, version, side ?? "", decision == "consent", Reason ?? "", cancellationToken), cancellationToken);
    }

    public async Task<IActionResult> OnPostEntryAsync(Guid id, int version, string? side, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.SetEntryAsync(Reader.Viewer, id, version, side ?? "", Code ?? "", EntryReason ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostAdmitAsync(Guid id, int version, CancellationToken cancellationToken)
    {
        var faults = new List<FieldFault>();
        var from = DateFields.Read("From", From ?? "", faults) ?? PartialDate.Unknown;
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        if (fault is not null) faults.Add(fault);
        return await AfterAsync(
            id, faults.Count > 0 ? new Outcome.Invalid(faults) : await operations.AdmitFullAsync(Reader.Viewer, id, version, from, ground!, cancellationToken), cancellationToken);
    }

    private async Task<IActionResult> AfterAsync(Guid id, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/applications/{id}?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await applications.FindAsync(Reader.Viewer, id, cancellationToken) is not { } application) return false;
        (Application, IsUnlisted, Title) = (application, true, application.Name.Plain(Reader.Language));
        Sides = await db.Set<Side>().AsNoTracking().OrderBy(side => side.Order).ToListAsync(cancellationToken);
        Own = applications.SidesOf(Reader.Viewer) is { } codes ? [.. Sides.Where(side => codes.Contains(side.Code))] : Sides;
        IsEntryThere = application.InstitutionCode is { } code && await db.Set<Institutions.Institution>().AnyAsync(row => row.Code == code, cancellationToken);
        History = await audit.OfAsync(ApplicantOperations.SubjectKind, id.ToString(), 30, cancellationToken);
        return true;
    }
}
