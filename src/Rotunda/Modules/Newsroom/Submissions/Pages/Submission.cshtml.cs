using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Intake;

namespace Rotunda.Modules.Newsroom.Submissions.Pages;

/// <summary>News that was sent: for its sender what became of it, for editors the decision. For everyone else there is none.</summary>
[Requires(RequiresAttribute.SignedIn)]
[NeverCached]
public sealed class SubmissionModel(SubmissionQueries submissions, SubmissionOperations operations, Permissions permissions, Frame frame) : FormPage
{
    public NewsSubmission Submission { get; private set; } = null!;

    public FoundText Text { get; private set; } = new([]);

    public IReadOnlyList<RelatedItem> Published { get; private set; } = [];

    public bool IsStored { get; private set; }

    public string Reason { get; private set; } = "";

    public bool MayDecide => permissions.May(Reader.Viewer, SubmissionActs.Decide) && Submission.State == SubmissionState.Sent;

    /// <summary>The desk's page of the article that was made of it, for editors; null for everyone else.</summary>
    public string? DraftPath => Submission.ArticleId is { } article && permissions.May(Reader.Viewer, NewsroomActs.Read) ? Reader.To($"/desk/articles/{article}") : null;

    public bool MayChange => Submission.AccountId == Reader.Viewer.AccountId && Submission.State == SubmissionState.Sent;

    public async Task<IActionResult> OnGetAsync(Guid id, bool stored, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken)) return NotFound();
        IsStored = stored;
        return Page();
    }

    public async Task<IActionResult> OnPostTakeAsync(Guid id, int version, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? await AnswerAsync(id, await operations.TakeAsync(Reader.Viewer, id, version, frame.AbsoluteAsync, cancellationToken), cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostDeclineAsync(Guid id, int version, string? reason, CancellationToken cancellationToken)
    {
        Reason = reason ?? "";
        return await LoadAsync(id, cancellationToken) ? await AnswerAsync(id, await operations.DeclineAsync(Reader.Viewer, id, version, Reason, frame.AbsoluteAsync, cancellationToken), cancellationToken) : NotFound();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, int version, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) ? await AnswerAsync(id, await operations.WithdrawAsync(Reader.Viewer, id, version, cancellationToken), cancellationToken) : NotFound();

    private async Task<IActionResult> AnswerAsync(Guid id, Outcome outcome, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case Outcome.Done:
                return Redirect(Reader.To($"/desk/news/submissions/{id}?stored=true"));
            case Outcome.Invalid invalid:
                return Show(invalid.Faults);
            case Outcome.Conflict:
                await LoadAsync(id, cancellationToken);
                return ShowConflict();
            case Outcome.Refused:
                return Forbid();
            default:
                return NotFound();
        }
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(Reader.Viewer, id, cancellationToken) is not { } submission) return false;
        (Submission, Title, Text) = (submission, submission.Title, MarkdownReading.Read(submission.Text));
        if (submission.ArticleId is { } article) Published = (await submissions.PublishedAsync([article], cancellationToken)).GetValueOrDefault(article, []);
        return true;
    }
}
