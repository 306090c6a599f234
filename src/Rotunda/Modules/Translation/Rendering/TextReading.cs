using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Rendering;

/// <summary>A block ready for a page.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Level">As <see cref="Block.Level"/>.</param>
/// <param name="Content">Its content; a caption, the label of a file or of an embed.</param>
/// <param name="Path">The address of an image's or a file's bytes, or of an embed's page in the reader's language; null otherwise.</param>
/// <param name="Alternative">What an image shows; empty otherwise.</param>
/// <param name="Cells">The cells of a row of a table; empty otherwise.</param>
/// <param name="Id">The id of the block in the working copy.</param>
public sealed record ReadBlock(BlockKind Kind, int Level, IHtmlContent Content, string? Path = null, string Alternative = "", IReadOnlyList<IHtmlContent>? Cells = null, Guid Id = default);

/// <summary>A text in one language, ready for a page.</summary>
/// <param name="Language">The language that it is in.</param>
/// <param name="Title">Without markup.</param>
/// <param name="Deck">Without markup; empty where there is none.</param>
/// <param name="Description">Without markup; the deck where there is none.</param>
/// <param name="Blocks">In order.</param>
/// <param name="UsesMachine">True when words of a machine stand in it, approved by people.</param>
public sealed record ReadText(string Language, string Title, string Deck, string Description, IReadOnlyList<ReadBlock> Blocks, bool UsesMachine = false);

/// <summary>Reads texts for pages, as they were published.</summary>
public sealed class TextReading(InlineMarkdown markdown, References references)
{
    /// <summary>Stands in the JSON of texts with an embed (<see cref="FrozenText.ToJson"/>), and hardly in others.</summary>
    private const string EmbedMark = "\"kind\":\"embed\"";

    /// <summary>A whole text in one language; null when it is not published in it.</summary>
    public async Task<ReadText?> ReadAsync(RotundaDb db, Guid textId, string language, Reader reader, CancellationToken cancellationToken) =>
        (await ReadManyAsync(db, [(textId, language)], reader, cancellationToken)).GetValueOrDefault(textId);

    /// <summary>Several texts, each in its language, in one query and one for each kind of embedded things; those that are not published in it are left out.</summary>
    /// <param name="db">The database.</param>
    /// <param name="wanted">The texts, each with the language in which it is read.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="address">As in <see cref="InlineMarkdown.Render"/>.</param>
    public async Task<IReadOnlyDictionary<Guid, ReadText>> ReadManyAsync(
        RotundaDb db, IReadOnlyCollection<(Guid TextId, string Language)> wanted, Reader reader, CancellationToken cancellationToken, string address = "")
    {
        var (ids, languages) = (wanted.Select(text => text.TextId).ToList(), wanted.Select(text => text.Language).Distinct().ToList());
        var rows = await db.PublishedTexts.AsNoTracking().Where(row => ids.Contains(row.TextId) && languages.Contains(row.Language))
            .Select(row => new { row.TextId, row.Language, row.Revision!.Schema, row.Revision.Content }).ToListAsync(cancellationToken);
        var chosen = wanted.ToHashSet();
        var texts = rows.Where(row => chosen.Contains((row.TextId, row.Language))).Select(row => (row.TextId, row.Language, Text: FrozenText.Read(row.Schema, row.Content))).ToList();
        var embeds = await EmbedsAsync(texts.Select(row => row.Text), reader, cancellationToken);
        return texts.ToDictionary(row => row.TextId, row => Render(row.Text, row.Language, embeds, reader, address));
    }

    /// <summary>What embedded things are called in the published texts that have any, by text: one query, and one for each language and kind of things.</summary>
    /// <param name="db">The database.</param>
    /// <param name="textIds">Of the texts.</param>
    /// <param name="readers">For whom; each reads the texts in their own language.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<ILookup<Guid, string>> EmbedLabelsAsync(RotundaDb db, IQueryable<Guid> textIds, IReadOnlyList<Reader> readers, CancellationToken cancellationToken)
    {
        var rows = await db.PublishedTexts.AsNoTracking().Where(row => textIds.Contains(row.TextId) && row.Revision!.Content.Contains(EmbedMark)).OrderBy(row => row.TextId)
            .Select(row => new { row.TextId, row.Language, row.Revision!.Schema, row.Revision.Content }).ToListAsync(cancellationToken);
        var labels = new List<(Guid TextId, string Label)>();
        foreach (var reader in readers)
        {
            var read = rows.Where(row => row.Language == reader.Language.Code).Select(row => (row.TextId, Text: FrozenText.Read(row.Schema, row.Content))).ToList();
            var embeds = await EmbedsAsync(read.Select(row => row.Text), reader, cancellationToken);
            foreach (var (textId, text) in read)
                foreach (var block in text.Blocks.Where(block => block.Kind == BlockKind.Embed))
                    labels.Add((textId, $"{block.Target} {(Reference.TryParse(block.Target, out var thing) && embeds.TryGetValue(thing, out var item) ? item.Label : "")}"));
        }

        return labels.ToLookup(pair => pair.TextId, pair => pair.Label);
    }

    /// <summary>A text that is not published, such as a working copy for a preview.</summary>
    public async Task<ReadText> RenderAsync(FrozenText text, string language, Reader reader, CancellationToken cancellationToken) =>
        Render(text, language, await EmbedsAsync([text], reader, cancellationToken), reader, "");

    private Task<IReadOnlyDictionary<Reference, RelatedItem>> EmbedsAsync(IEnumerable<FrozenText> texts, Reader reader, CancellationToken cancellationToken)
    {
        var wanted = texts.SelectMany(text => text.Blocks).Where(block => block.Kind == BlockKind.Embed).Select(block => Reference.TryParse(block.Target, out var thing) ? thing : default).ToList();
        return references.ResolveAsync(wanted.Where(thing => thing.Kind is not null), reader, cancellationToken);
    }

    private ReadText Render(FrozenText text, string language, IReadOnlyDictionary<Reference, RelatedItem> embeds, Reader reader, string address)
    {
        var deck = SetFor(language, InlineMarkdown.Plain(text.Deck));
        return new ReadText(
            language, InlineMarkdown.Plain(text.Title), deck, InlineMarkdown.Plain(text.Description) is { Length: > 0 } description ? description : deck,
            [.. text.Blocks.Select(block => Render(block with { Content = SetFor(language, block.Content) }, embeds, reader, address)).OfType<ReadBlock>()], text.UsesMachine);
    }

    private ReadBlock? Render(FrozenBlock block, IReadOnlyDictionary<Reference, RelatedItem> embeds, Reader reader, string address)
    {
        switch (block.Kind)
        {
            case BlockKind.Embed:
                // A thing that is no longer there, or not for this reader, leaves no trace
                return Reference.TryParse(block.Target, out var thing) && embeds.TryGetValue(thing, out var item)
                    ? new ReadBlock(block.Kind, 0, Shown.Label(item, reader), address + item.Path, Id: block.Id) : null;
            case BlockKind.TableRow:
                return new ReadBlock(block.Kind, block.Level, HtmlString.Empty, Cells: [.. TableCells.Split(block.Content).Select(cell => markdown.Render(cell, reader, address))], Id: block.Id);
            case BlockKind.Image or BlockKind.Attachment:
                var content = block.Content.Length > 0 ? markdown.Render(block.Content, reader, address) : HtmlString.Empty;
                return new ReadBlock(block.Kind, 0, content, address + FilePath(block.Target!), InlineMarkdown.Plain(block.Alternative ?? ""), Id: block.Id);
            default:
                return new ReadBlock(block.Kind, block.Level, markdown.Render(block.Content, reader, address), Id: block.Id);
        }
    }

    /// <summary>What a typesetter of the language would do to the spaces; the stored text stays as it was typed.</summary>
    private static string SetFor(string language, string text) => language == "ru" ? Text.RussianSpaces.Bind(text) : text;

    /// <summary>The address of a file of the store.</summary>
    private static string FilePath(string target) => "/media/" + target["file:".Length..];
}
