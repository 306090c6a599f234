using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Recovery;
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
    RotundaDb db, HandoverQueries handovers, HandoverOperations operations, IEnumerable<IHandoverFigures> figures, AuditQueries audit, References references, SiteLanguages languages, Permissions permissions, HandoverDesk desk, MailedLinks links, IEnumerable<IAnnouncementDesk> newsrooms) : FormPage
{
    public ChairHandover Handover { get; private set; } = null!;

    public LocalizedText SideName { get; private set; } = LocalizedText.Empty;

    public bool MayManage => permissions.May(Reader.Viewer, AllianceActs.HandOver, AllianceActs.ScopeOfSide(Handover.Seat!.SideCode));

    /// <summary>True for those who may begin an article from a draft.</summary>
    public bool MayAnnounce => newsrooms.Any(newsroom => newsroom.MayBegin(Reader.Viewer));

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

    [BindProperty]
    public string? DeskTakers { get; set; }

    /// <summary>Who may leave the desk with this handover; empty for those who may not say so.</summary>
    public IReadOnlyList<DeskPerson> Leavers { get; private set; } = [];

    /// <summary>True for a person who is named as leaving it.</summary>
    public bool IsLeaving(DeskPerson person) => Handover.DeskLeavers.Split('\n').Contains(person.Email, StringComparer.OrdinalIgnoreCase);

    public async Task<IActionResult> OnGetAsync(Guid id, bool saved, CancellationToken cancellationToken)
    {
        IsSaved = saved;
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        PlannedOn = BegunOn = LocalDatePattern.Iso.Format(Handover.PlannedOn);
        EndedOn = LocalDatePattern.Iso.Format(Handover.PlannedOn.PlusDays(-1));
        DeskTakers = Handover.DeskTakers;
        return Page();
    }

    /// <summary>The draft of a language as a file of the importer's format.</summary>
    public async Task<IActionResult> OnGetDraftAsync(Guid id, string? language, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || languages.Find(language) is not { } found) return NotFound();
        return File(System.Text.Encoding.UTF8.GetBytes(DraftIn(found)), "text/markdown; charset=utf-8", found.Code + ".md");
    }

    /// <summary>Begins an article in the newsroom from the draft of a language.</summary>
    public async Task<IActionResult> OnPostArticleAsync(Guid id, string? language, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || languages.Find(language) is not { } found || Handover.State == HandoverState.Cancelled) return NotFound();
        if (newsrooms.FirstOrDefault(one => one.MayBegin(Reader.Viewer)) is not { } newsroom) return Forbid();
        var (outcome, path) = await newsroom.BeginAsync(Reader.Viewer, found, Announcement.Of(Handover, SideName.Plain(found), languages.TextsOf(found)), cancellationToken);
        return path is not null ? Redirect(Reader.To(path)) : await AfterAsync(id, outcome, cancellationToken);
    }

    public async Task<IActionResult> OnPostTickAsync(Guid id, Guid item, int version, bool done, string? note, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.TickAsync(Reader.Viewer, id, item, version, done, note ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostAddAsync(Guid id, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.AddItemAsync(Reader.Viewer, id, Item ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostMoveAsync(Guid id, int version, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.MoveAsync(Reader.Viewer, id, version, PlannedOn ?? "", Reason ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostCancelAsync(Guid id, int version, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.CancelAsync(Reader.Viewer, id, version, Reason ?? "", cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostDeskAsync(Guid id, int version, List<string>? leavers, CancellationToken cancellationToken) =>
        await AfterAsync(id, await operations.SetDeskAsync(Reader.Viewer, id, version, DeskTakers ?? "", leavers ?? [], cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostCompleteAsync(Guid id, int version, bool overOpen, CancellationToken cancellationToken)
    {
        var (ground, fault) = await Ground.ReadAsync(references, Reader, cancellationToken);
        var address = await links.BaseAsync(cancellationToken);
        if (address is null) fault = MailedLinks.NoAddressAtDesk;
        var outcome = fault is not null ? new Outcome.Invalid([fault])
            : await operations.CompleteAsync(Reader.Viewer, id, version, new CompletionWish(EndedOn ?? "", BegunOn ?? "", overOpen), ground!, path => ValueTask.FromResult(address + path), cancellationToken);
        return await AfterAsync(id, outcome, cancellationToken);
    }

    private string DraftIn(Language language)
    {
        return Announcement.FileOf(Announcement.Of(Handover, SideName.Plain(language), languages.TextsOf(language)), language == languages.All[0]);
    }

    private async Task<IActionResult> AfterAsync(Guid id, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is Outcome.Done) return Redirect(Reader.To($"/desk/handovers/{id}?saved=true"));
        if (outcome is Outcome.Refused) return Forbid();
        if (outcome is Outcome.Missing) return NotFound();
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
            if (MayManage && Handover.FromInstitution is { } from) Leavers = await desk.LeaversAsync(from.Code, cancellationToken);
            Figures = read.ToLookup(pair => pair.Item, pair => pair.Figure, StringComparer.Ordinal);
        }

        return true;
    }
}
