using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Desk;

/// <summary>
/// Blocks that a translation has and its source does not: an explanation for its readers, a paragraph that is better in two. They change the order
/// of blocks, so that the text counts a version: with a rewriting of the source at the same moment one of both is a conflict.
/// </summary>
public sealed class AddedBlocks(RotundaDb db, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    /// <summary>Adds an empty paragraph, or an item where one stands, behind a segment's block; empty until somebody writes it.</summary>
    public async Task<Outcome> AddAsync(Viewer viewer, Guid textId, string language, Guid behind, CancellationToken cancellationToken)
    {
        var text = await db.Texts.AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).SingleOrDefaultAsync(row => row.Id == textId, cancellationToken);
        if (text?.Segments.Find(segment => segment.Id == behind) is not { } anchor) return new Outcome.Missing();
        if (text.SourceLanguage == language || !May(viewer, text.SourceLanguage, language)) return new Outcome.Refused();
        var before = anchor.BlockId is { } id ? text.Blocks.Find(block => block.Id == id) : null;
        var kind = before?.Kind is BlockKind.ListItem or BlockKind.NumberedItem or BlockKind.Quote ? before.Kind : BlockKind.Paragraph;
        var added = new Block { Id = RowId.New(), TextId = textId, Kind = kind, Order = (before?.Order ?? -1) + 1, OnlyIn = language };
        foreach (var later in text.Blocks.Where(block => block.Order >= added.Order)) later.Order++;
        var segment = new Segment { Id = RowId.New(), TextId = textId, BlockId = added.Id, Field = SegmentField.Content };
        // An added segment exists in this language alone; it begins as words that nobody has called done
        var words = new SegmentText { SegmentId = segment.Id, Language = language, Text = "", Hash = SegmentText.HashOf(""), State = TranslationState.Initial, MadeAt = clock.GetCurrentInstant(), Makers = viewer.AccountId is { } maker ? [maker] : [] };
        db.AddRange(added, segment, words);
        audit.Record(db, viewer, "text.add-block", SegmentOperations.SubjectKind, textId.ToString(), [new FieldChange("language", null, language)]);
        return await SaveAsync(text, cancellationToken);
    }

    /// <summary>Takes an added block away again.</summary>
    /// <param name="viewer">A translator from the source language, or a reviewer of this language.</param>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language in which it was added.</param>
    /// <param name="segmentId">The segment of the block.</param>
    /// <param name="seen">The hash of its words as they were shown; other words are not thrown away unread.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> RemoveAsync(Viewer viewer, Guid textId, string language, Guid segmentId, byte[] seen, CancellationToken cancellationToken)
    {
        var text = await db.Texts.AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).ThenInclude(segment => segment.Texts).SingleOrDefaultAsync(row => row.Id == textId, cancellationToken);
        if (text?.Segments.Find(segment => segment.Id == segmentId) is not { BlockId: { } blockId } segment) return new Outcome.Missing();
        var block = text.Blocks.Single(candidate => candidate.Id == blockId);
        if (block.OnlyIn != language || !May(viewer, text.SourceLanguage, language)) return new Outcome.Refused();
        if (segment.In(language) is { } present && !present.Hash.AsSpan().SequenceEqual(seen)) return new Outcome.Conflict();
        foreach (var later in text.Blocks.Where(candidate => candidate.Order > block.Order)) later.Order--;
        db.RemoveRange(segment.Texts);
        db.Remove(segment);
        db.Remove(block);
        audit.Record(db, viewer, "text.remove-block", SegmentOperations.SubjectKind, textId.ToString(), [new FieldChange("language", null, language)]);
        return await SaveAsync(text, cancellationToken);
    }

    private async Task<Outcome> SaveAsync(TranslatedText text, CancellationToken cancellationToken)
    {
        db.Entry(text).State = EntityState.Modified;
        var outcome = await db.TrySaveAsync(signal, cancellationToken);
        db.ChangeTracker.Clear();
        return outcome;
    }

    private bool May(Viewer viewer, string source, string language) =>
        permissions.May(viewer, TranslationActs.Translate, TranslationActs.Pair(source, language)) || permissions.May(viewer, TranslationActs.Approve, TranslationActs.Language(language));
}
