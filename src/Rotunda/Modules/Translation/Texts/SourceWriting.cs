using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Markdown;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>A text in its source language, as an editor has it.</summary>
/// <param name="Title">Inline Markdown on one line, as are deck and description.</param>
/// <param name="Deck">Empty for none.</param>
/// <param name="Description">Empty for none.</param>
/// <param name="Blocks">In order.</param>
public sealed record SourceDraft(string Title, string Deck, string Description, IReadOnlyList<MarkdownBlock> Blocks);

/// <summary>
/// Writes sources into the context of the operation that calls it, which asks the permission, audits and saves. Blocks that stay keep
/// their ids and translations, wherever they move; what is reworded makes its translations stale and leaves their words alone.
/// </summary>
public sealed class SourceWriting(IClock clock)
{
    /// <summary>Makes a text that nobody has translated yet.</summary>
    public TranslatedText Create(RotundaDb db, Guid id, string language, SourceDraft draft, Guid? author, Viewer viewer)
    {
        var text = new TranslatedText { Id = id, SourceLanguage = language, AuthorId = author };
        db.Add(text);
        Write(db, text, draft, author ?? viewer.AccountId, viewer.AccountId, isReturn: false);
        return text;
    }

    /// <summary>Changes the source of a text that is loaded whole; what it was before is kept as a <see cref="ReplacedSource"/>.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="text">The text with blocks, segments and their texts.</param>
    /// <param name="draft">The new source, whole.</param>
    /// <param name="viewer">Who changes it.</param>
    /// <param name="isReturn">True where it goes back to what it was, with the ids of that: blocks that had gone are themselves again, and also what the same person saved a moment ago is kept.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>True when anything changed.</returns>
    public async Task<bool> RewriteAsync(RotundaDb db, TranslatedText text, SourceDraft draft, Viewer viewer, bool isReturn, CancellationToken cancellationToken)
    {
        var before = FrozenText.Of(text, text.SourceLanguage);
        if (!Write(db, text, draft, viewer.AccountId, viewer.AccountId, isReturn)) return false;
        db.Entry(text).State = EntityState.Modified;
        await ReplacedSources.KeepAsync(db, text.Id, before, viewer, clock.GetCurrentInstant(), isReturn, cancellationToken);
        return true;
    }

    /// <summary>The source of a text as a draft.</summary>
    public static SourceDraft DraftOf(TranslatedText text)
    {
        var contents = text.Segments.Where(segment => segment.BlockId is not null).ToLookup(segment => segment.BlockId!.Value);
        return new SourceDraft(Field(SegmentField.Title), Field(SegmentField.Deck), Field(SegmentField.Description), [.. text.Blocks
            .Where(block => block.OnlyIn is null).OrderBy(block => block.Order)
            .Select(block => new MarkdownBlock(
                block.Kind, block.Level, In(block, SegmentField.Content) ?? "", block.Order + 1, block.Target, block.Kind == BlockKind.Image ? In(block, SegmentField.Alternative) ?? "" : null, block.Id))]);

        string Field(SegmentField field) => text.Segments.Find(segment => segment.Field == field)?.In(text.SourceLanguage)?.Text ?? "";

        string? In(Block block, SegmentField field) => contents[block.Id].FirstOrDefault(segment => segment.Field == field)?.In(text.SourceLanguage)?.Text;
    }

    private bool Write(RotundaDb db, TranslatedText text, SourceDraft draft, Guid? maker, Guid? writer, bool isReturn)
    {
        var now = clock.GetCurrentInstant();
        var (changed, before) = (false, text.Blocks.Where(block => block.OnlyIn is null).OrderBy(block => block.Order).ToList());
        var said = DraftOf(text);
        foreach (var (field, value) in new[] { (SegmentField.Title, draft.Title), (SegmentField.Deck, draft.Deck), (SegmentField.Description, draft.Description) }) Put(null, field, value, isKept: false);

        var continued = draft.Blocks.All(block => block.Continues is not null) ? Named(before, draft.Blocks) : BlockAlignment.Align([.. said.Blocks.Select(Words)], [.. draft.Blocks.Select(Words)]);
        var anchors = AddedByAnchor(text);
        var order = new List<Block>(anchors.GetValueOrDefault(Guid.Empty, []));
        for (var i = 0; i < draft.Blocks.Count; i++)
        {
            var wanted = draft.Blocks[i];
            // What comes back is the block that it was; an id that a form names may be anybody's
            var block = continued[i] >= 0 ? before[continued[i]] : new Block { Id = isReturn && wanted.Continues is { } id && !text.Blocks.Exists(other => other.Id == id) ? id : RowId.New(), TextId = text.Id };
            if (continued[i] < 0)
            {
                text.Blocks.Add(block);
                db.Add(block);
                changed = true;
            }

            if ((block.Kind, block.Level, block.Target) != (wanted.Kind, wanted.Level, wanted.Target))
            {
                (block.Kind, block.Level, block.Target) = (wanted.Kind, wanted.Level, wanted.Target);
                changed = true;
            }

            Put(block, SegmentField.Content, wanted.Content, isKept: wanted.Kind is not (BlockKind.Image or BlockKind.Embed));
            Put(block, SegmentField.Alternative, wanted.Alternative ?? "", isKept: wanted.Kind == BlockKind.Image);
            order.Add(block);
            order.AddRange(anchors.GetValueOrDefault(block.Id, []));
        }

        var (stay, earlier) = (order.ToHashSet(), default(Block));
        foreach (var gone in before)
        {
            if (stay.Contains(gone))
            {
                earlier = gone;
                continue;
            }

            // What a language added behind it stays, behind what stood before
            if (anchors.TryGetValue(gone.Id, out var added)) order.InsertRange(PlaceBehind(earlier), added);
            foreach (var segment in text.Segments.Where(segment => segment.BlockId == gone.Id).ToList()) Drop(segment);
            text.Blocks.Remove(gone);
            db.Remove(gone);
            changed = true;
        }

        for (var i = 0; i < order.Count; i++)
        {
            changed |= order[i].Order != i;
            order[i].Order = i;
        }

        return changed;

        int PlaceBehind(Block? block)
        {
            var place = block is null ? -1 : order.IndexOf(block);
            while (place + 1 < order.Count && order[place + 1].OnlyIn is not null) place++;
            return place + 1;
        }

        void Put(Block? block, SegmentField field, string words, bool isKept)
        {
            var segment = text.Segments.Find(candidate => candidate.Field == field && candidate.BlockId == block?.Id);
            if (words.Length == 0 && !isKept)
            {
                if (segment is not null) Drop(segment);
                return;
            }

            if (segment is null)
            {
                segment = new Segment { Id = RowId.New(), TextId = text.Id, BlockId = block?.Id, Field = field };
                text.Segments.Add(segment);
                db.Add(segment);
                changed = true;
            }

            var source = segment.In(text.SourceLanguage);
            if (words.Length == 0)
            {
                // An image without a text for those who do not see it: missing, and said so before publishing
                if (source is null) return;
                segment.Texts.Remove(source);
                db.Remove(source);
                changed = true;
                return;
            }

            var hash = SegmentText.HashOf(words);
            if (source is not null && source.Hash.AsSpan().SequenceEqual(hash)) return;
            changed = true;
            if (source is null)
            {
                source = SegmentText.Source(text.SourceLanguage, words, maker, now);
                segment.Texts.Add(source);
                if (db.Entry(segment).State != EntityState.Added) db.Entry(source).State = EntityState.Added;
            }
            else
            {
                source.Makers = Makership.After(source.Makers, source.Text, words, maker);
                (source.Text, source.Hash, source.MadeAt) = (words, hash, now);
            }

            db.Add(new TextChange { Id = RowId.New(), TextId = text.Id, SegmentId = segment.Id, Language = text.SourceLanguage, Kind = ChangeKind.Written, AccountId = writer, At = now, Text = words, Hash = hash });
        }

        void Drop(Segment segment)
        {
            text.Segments.Remove(segment);
            db.RemoveRange(segment.Texts);
            db.Remove(segment);
            changed = true;
        }
    }

    /// <summary>For each new block the index of the old one that it says it is, or -1. No old block is continued twice.</summary>
    private static int[] Named(IReadOnlyList<Block> before, IReadOnlyList<MarkdownBlock> after)
    {
        var places = before.Select((block, index) => (block.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        return [.. after.Select(block => places.Remove(block.Continues!.Value, out var index) ? index : -1)];
    }

    /// <summary>The blocks that translations added, by the block of the source behind which they stand; those before the first one by an empty id.</summary>
    private static Dictionary<Guid, List<Block>> AddedByAnchor(TranslatedText text)
    {
        var (anchors, anchor) = (new Dictionary<Guid, List<Block>>(), Guid.Empty);
        foreach (var block in text.Blocks.OrderBy(block => block.Order))
        {
            if (block.OnlyIn is null) anchor = block.Id;
            else if (anchors.TryGetValue(anchor, out var behind)) behind.Add(block);
            else anchors[anchor] = [block];
        }

        return anchors;
    }

    /// <summary>What a block says, for finding it again.</summary>
    public static string Words(MarkdownBlock block) => block.Kind switch
    {
        BlockKind.Image or BlockKind.Attachment or BlockKind.Embed => block.Target ?? "",
        _ => block.Content,
    };
}
