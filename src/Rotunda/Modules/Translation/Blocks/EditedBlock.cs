using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Blocks;

/// <summary>What a block is, as one word of a form.</summary>
/// <param name="Code">Such as <c>heading2</c>.</param>
/// <param name="Kind">The kind of the block.</param>
/// <param name="Level">As <see cref="Block.Level"/>.</param>
public sealed record BlockShape(string Code, BlockKind Kind, int Level)
{
    /// <summary>All, in the order of the form.</summary>
    public static IReadOnlyList<BlockShape> All { get; } =
    [
        new("paragraph", BlockKind.Paragraph, 0), new("heading2", BlockKind.Heading, 2), new("heading3", BlockKind.Heading, 3), new("heading4", BlockKind.Heading, 4),
        new("listitem", BlockKind.ListItem, 0), new("numbereditem", BlockKind.NumberedItem, 0), new("quote", BlockKind.Quote, 0), new("image", BlockKind.Image, 0),
        new("tablehead", BlockKind.TableRow, 1), new("tablerow", BlockKind.TableRow, 0), new("attachment", BlockKind.Attachment, 0), new("embed", BlockKind.Embed, 0),
    ];

    /// <summary>The key of its name.</summary>
    public string TextKey => "block." + Code;

    /// <summary>True where it stands for a file or an entry of the site.</summary>
    public bool HasTarget => Kind is BlockKind.Image or BlockKind.Attachment or BlockKind.Embed;

    /// <summary>True where it has words of its own.</summary>
    public bool HasContent => Kind != BlockKind.Embed;

    /// <summary>True where it has a text for those who do not see it.</summary>
    public bool HasAlternative => Kind == BlockKind.Image;

    /// <summary>True where its words make a paragraph, an item or a quotation: an empty line in them parts it in two.</summary>
    public bool IsProse => Kind is BlockKind.Paragraph or BlockKind.ListItem or BlockKind.NumberedItem or BlockKind.Quote;

    /// <summary>By its code; a paragraph for any other word.</summary>
    public static BlockShape Of(string? code) => All.FirstOrDefault(shape => shape.Code == code) ?? All[0];

    public static BlockShape Of(BlockKind kind, int level) => All.FirstOrDefault(shape => shape.Kind == kind && shape.Level == level) ?? All.First(shape => shape.Kind == kind);
}

/// <summary>A block in the hands of an editor.</summary>
/// <param name="Key">The id of the block, or one made for a new block until it is stored.</param>
/// <param name="Shape">What it is.</param>
/// <param name="Content">As it was typed: words, a caption, a label, the cells of a row.</param>
/// <param name="Target">As it was typed; empty for none.</param>
/// <param name="Alternative">As it was typed.</param>
public sealed record EditedBlock(Guid Key, BlockShape Shape, string Content, string Target, string Alternative);
