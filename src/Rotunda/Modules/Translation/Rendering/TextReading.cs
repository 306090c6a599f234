using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Rendering;

/// <summary>A block ready for a page.</summary>
public sealed record ReadBlock(BlockKind Kind, int Level, IHtmlContent Content);

/// <summary>A text in one language, ready for a page.</summary>
/// <param name="Language">The language that it is in.</param>
/// <param name="Title">Without markup.</param>
/// <param name="Deck">Without markup; empty where there is none.</param>
/// <param name="Description">Without markup; the deck where there is none.</param>
/// <param name="Blocks">In order.</param>
public sealed record ReadText(string Language, string Title, string Deck, string Description, IReadOnlyList<ReadBlock> Blocks);

/// <summary>Reads texts for pages.</summary>
public sealed class TextReading(InlineMarkdown markdown)
{
    private sealed record Row(Guid TextId, string Language, SegmentField Field, int Order, BlockKind Kind, int Level, string Text);

    /// <summary>A whole text in one language, in one query; null when it does not exist in it.</summary>
    public async Task<ReadText?> ReadAsync(RotundaDb db, Guid textId, string language, Reader reader, CancellationToken cancellationToken) =>
        (await ReadManyAsync(db, [(textId, language)], reader, cancellationToken)).GetValueOrDefault(textId);

    /// <summary>Several texts, each in its language, in one query; those that do not exist in it are left out.</summary>
    /// <param name="db">The database.</param>
    /// <param name="wanted">The texts, each with the language in which it is read.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="address">As in <see cref="InlineMarkdown.Render"/>.</param>
    public async Task<IReadOnlyDictionary<Guid, ReadText>> ReadManyAsync(
        RotundaDb db, IReadOnlyCollection<(Guid TextId, string Language)> wanted, Reader reader, CancellationToken cancellationToken, string address = "")
    {
        var (ids, languages) = (wanted.Select(text => text.TextId).ToList(), wanted.Select(text => text.Language).Distinct().ToList());
        var rows = await (
            from segment in db.Segments
            where ids.Contains(segment.TextId)
            from text in segment.Texts
            where languages.Contains(text.Language)
            join block in db.Set<Block>() on segment.BlockId equals block.Id into blocks
            from block in blocks.DefaultIfEmpty()
            select new Row(
                segment.TextId, text.Language, segment.Field, block == null ? 0 : block.Order, block == null ? BlockKind.Paragraph : block.Kind,
                block == null ? 0 : block.Level, text.Text)).ToListAsync(cancellationToken);
        return wanted
            .Select(text => (text.TextId, Rows: rows.Where(row => row.TextId == text.TextId && row.Language == text.Language).ToList()))
            .Where(text => text.Rows.Count > 0)
            .ToDictionary(text => text.TextId, text => TextOf(text.Rows, reader, address));
    }

    private ReadText TextOf(List<Row> rows, Reader reader, string address)
    {
        var deck = Plain(SegmentField.Deck);
        return new ReadText(
            rows[0].Language, Plain(SegmentField.Title), deck, Plain(SegmentField.Description) is { Length: > 0 } description ? description : deck,
            [.. rows.Where(row => row.Field == SegmentField.Content).OrderBy(row => row.Order)
                .Select(row => new ReadBlock(row.Kind, row.Level, markdown.Render(row.Text, reader, address)))]);

        string Plain(SegmentField field) => rows.Find(row => row.Field == field) is { } found ? InlineMarkdown.Plain(found.Text) : "";
    }
}
