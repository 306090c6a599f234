using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Jobs;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Handouts.Pages;

/// <summary>The lines of a plan in one state.</summary>
/// <param name="State">Which.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Lines">A page of them.</param>
public sealed record ReturnGroup(ReturnState State, int Count, IReadOnlyList<ShownLine> Lines);

/// <summary>A file that came back: how far the reading is, what it would do before it does it, and what became of it.</summary>
[Requires(LanguageToolActs.UseName)]
[NeverCached]
public sealed class ReturnModel(ReturnQueries queries, ReturnOperations operations, SiteLanguages languages) : FormPage
{
    private const int PageSize = 100;

    /// <summary>Of the choices that a form brings.</summary>
    private const int MostChoices = 1000;

    /// <summary>In the order in which a person needs them.</summary>
    private static readonly ReturnState[] s_states = [ReturnState.Conflict, ReturnState.TakenStale, ReturnState.Taken, ReturnState.Refused, ReturnState.Missing, ReturnState.Empty];

    public ReturnDraft Draft { get; private set; } = null!;

    public Job? Work { get; private set; }

    public ReturnPlan Plan { get; private set; } = null!;

    public bool IsUnderWay => Draft.Stage is ReturnStage.Reading or ReturnStage.TakingOver && Work is null or { State: JobState.Waiting or JobState.Running };

    /// <summary>Beyond its last try, or ended by a fault of the program.</summary>
    public bool HasFailed => Draft.Stage is ReturnStage.Reading or ReturnStage.TakingOver && !IsUnderWay;

    public Language From => languages.Find(Draft.SourceLanguage)!;

    public Language To => languages.Find(Draft.TargetLanguage)!;

    /// <summary>The only state that is shown, page by page; null for the first lines of each.</summary>
    public ReturnState? Only { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public IReadOnlyList<ReturnGroup> Groups { get; private set; } = [];

    public static int PagesOf(int count) => (count + PageSize - 1) / PageSize;

    public async Task<IActionResult> OnGetAsync(Guid id, string? state, CancellationToken cancellationToken)
    {
        if (!PageNumbers.TryRead(Request, out var number)) return NotFound();
        PageNumber = number;
        if (!await LoadAsync(id, state, cancellationToken)) return NotFound();
        return number > 1 && Groups.All(group => group.Lines.Count == 0) ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, int version, string? act, string? state, List<Guid> shown, List<Guid> chosen, CancellationToken cancellationToken)
    {
        if (shown.Count > MostChoices || !PageNumbers.TryRead(Request, out var number)) return BadRequest();
        if (shown.Count > 0 && await operations.ChooseAsync(Reader.Viewer, id, shown, chosen, cancellationToken) is Outcome.Refused) return Forbid();
        if (act == "choose")
        {
            // Conflicts are decided page by page
            if (!await LoadAsync(id, null, cancellationToken)) return NotFound();
            return Redirect(Draft.Stage == ReturnStage.Ready && number < PagesOf(Plan.Count(ReturnState.Conflict)) ? $"{Request.Path}?state=conflict&page={number + 1}" : Request.Path);
        }

        return await operations.TakeOverAsync(Reader.Viewer, id, version, cancellationToken) switch
        {
            Outcome.Done => Redirect(Request.Path),
            Outcome.Refused => Forbid(),
            Outcome.Conflict => await LoadAsync(id, state, cancellationToken) ? ShowConflict() : NotFound(),
            _ => NotFound(),
        };
    }

    private async Task<bool> LoadAsync(Guid id, string? state, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(Reader.Viewer, id, cancellationToken) is not { } found) return false;
        (Draft, Work) = found;
        (Title, IsUnlisted) = (Draft.FileName, true);
        if (Draft.Stage != ReturnStage.Ready) return true;
        Plan = await queries.PlanAsync(Draft, cancellationToken);
        Only = Enum.TryParse<ReturnState>(state, ignoreCase: true, out var chosen) && s_states.Contains(chosen) ? chosen : null;
        var groups = new List<ReturnGroup>();
        foreach (var one in Only is { } only ? [only] : s_states.Where(one => Plan.Count(one) > 0))
            groups.Add(new ReturnGroup(one, Plan.Count(one), await queries.LinesAsync(Draft, one, Only is null ? 1 : PageNumber, PageSize, cancellationToken)));
        Groups = groups;
        return true;
    }
}
