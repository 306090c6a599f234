using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Alliance.Registry;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Alliance.Handover.Pages;

/// <summary>One handover: its checklist, its date, its completion, and the drafts of its announcement.</summary>
[Requires(AllianceActs.KeepChecklistName)]
[NeverCached]
public sealed class DeskHandoverModel(
    RotundaDb db, HandoverQueries handovers, HandoverOperations operations, IEnumerable<IHandoverFigures> figures, AuditQueries audit, References references, SiteLanguages languages, Permissions permissions, Frame frame) : FormPage
{
    public ChairHandover Handover { get; private set; } = null!;

    public LocalizedText SideName { get; private set; } = LocalizedText.Empty;

    public bool MayManage => permissions.May(Reader.Viewer, AllianceActs.HandOver, AllianceActs.ScopeOfSide(Handover.Seat!.SideCode));

    /// <summary>The drafts, by language.</summary>
    public IEnumerable<(Language Language, string Text)> Drafts => languages.All.Select(language => (language, DraftIn(language)));

    /// <summary>The gap or overlap between the two terms, once both are known.</summary>
    public Succession? Succession => Handover is { EndedOn: { } ended, BegunOn: { } begun }
        ? Leadership.Succession.Between(new Term { To = PartialDate.On(ended) }, new Term { From = PartialDate.On(begun) }) : null;

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    /// <summary>How the items stand now, by their name; empty once the handover is closed.</summary>
    public ILookup<string, HandoverFigure> Figures { get; private set; } = Array.Empty<(string, HandoverFigure)>().ToLookup(pair => pair.Item1, pair => pair.Item2);

    public bool IsSaved { get; private set; }

    [BindProperty]
    public CitationForm Ground { get; set; } = new();

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? PlannedOn { get; set; }

    [BindProperty]
    public string? EndedOn { get; set; }

    [BindProperty]
    public string? BegunOn { get; set; }

    [BindProperty]
    public string? Item { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id, bool saved, CancellationToken cancellationToken)
    {
        IsSaved = saved;
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        PlannedOn = BegunOn = LocalDatePattern.Iso.Format(Handover.PlannedOn);
        EndedOn = LocalDatePattern.Iso.Format(Handover.PlannedOn.PlusDays(-1));
        return Page();
    }

    /// <summary>The draft of a language as a file of the importer's format.</summary>
    public async Task<IActionResult> OnGetDraftAsync(Guid id, string? language, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || languages.Find(language) is not { } found) return NotFound();
        return File(System.Text.Encoding.UTF8.GetBytes(DraftIn(found)), "text/markdown; charset=utf-8", found.Code + ".md");
    }

    public async Task<IActionResult> OnPostTickAsync(Guid id, Guid item, int version, bool done, string? note, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.TickAsync(Reader.Viewer, id, item, version, done, note ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostAddAsync(Guid id, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.AddItemAsync(Reader.Viewer, id, Item ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostMoveAsync(Guid id, int version, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.MoveAsync(Reader.Viewer, id, version, PlannedOn ?? "", Reason ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostCancelAsync(Guid id, int version, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.CancelAsync(Reader.Viewer, id, version, Reason ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostCompleteAsync(Guid id, int version, bool overOpen, CancellationToken cancellationToken)
    {
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var outcome = fault is not null ? new Outcome.Invalid([fault])
            : await operations.CompleteAsync(Reader.Viewer, id, version, new CompletionWish(EndedOn ?? "", BegunOn ?? "", overOpen), ground!, frame.AbsoluteAsync, cancellationToken);
        return await AfterAsync(id, outcome, cancellationToken);
    }

    private string DraftIn(Language language)
    {
        var texts = languages.TextsOf(language);
        return Announcement.In(Handover, SideName.Plain(language), language == languages.All[0], texts);
    }

    private async Task<IActionResult> AfterAsync(Guid id, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/handovers/{id}?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        db.ChangeTracker.Clear();
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        return outcome is Outcome.Invalid invalid ? Show(invalid.Faults) : ShowConflict();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await handovers.FindAsync(Reader.Viewer, id, cancellationToken) is not { } handover) return false;
        (Handover, IsUnlisted, Title) = (handover, true, T.Format("handover.to", ("name", handover.ToInstitution!.NameFor(Reader.Language).Text)));
        SideName = await db.Set<Side>().Where(side => side.Code == handover.Seat!.SideCode).Select(side => side.Name).SingleAsync(cancellationToken);
        History = await audit.OfAsync(HandoverOperations.SubjectKind, id.ToString(), 30, cancellationToken);
        if (Handover.State == HandoverState.Preparing)
        {
            var read = new List<(string Item, HandoverFigure Figure)>();
            foreach (var source in figures) read.AddRange((await source.ReadAsync(Handover, Reader, cancellationToken)).Select(figure => (source.Item, figure)));
            Figures = read.ToLookup(pair => pair.Item, pair => pair.Figure, StringComparer.Ordinal);
        }

        return true;
    }
}
