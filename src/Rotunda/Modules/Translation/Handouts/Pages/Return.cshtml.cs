using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;

namespace Rotunda.Modules.Translation.Handouts.Pages;

/// <summary>What a file that came back would do, before it does it.</summary>
[Requires(LanguageToolActs.UseName)]
[NeverCached]
public sealed class ReturnModel(HandoutQueries queries, HandoutOperations operations, SiteLanguages languages) : FormPage
{
    private const int MostShown = 100;

    public ReturnPlan Plan { get; private set; } = new("", "", [], 0);

    public string FileName { get; private set; } = "";

    public Language From => languages.Find(Plan.From)!;

    public Language To => languages.Find(Plan.To)!;

    /// <summary>The kinds of lines in the order in which a person needs them: conflicts first, all of them.</summary>
    public IEnumerable<(ReturnState State, IReadOnlyList<ReturnLine> Lines, int Count)> Groups =>
        new[] { ReturnState.Conflict, ReturnState.TakenStale, ReturnState.Taken, ReturnState.Refused, ReturnState.Missing, ReturnState.Empty }
            .Select(state => (State: state, All: Plan.Lines.Where(line => line.State == state).ToList())).Where(group => group.All.Count > 0)
            .Select(group => (group.State, (IReadOnlyList<ReturnLine>)[.. group.State == ReturnState.Conflict ? group.All : group.All.Take(MostShown)], group.All.Count));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string? fingerprint, List<Guid> chosen, CancellationToken cancellationToken)
    {
        var (outcome, result) = await operations.TakeOverAsync(Reader.Viewer, id, fingerprint ?? "", chosen.ToHashSet(), cancellationToken);
        if (result is not null) return Redirect(Reader.To($"/desk/handouts?taken={result.Taken}&approved={result.Approved}&left={result.Left}"));
        if (outcome is Outcome.Refused) return Forbid();
        return await LoadAsync(id, cancellationToken) ? ShowConflict() : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await operations.DraftAsync(Reader.Viewer, id, cancellationToken) is not { } draft || await queries.PlanAsync(Reader.Viewer, ReturnedFiles.Read(draft.FileName, draft.Content), cancellationToken) is not { } plan) return false;
        (Title, IsUnlisted, FileName, Plan) = (draft.FileName, true, draft.FileName, plan);
        return true;
    }
}
