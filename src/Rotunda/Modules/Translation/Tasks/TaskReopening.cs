using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>
/// Keeps the work on languages in step with what is open in them, in the context of the operation that calls it, which saves: done work
/// is done again when its source changed or grew, and what is published although something is open is not done.
/// </summary>
public sealed class TaskReopening(IEnumerable<ITextHolder> holders)
{
    /// <summary>Makes done work on a text translating again where something is stale, here or further up the chain, or missing.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="text">The text with segments and their texts as they will be stored.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task ReopenAsync(RotundaDb db, TranslatedText text, CancellationToken cancellationToken)
    {
        foreach (var task in await db.TranslationTasks.Where(task => task.TextId == text.Id && task.Stage == TaskStage.Done).ToListAsync(cancellationToken))
            if (task.Stage == TaskStage.Done && await IsBehindAsync(db, text, task.Language, cancellationToken)) await GoToAsync(db, task, TaskStage.Translating, cancellationToken);
    }

    /// <summary>Notes that a language is published, and reopens the work on languages that were made from an earlier wording of it.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="text">The text with blocks, segments and their texts.</param>
    /// <param name="language">The language.</param>
    /// <param name="isReady">Whether nothing is open in it.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task PublishedAsync(RotundaDb db, TranslatedText text, string language, bool isReady, CancellationToken cancellationToken)
    {
        if (await db.TranslationTasks.SingleOrDefaultAsync(task => task.TextId == text.Id && task.Language == language, cancellationToken) is { } own)
        {
            if (isReady) own.Stage = TaskStage.Done;
            else if (own.Stage == TaskStage.Done) await GoToAsync(db, own, await IsBehindAsync(db, text, language, cancellationToken) ? TaskStage.Translating : TaskStage.Reviewing, cancellationToken);
        }

        await ReopenAsync(db, text, cancellationToken);
    }

    private async Task GoToAsync(RotundaDb db, TranslationTask task, TaskStage stage, CancellationToken cancellationToken)
    {
        // The days were for work that was done
        (task.Stage, task.TranslateBy, task.ReviewBy) = (stage, null, null);
        foreach (var holder in holders) await holder.StageChangedAsync(db, task.TextId, task.Language, stage, cancellationToken);
    }

    /// <summary>True when something of a translation is stale or missing. Pictures that need no text of their own lack none, as <see cref="Readiness"/> says it.</summary>
    private async Task<bool> IsBehindAsync(RotundaDb db, TranslatedText text, string language, CancellationToken cancellationToken)
    {
        if (text.Segments.Exists(segment => Staleness.Of(segment, language) != Freshness.Fresh)) return true;
        var missing = text.Segments.Where(segment => segment.In(text.SourceLanguage) is not null && segment.In(language) is null).ToList();
        if (missing.Exists(segment => segment.Field != SegmentField.Alternative)) return true;
        var pictures = missing.Select(segment => segment.BlockId!.Value).ToHashSet();
        return pictures.Count > (await holders.DescribedAsync(db, [.. text.Blocks.Where(block => pictures.Contains(block.Id))], language, cancellationToken)).Count;
    }
}
