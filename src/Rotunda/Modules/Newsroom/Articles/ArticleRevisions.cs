using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>What became of one block between two states of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Parts">Word by word; all kept where nothing changed.</param>
public sealed record BlockChange(BlockKind? Kind, IReadOnlyList<DiffPart> Parts)
{
    public bool IsChanged => Parts.Any(part => part.Change != Change.Kept);
}

/// <summary>Compares and restores revisions and earlier drafts.</summary>
public sealed class ArticleRevisions(RotundaDb db, Permissions permissions, SourceWriting writing, SegmentOperations segments, TaskReopening reopening, AuditTrail audit, WorkSignal signal)
{
    /// <summary>What changed from one state of a text to another, block by block: blocks meet by their ids.</summary>
    public static IReadOnlyList<BlockChange> Compare(FrozenText before, FrozenText after)
    {
        var changes = new List<BlockChange>();
        foreach (var (was, now) in new[] { (before.Title, after.Title), (before.Deck, after.Deck), (before.Description, after.Description) })
            if (was.Length + now.Length > 0) changes.Add(new BlockChange(null, WordDiff.Compare(was, now)));
        var earlier = before.Blocks.ToDictionary(block => block.Id);
        var later = after.Blocks.Select(block => block.Id).ToHashSet();
        var next = 0;
        foreach (var block in after.Blocks)
        {
            // What went away shows where it stood
            for (; next < before.Blocks.Count && before.Blocks[next].Id != block.Id && !later.Contains(before.Blocks[next].Id); next++) changes.Add(new BlockChange(before.Blocks[next].Kind, WordDiff.Compare(Said(before.Blocks[next]), "")));
            if (next < before.Blocks.Count && before.Blocks[next].Id == block.Id) next++;
            changes.Add(new BlockChange(block.Kind, WordDiff.Compare(earlier.TryGetValue(block.Id, out var was) ? Said(was) : "", Said(block))));
        }

        changes.AddRange(before.Blocks.Skip(next).Where(block => !later.Contains(block.Id)).Select(block => new BlockChange(block.Kind, WordDiff.Compare(Said(block), ""))));
        return changes;

        static string Said(FrozenBlock block) => block.Kind switch
        {
            BlockKind.Image => string.Join(" · ", new[] { block.Content, block.Alternative ?? "" }.Where(words => words.Length > 0)),
            BlockKind.Embed => block.Target ?? "",
            _ => block.Content,
        };
    }

    /// <summary>
    /// What the working copy of a translation says and a revision does not have: a block that was left out or merged then, or that came
    /// since. Which of these it is no revision records, so restoring leaves the words alone and whoever restores is told of them.
    /// </summary>
    public static IReadOnlyList<string> LeftAlone(FrozenText revision, FrozenText working)
    {
        var known = revision.Blocks.Select(block => block.Id).ToHashSet();
        return [.. working.Blocks.Where(block => !known.Contains(block.Id) && block.Content.Length > 0).Select(block => InlineMarkdown.Plain(block.Content))];
    }

    /// <summary>
    /// Puts the words of a revision back into the working copy; readers see nothing of it before it is published. Of a translation, the
    /// segments that still exist take up their words again, to be approved anew; what the revision does not have stays (<see cref="LeftAlone"/>).
    /// </summary>
    /// <param name="viewer">An editor.</param>
    /// <param name="articleId">The article.</param>
    /// <param name="language">Which language.</param>
    /// <param name="number">Of the revision.</param>
    /// <param name="seen">The <see cref="TextFingerprint"/> of the working copy that the form showed: what was saved since is not overwritten.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> RestoreAsync(Viewer viewer, Guid articleId, string language, int number, string seen, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Write)) return new Outcome.Refused();
        if (await db.Articles.AsNoTracking().Where(row => row.Id == articleId).Select(row => (Guid?)row.TextId).SingleOrDefaultAsync(cancellationToken) is not { } textId) return new Outcome.Missing();
        if (await db.TextRevisions.AsNoTracking().SingleOrDefaultAsync(row => row.TextId == textId && row.Language == language && row.Number == number, cancellationToken) is not { } revision) return new Outcome.Missing();
        return await PutBackAsync(viewer, articleId, textId, language, revision.Frozen(), seen, new FieldChange("revision." + language, null, number.ToString(CultureInfo.InvariantCulture)), cancellationToken);
    }

    /// <summary>Puts an earlier draft of the source back into the working copy, whose present words stay as a draft themselves.</summary>
    /// <param name="viewer">An editor.</param>
    /// <param name="articleId">The article.</param>
    /// <param name="draftId">Of the <see cref="ReplacedSource"/>.</param>
    /// <param name="seen">As for a revision.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> RestoreDraftAsync(Viewer viewer, Guid articleId, Guid draftId, string seen, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Write)) return new Outcome.Refused();
        if (await db.Articles.AsNoTracking().Where(row => row.Id == articleId).Select(row => new { row.TextId, row.Text!.SourceLanguage }).SingleOrDefaultAsync(cancellationToken) is not { } article) return new Outcome.Missing();
        if (await db.ReplacedSources.AsNoTracking().SingleOrDefaultAsync(row => row.Id == draftId && row.TextId == article.TextId, cancellationToken) is not { } replaced) return new Outcome.Missing();
        return await PutBackAsync(viewer, articleId, article.TextId, article.SourceLanguage, replaced.Frozen(), seen, new FieldChange("draft", null, InstantPattern.General.Format(replaced.At)), cancellationToken);
    }

    private async Task<Outcome> PutBackAsync(Viewer viewer, Guid articleId, Guid textId, string language, FrozenText frozen, string seen, FieldChange what, CancellationToken cancellationToken)
    {
        TranslatedText text;
        await using (await Snapshot.BeginAsync(db, cancellationToken))
            text = await db.Texts.AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).ThenInclude(segment => segment.Texts).SingleAsync(row => row.Id == textId, cancellationToken);
        if (seen != TextFingerprint.Of(text, language))
        {
            db.ChangeTracker.Clear();
            return new Outcome.Conflict();
        }

        if (language == text.SourceLanguage)
        {
            var draft = new SourceDraft(frozen.Title, frozen.Deck, frozen.Description, [.. frozen.Blocks.Select((block, index) => new MarkdownBlock(block.Kind, block.Level, block.Content, index + 1, block.Target, block.Alternative, block.Id))]);
            if (!await writing.RewriteAsync(db, text, draft, viewer, isReturn: true, cancellationToken)) return new Outcome.Done();
            await reopening.ReopenAsync(db, text, cancellationToken);
            audit.Record(db, viewer, "article.restore", ArticleOperations.SubjectKind, articleId.ToString(), [what]);
            return await db.TrySaveAsync(signal, cancellationToken);
        }

        var blocks = frozen.Blocks.ToDictionary(block => block.Id);
        var restored = new Dictionary<Guid, string>();
        foreach (var segment in text.Segments)
        {
            var words = segment.Field switch
            {
                SegmentField.Title => frozen.Title,
                SegmentField.Deck => frozen.Deck,
                SegmentField.Description => frozen.Description,
                SegmentField.Alternative => segment.BlockId is { } image && blocks.TryGetValue(image, out var picture) ? picture.Alternative ?? "" : "",
                _ => segment.BlockId is { } id && blocks.TryGetValue(id, out var block) ? block.Content : "",
            };
            if (words.Length > 0 && segment.In(language)?.Text != words) restored[segment.Id] = words;
        }

        db.ChangeTracker.Clear();
        if (restored.Count == 0) return new Outcome.Done();
        audit.Record(db, viewer, "article.restore", ArticleOperations.SubjectKind, articleId.ToString(), [what]);
        var answers = await segments.RestoreAsync(viewer, textId, language, restored, frozen.UsesMachine ? SegmentOrigin.Machine : SegmentOrigin.Person, cancellationToken);
        if (answers.All(answer => answer.Result == PutResult.Refused)) return new Outcome.Refused();
        return answers.Any(answer => answer.Result == PutResult.Conflict) ? new Outcome.Conflict() : new Outcome.Done();
    }
}
