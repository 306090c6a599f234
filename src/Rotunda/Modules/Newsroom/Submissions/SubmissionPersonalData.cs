using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>What a person sent as news. What became an article stays as the association's text, without the sender's name here.</summary>
internal sealed class SubmissionPersonalData : IPersonalData
{
    public string RemovedKey => "submission.erasure";

    public string? KeptKey => "submission.erasure-kept";

    public IReadOnlyList<PersonalTable> Tables { get; } =
    [
        new(typeof(NewsSubmission), "news-sent", nameof(NewsSubmission.AccountId), nameof(NewsSubmission.SenderName), nameof(NewsSubmission.DecidedBy), nameof(NewsSubmission.Message)),
        new(typeof(PageUpload), "page-uploads", nameof(PageUpload.AccountId)),
        new(typeof(PreviewLink), "preview-links", nameof(PreviewLink.CreatedBy)),
    ];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await db.NewsSubmissions.AsNoTracking().Include(row => row.Files).Where(row => row.AccountId == accountId).OrderBy(row => row.SentAt).ToListAsync(cancellationToken);
        var decided = await DecidedAsync(db, accountId, cancellationToken);
        var decisions = await db.NewsSubmissions.AsNoTracking().Where(row => decided.Contains(row.Id)).OrderBy(row => row.DecidedAt).ToListAsync(cancellationToken);
        var uploads = await db.PageUploads.AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        var previews = await db.PreviewLinks.AsNoTracking().Where(row => row.CreatedBy == accountId).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        return
        [
            new("news-sent", [.. rows.Select(row => new
            {
                sentAt = row.SentAt.ToString(), row.Language, row.Title, row.Text, row.Address, row.Message, state = row.State.ToString(), row.Reason, files = row.Files.Select(file => file.Name),
            })]),
            new("news-decided", [.. decisions.Select(row => new { decidedAt = row.DecidedAt?.ToString(), row.Title, state = row.State.ToString(), row.Reason })]),
            new("page-uploads", [.. uploads.Select(row => new { sentAt = row.SentAt.ToString(), row.Publisher, pages = row.Pages.Select(page => page.Name) })]),
            new("preview-links", [.. previews.Select(row => new { createdAt = row.CreatedAt.ToString(), article = row.ArticleId, row.Language, expiresAt = row.ExpiresAt.ToString() })]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.NewsSubmissions.Where(row => row.AccountId == accountId && row.State != SubmissionState.Taken).ExecuteDeleteAsync(cancellationToken);
        await db.NewsSubmissions.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.AccountId, (Guid?)null).SetProperty(row => row.SenderName, "").SetProperty(row => row.Message, ""), cancellationToken);
        var decided = await DecidedAsync(db, accountId, cancellationToken);
        await db.NewsSubmissions.Where(row => decided.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.DecidedBy, IPersonalData.Nobody), cancellationToken);
        await db.PageUploads.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.PreviewLinks.Where(row => row.CreatedBy == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedBy, (Guid?)null), cancellationToken);
    }

    /// <summary>Decided by the account: the row has the name alone, the trail says who it was.</summary>
    private static async Task<List<Guid>> DecidedAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken) =>
        [.. (await db.AuditEntries.AsNoTracking().Where(entry => entry.ActorId == accountId && entry.SubjectKind == SubmissionOperations.SubjectKind && (entry.Action == SubmissionOperations.Taken || entry.Action == SubmissionOperations.Declined))
            .Select(entry => entry.SubjectId).ToListAsync(cancellationToken)).Select(Guid.Parse)];
}
