using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Naming;

/// <summary>What the record of texts keeps about a person. An erasure leaves the texts and takes the person out of their record.</summary>
internal sealed class TextPersonalData : IPersonalData
{
    public string RemovedKey => "data.texts.removed";

    public string? KeptKey => "data.texts.kept";

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var names = await db.CreditNames.AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        var changes = await db.TextChanges.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.At).Select(row => new { row.At, row.Kind, row.Language, row.Text, row.Note }).ToListAsync(cancellationToken);
        var comments = await db.SegmentComments.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.At).Select(row => new { row.At, row.Language, row.Text }).ToListAsync(cancellationToken);
        var drafts = await db.Set<SourceAutosave>().AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        return
        [
            new("credit-names", [.. names.Select(row => new { names = row.Names.ToJson(), row.IsHidden, row.TakesNoDigest })]),
            new("text-changes", [.. changes.Select(row => new { at = row.At.ToString(), kind = row.Kind.ToString(), row.Language, row.Text, row.Note })]),
            new("text-comments", [.. comments.Select(row => new { at = row.At.ToString(), row.Language, row.Text })]),
            new("text-drafts", [.. drafts.Select(row => new { at = row.At.ToString(), row.Title, row.Markdown })]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.CreditNames.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<DigestMark>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<RevisionCredit>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<TextPresence>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SourceAutosave>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.SegmentComments.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountId, (Guid?)null), cancellationToken);
        await db.TextChanges.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountId, (Guid?)null), cancellationToken);
        await db.TextRevisions.Where(row => row.PublishedBy == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedBy, (Guid?)null), cancellationToken);
        await db.TranslationTasks.Where(row => row.TranslatorId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.TranslatorId, (Guid?)null), cancellationToken);
        await db.TranslationTasks.Where(row => row.ReviewerId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.ReviewerId, (Guid?)null), cancellationToken);
    }
}
