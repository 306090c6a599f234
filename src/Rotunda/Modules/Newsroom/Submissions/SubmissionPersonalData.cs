using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.OldSite;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.Submissions;

/// <summary>What a person sent as news. What became an article stays as the association's text, without the sender's name here.</summary>
internal sealed class SubmissionPersonalData : IPersonalData
{
    public string RemovedKey => "submission.erasure";

    public string? KeptKey => "submission.erasure-kept";

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await db.NewsSubmissions.AsNoTracking().Include(row => row.Files).Where(row => row.AccountId == accountId).OrderBy(row => row.SentAt).ToListAsync(cancellationToken);
        return
        [
            new("news-sent", [.. rows.Select(row => new
            {
                sentAt = row.SentAt.ToString(), row.Language, row.Title, row.Text, row.Address, row.Message, state = row.State.ToString(), row.Reason, files = row.Files.Select(file => file.Name),
            })]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.NewsSubmissions.Where(row => row.AccountId == accountId && row.State != SubmissionState.Taken).ExecuteDeleteAsync(cancellationToken);
        await db.NewsSubmissions.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.AccountId, (Guid?)null).SetProperty(row => row.SenderName, "").SetProperty(row => row.Message, ""), cancellationToken);
        await db.PageUploads.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
    }
}
