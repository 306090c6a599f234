using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Naming;

/// <summary>What the record of texts keeps about a person. An erasure leaves the texts and takes the person out of their record.</summary>
internal sealed class TextPersonalData : IPersonalData
{
    public string RemovedKey => "data.texts.removed";

    public string? KeptKey => "data.texts.kept";

    public IReadOnlyList<PersonalTable> Tables { get; } =
    [
        new(typeof(CreditName), "credit-names", nameof(CreditName.AccountId), nameof(CreditName.Names)),
        new(typeof(TextChange), "text-changes", nameof(TextChange.AccountId)),
        new(typeof(SegmentComment), "text-comments", nameof(SegmentComment.AccountId)),
        new(typeof(SourceAutosave), "text-drafts", nameof(SourceAutosave.AccountId)),
        new(typeof(RevisionCredit), "text-credits", nameof(RevisionCredit.AccountId)),
        new(typeof(TextRevision), "texts-published", nameof(TextRevision.PublishedBy)),
        new(typeof(ReplacedSource), "sources-changed", nameof(ReplacedSource.ReplacedBy)),
        new(typeof(TranslationTask), "translation-tasks", nameof(TranslationTask.TranslatorId), nameof(TranslationTask.ReviewerId)),
        new(typeof(Handout), "handouts", nameof(Handout.AccountId)),
        new(typeof(ReturnDraft), "handout-returns", nameof(ReturnDraft.AccountId)),
        new(typeof(DigestMark), null, nameof(DigestMark.AccountId)),
        new(typeof(TextPresence), null, nameof(TextPresence.AccountId)),
        // That the words of one were approved by another, and that an editor is no author, holds on without saying who it was
        new(typeof(TranslatedText), "texts-written", nameof(TranslatedText.AuthorId)) { Kept = [nameof(TranslatedText.AuthorId)] },
        new(typeof(SegmentText), "text-changes", nameof(SegmentText.Makers), nameof(SegmentText.ApprovedBy)) { Kept = [nameof(SegmentText.Makers), nameof(SegmentText.ApprovedBy)] },
    ];

    public async Task<IReadOnlyList<PersonalSection>> ExportAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        var names = await db.CreditNames.AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        var changes = await db.TextChanges.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.At).Select(row => new { row.At, row.Kind, row.Language, row.Text, row.Note }).ToListAsync(cancellationToken);
        var comments = await db.SegmentComments.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.At).Select(row => new { row.At, row.Language, row.Text }).ToListAsync(cancellationToken);
        var drafts = await db.Set<SourceAutosave>().AsNoTracking().Where(row => row.AccountId == accountId).ToListAsync(cancellationToken);
        var credits = await db.Set<RevisionCredit>().AsNoTracking().Where(row => row.AccountId == accountId).Join(db.TextRevisions, credit => credit.RevisionId, revision => revision.Id, (credit, revision) => new { revision.At, revision.TextId, revision.Language, credit.Kind }).OrderBy(row => row.At).ToListAsync(cancellationToken);
        var published = await db.TextRevisions.AsNoTracking().Where(row => row.PublishedBy == accountId).OrderBy(row => row.At).Select(row => new { row.At, row.TextId, row.Language, row.Number, row.OverrideNote }).ToListAsync(cancellationToken);
        var replaced = await db.ReplacedSources.AsNoTracking().Where(row => row.ReplacedBy == accountId).OrderBy(row => row.At).Select(row => new { row.At, row.TextId }).ToListAsync(cancellationToken);
        var tasks = await db.TranslationTasks.AsNoTracking().Where(row => row.TranslatorId == accountId || row.ReviewerId == accountId).OrderBy(row => row.CreatedAt)
            .Select(row => new { row.TextId, row.Language, row.Stage, isTranslator = row.TranslatorId == accountId, isReviewer = row.ReviewerId == accountId, row.CreatedAt }).ToListAsync(cancellationToken);
        var written = await db.Texts.AsNoTracking().Where(row => row.AuthorId == accountId).OrderBy(row => row.Id).Select(row => new { row.Id, row.SourceLanguage }).ToListAsync(cancellationToken);
        var handouts = await db.Handouts.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.At).ToListAsync(cancellationToken);
        var returns = await db.ReturnDrafts.AsNoTracking().Where(row => row.AccountId == accountId).OrderBy(row => row.SentAt).Select(row => new { row.FileName, row.SentAt }).ToListAsync(cancellationToken);
        return
        [
            new("credit-names", [.. names.Select(row => new { names = row.Names.ToJson(), row.IsHidden, row.TakesNoDigest })]),
            new("text-changes", [.. changes.Select(row => new { at = row.At.ToString(), kind = row.Kind.ToString(), row.Language, row.Text, row.Note })]),
            new("text-comments", [.. comments.Select(row => new { at = row.At.ToString(), row.Language, row.Text })]),
            new("text-drafts", [.. drafts.Select(row => new { at = row.At.ToString(), row.Title, row.Deck, row.Description, row.Markdown })]),
            new("text-credits", [.. credits.Select(row => new { at = row.At.ToString(), text = row.TextId, row.Language, kind = row.Kind.ToString() })]),
            new("texts-published", [.. published.Select(row => new { at = row.At.ToString(), text = row.TextId, row.Language, row.Number, row.OverrideNote })]),
            new("sources-changed", [.. replaced.Select(row => new { at = row.At.ToString(), text = row.TextId })]),
            new("texts-written", [.. written]),
            new("translation-tasks", [.. tasks.Select(row => new { createdAt = row.CreatedAt.ToString(), text = row.TextId, row.Language, stage = row.Stage.ToString(), row.isTranslator, row.isReviewer })]),
            new("handouts", [.. handouts.Select(row => new { at = row.At.ToString(), row.SourceLanguage, row.TargetLanguage, row.Texts, row.Segments, returnedAt = row.ReturnedAt?.ToString() })]),
            new("handout-returns", [.. returns.Select(row => new { sentAt = row.SentAt.ToString(), row.FileName })]),
        ];
    }

    public async Task EraseAsync(RotundaDb db, Guid accountId, CancellationToken cancellationToken)
    {
        await db.CreditNames.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<DigestMark>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<RevisionCredit>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<TextPresence>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SourceAutosave>().Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.ReturnDrafts.Where(row => row.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await db.Handouts.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountId, (Guid?)null), cancellationToken);
        await db.SegmentComments.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountId, (Guid?)null), cancellationToken);
        await db.TextChanges.Where(row => row.AccountId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountId, (Guid?)null), cancellationToken);
        await db.TextRevisions.Where(row => row.PublishedBy == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedBy, (Guid?)null), cancellationToken);
        await db.ReplacedSources.Where(row => row.ReplacedBy == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.ReplacedBy, (Guid?)null), cancellationToken);
        await db.TranslationTasks.Where(row => row.TranslatorId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.TranslatorId, (Guid?)null), cancellationToken);
        await db.TranslationTasks.Where(row => row.ReviewerId == accountId).ExecuteUpdateAsync(set => set.SetProperty(row => row.ReviewerId, (Guid?)null), cancellationToken);
    }
}
