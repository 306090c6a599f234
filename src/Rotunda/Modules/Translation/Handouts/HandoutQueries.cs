using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>A text that can be handed out.</summary>
/// <param name="TextId">Of the text.</param>
/// <param name="Title">In the language from which it is translated.</param>
/// <param name="Segments">How many it has.</param>
/// <param name="Open">How many of them have no translation, or a stale one.</param>
/// <param name="Task">The work that is given out in this pair; null where there is none.</param>
public sealed record OpenText(Guid TextId, string Title, int Segments, int Open, TranslationTask? Task);

/// <summary>Of which texts one is to be chosen.</summary>
public enum HandoutChoice
{
    /// <summary>Those that the viewer has taken to translate or to review.</summary>
    Mine,

    /// <summary>Those with work given out in the pair.</summary>
    Tasks,

    All,
}

/// <summary>Which texts are listed.</summary>
/// <param name="Choice">By the work; null for that given out where there is any, else for all.</param>
/// <param name="Words">What their titles hold; empty for any.</param>
/// <param name="TextId">This one alone; null for all.</param>
public sealed record HandoutFilter(HandoutChoice? Choice, string Words, Guid? TextId);

/// <summary>A handout in the list.</summary>
public sealed record HandoutLine(Guid Id, string From, string To, int Texts, int Segments, Instant At, Instant? ReturnedAt);

/// <summary>A segment with words in the language from which it is translated, as it is handed out.</summary>
/// <param name="SegmentId">Of the segment.</param>
/// <param name="Field">What it is in its text.</param>
/// <param name="Block">What its block is; null where it stands in none.</param>
/// <param name="Source">The words in the language from which it is translated.</param>
/// <param name="Target">The translation; null where there is none.</param>
public sealed record HandoutSegment(Guid SegmentId, SegmentField Field, BlockKind? Block, HandoutSource Source, HandoutWords? Target)
{
    /// <summary>True where there is something to translate.</summary>
    public bool IsOpen => Source is { Shape: SegmentShape.Own, Text.Length: > 0 };

    /// <summary>True when the translation was made from this source as it read before.</summary>
    /// <param name="from">The language of the source.</param>
    public bool IsStale(string from) => Target is { FromHash: { } hash } && Target.FromLanguage == from && !hash.AsSpan().SequenceEqual(Source.Hash);
}

/// <summary>What a handout needs to know of the <see cref="SegmentText"/> from which it is translated.</summary>
public sealed record HandoutSource(string Text, byte[] Hash, SegmentShape Shape);

/// <summary>What a handout needs to know of a <see cref="SegmentText"/> that is a translation.</summary>
public sealed record HandoutWords(string Text, byte[] Hash, SegmentShape Shape, TranslationState State, SegmentOrigin Origin, string? FromLanguage, byte[]? FromHash, string? FromText);

/// <summary>Reads what can be handed out, and what was.</summary>
public sealed class HandoutQueries(RotundaDb db, ISearchFilter search)
{
    private sealed record Row(Guid TextId, Guid SegmentId, SegmentField Field, string Source, byte[] Hash, byte[]? TargetFrom, bool HasTarget);

    /// <summary>Texts that exist in a language, the newest first; a number of queries that does not grow with them.</summary>
    /// <returns>A page of them, how many there are, and by which choice.</returns>
    public async Task<(IReadOnlyList<OpenText> Texts, int Total, HandoutChoice Choice)> TextsAsync(
        Viewer viewer, string sourceLanguage, string targetLanguage, HandoutFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        var (texts, choice) = await ChosenAsync(viewer, sourceLanguage, targetLanguage, filter, cancellationToken);
        var total = await texts.CountAsync(cancellationToken);
        var ids = await texts.OrderByDescending(segment => segment.TextId).Skip((page - 1) * size).Take(size).Select(segment => segment.TextId).ToListAsync(cancellationToken);
        var rows = await (
            from segment in db.Segments
            where ids.Contains(segment.TextId)
            from source in segment.Texts
            where source.Language == sourceLanguage && source.Text != ""
            select new Row(
                segment.TextId, segment.Id, segment.Field, source.Text, source.Hash,
                segment.Texts.Where(text => text.Language == targetLanguage && text.FromLanguage == sourceLanguage).Select(text => text.FromHash).FirstOrDefault(), segment.Texts.Any(text => text.Language == targetLanguage))).ToListAsync(cancellationToken);
        var tasks = await Work(sourceLanguage, targetLanguage).Where(task => ids.Contains(task.TextId)).ToDictionaryAsync(task => task.TextId, cancellationToken);
        return ([.. rows.GroupBy(row => row.TextId).OrderByDescending(group => group.Key).Select(group => new OpenText(
            group.Key, InlineMarkdown.Plain(group.FirstOrDefault(row => row.Field == SegmentField.Title)?.Source ?? "—"), group.Count(),
            group.Count(row => !row.HasTarget || (row.TargetFrom is not null && !row.TargetFrom.AsSpan().SequenceEqual(row.Hash))), tasks.GetValueOrDefault(group.Key)))], total, choice);
    }

    /// <summary>Every text that a filter leaves, the newest first; at most one more than can be taken at a time.</summary>
    public async Task<IReadOnlyList<Guid>> AllAsync(Viewer viewer, string sourceLanguage, string targetLanguage, HandoutFilter filter, CancellationToken cancellationToken)
    {
        var (texts, _) = await ChosenAsync(viewer, sourceLanguage, targetLanguage, filter, cancellationToken);
        return await texts.OrderByDescending(segment => segment.TextId).Take(HandoutOperations.MostTexts + 1).Select(segment => segment.TextId).ToListAsync(cancellationToken);
    }

    private IQueryable<TranslationTask> Work(string sourceLanguage, string targetLanguage) =>
        db.TranslationTasks.AsNoTracking().Where(task => task.FromLanguage == sourceLanguage && task.Language == targetLanguage && task.Stage != TaskStage.Done);

    /// <summary>The titles of the texts that a filter leaves, and by which choice.</summary>
    private async Task<(IQueryable<Segment> Texts, HandoutChoice Choice)> ChosenAsync(Viewer viewer, string sourceLanguage, string targetLanguage, HandoutFilter filter, CancellationToken cancellationToken)
    {
        var work = Work(sourceLanguage, targetLanguage);
        var choice = filter.TextId is not null ? HandoutChoice.All : filter.Choice ?? (await work.AnyAsync(cancellationToken) ? HandoutChoice.Tasks : HandoutChoice.All);
        var wanted = choice == HandoutChoice.Mine ? work.Where(task => viewer.AccountId != null && (task.Stage == TaskStage.Reviewing ? task.ReviewerId : task.TranslatorId) == viewer.AccountId) : work;
        var texts = db.Segments.Where(segment => segment.Field == SegmentField.Title && segment.Texts.Any(text => text.Language == sourceLanguage));
        if (filter.TextId is { } one) texts = texts.Where(segment => segment.TextId == one);
        if (choice != HandoutChoice.All) texts = texts.Where(segment => wanted.Select(task => task.TextId).Contains(segment.TextId));
        if (filter.Words.Length > 0)
        {
            var titles = await texts.Select(segment => new { segment.TextId, segment.Texts.First(text => text.Language == sourceLanguage).Text }).ToListAsync(cancellationToken);
            var found = search.Among(titles, title => [InlineMarkdown.Plain(title.Text)], filter.Words).Select(title => title.TextId).ToList();
            texts = texts.Where(segment => found.Contains(segment.TextId));
        }

        return (texts, choice);
    }

    /// <summary>The last handouts.</summary>
    public async Task<IReadOnlyList<HandoutLine>> LastAsync(int count, CancellationToken cancellationToken)
    {
        var rows = await db.Handouts.AsNoTracking().OrderByDescending(handout => handout.At).Take(count).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new HandoutLine(row.Id, row.SourceLanguage, row.TargetLanguage, row.Texts.Count, row.Segments, row.At, row.ReturnedAt));
    }

    /// <summary>How many segments texts have, those that exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> SizesAsync(IReadOnlyCollection<Guid> textIds, CancellationToken cancellationToken) =>
        await db.Segments.Where(segment => textIds.Contains(segment.TextId)).GroupBy(segment => segment.TextId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);

    /// <summary>The segments of texts as they are handed out, those with words in the first language, by text, in the order of reading; one query.</summary>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<HandoutSegment>>> SegmentsAsync(RotundaDb db, IReadOnlyCollection<Guid> textIds, string sourceLanguage, string targetLanguage, CancellationToken cancellationToken)
    {
        var rows = await (
            from segment in db.Segments
            where textIds.Contains(segment.TextId)
            from source in segment.Texts.Where(text => text.Language == sourceLanguage)
            from target in segment.Texts.Where(text => text.Language == targetLanguage).DefaultIfEmpty()
            from block in db.Set<Block>().Where(block => block.Id == segment.BlockId).DefaultIfEmpty()
            select new
            {
                segment.TextId,
                Order = block == null ? SegmentOrder.BeforeBlocks : block.Order,
                Segment = new HandoutSegment(
                    segment.Id, segment.Field, block == null ? null : block.Kind,
                    new HandoutSource(source.Text, source.Hash, source.Shape),
                    target == null ? null : new HandoutWords(target.Text, target.Hash, target.Shape, target.State, target.Origin, target.FromLanguage, target.FromHash, target.FromText)),
            }).ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.TextId).ToDictionary(
            group => group.Key, group => (IReadOnlyList<HandoutSegment>)[.. group.InOrder(row => row.Order, row => row.Segment.Field).Select(row => row.Segment)]);
    }
}
