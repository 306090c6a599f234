using System.Text;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>What a document from outside was reduced to.</summary>
public enum FoundKind
{
    Paragraph,
    Heading,
    ListItem,
    Quote,
    Table,
    Picture,
}

/// <summary>A block of a document from outside.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">Inline Markdown on one line: emphasis and links; the caption of a picture; empty for a table.</param>
public sealed record FoundBlock(FoundKind Kind, string Content)
{
    /// <summary>2 to 4 for a heading, 0 otherwise.</summary>
    public int Level { get; init; }

    /// <summary>True for an item of a numbered list.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>The cells of a table, inline Markdown each; the first row is its head.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];

    /// <summary>Where the document says that a picture lies: an address, the name of a part, or <c>data:</c> with a number. Nothing is fetched.</summary>
    public string Source { get; init; } = "";

    /// <summary>What the document says for those who do not see the picture.</summary>
    public string Alternative { get; init; } = "";

    /// <summary>What a reader reads of it, without markup.</summary>
    public string Plain => Kind == FoundKind.Table ? string.Join('\n', Rows.Select(row => string.Join(" | ", row.Select(InlineWriting.PlainOf)))) : InlineWriting.PlainOf(Content);
}

/// <summary>The bytes of a picture that came inside a document; not verified yet.</summary>
/// <param name="Source">As in <see cref="FoundBlock.Source"/>.</param>
/// <param name="Name">As the document calls it.</param>
/// <param name="Content">What the document holds.</param>
public sealed record FoundPicture(string Source, string Name, byte[] Content);

/// <summary>A document from outside, reduced to blocks that the site knows.</summary>
/// <param name="Blocks">In order.</param>
public sealed record FoundText(IReadOnlyList<FoundBlock> Blocks)
{
    /// <summary>The title that the document states apart from its text; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The language that the document states; may be empty.</summary>
    public string Language { get; init; } = "";

    /// <summary>The pictures that came with it.</summary>
    public IReadOnlyList<FoundPicture> Pictures { get; init; } = [];

    /// <summary>What was left out, by the document's own names, such as <c>script</c> or <c>iframe</c>.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>The whole as Markdown, one blank line between blocks; lists stand together.</summary>
    /// <param name="addressOf">The address that a picture has here, or null to leave the picture out and keep its caption as text.</param>
    public string ToMarkdown(Func<FoundBlock, string?>? addressOf = null)
    {
        var text = new StringBuilder();
        FoundBlock? before = null;
        var number = 0;
        foreach (var block in Blocks)
        {
            number = block is { Kind: FoundKind.ListItem, IsNumbered: true } ? number + 1 : 0;
            if (Written(block, number, addressOf) is not { Length: > 0 } written) continue;
            if (before is not null) text.Append(before.Kind == FoundKind.ListItem && block.Kind == FoundKind.ListItem && before.IsNumbered == block.IsNumbered ? "\n" : "\n\n");
            text.Append(written);
            before = block;
        }

        return text.ToString();
    }

    private static string Written(FoundBlock block, int number, Func<FoundBlock, string?>? addressOf) => block.Kind switch
    {
        FoundKind.Heading => new string('#', block.Level) + " " + block.Content,
        FoundKind.ListItem => (block.IsNumbered ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) + ". " : "- ") + InlineWriting.AtStart(block.Content),
        FoundKind.Quote => "> " + InlineWriting.AtStart(block.Content),
        FoundKind.Table => TableOf(block.Rows),
        FoundKind.Picture when addressOf?.Invoke(block) is { } address => PictureOf(block, address),
        FoundKind.Picture => InlineWriting.AtStart(block.Content),
        _ => InlineWriting.AtStart(block.Content),
    };

    /// <summary><c>![alternative text](address "caption")</c>; the caption loses its markup, since a title has none.</summary>
    private static string PictureOf(FoundBlock block, string address)
    {
        var caption = TextCleaning.Clean(block.Plain).Replace('"', '”');
        return $"![{InlineWriting.Escape(block.Alternative, isLabel: true)}]({InlineWriting.Target(address)}{(caption.Length > 0 ? $" \"{InlineWriting.Escape(caption)}\"" : "")})";
    }

    private static string TableOf(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var width = rows.Max(row => row.Count);
        var lines = rows.Select(row => "| " + string.Join(" | ", Enumerable.Range(0, width).Select(i => i < row.Count ? row[i].Replace("|", "\\|", StringComparison.Ordinal) : "")) + " |").ToList();
        lines.Insert(1, "|" + string.Concat(Enumerable.Repeat(" --- |", width)));
        return string.Join('\n', lines);
    }
}

/// <summary>How much of a document from outside is read; what is larger is refused or cut, and the answer says so.</summary>
public static class IntakeLimits
{
    /// <summary>In characters.</summary>
    public const int LargestHtml = 2_000_000;

    /// <summary>Opening angle brackets of a page: what a parser does for each bounds its time.</summary>
    public const int MostTags = 30_000;

    /// <summary>Elements that are open at once: a parser walks through them for many tags. No editor writes so many.</summary>
    public const int MostOpen = 1_000;

    /// <summary>Levels of nesting that are kept; what lies deeper is lifted.</summary>
    public const int Deepest = 200;

    public const int MostBlocks = 2_000;

    /// <summary>A paragraph, in characters.</summary>
    public const int LongestBlock = 20_000;

    /// <summary>A file of a word processor, in bytes.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>One of its XML parts, unpacked, in bytes.</summary>
    public const int LargestPart = 32 * 1024 * 1024;

    public const int MostParts = 2_000;

    public const int MostPictures = 40;

    /// <summary>All pictures of a document, unpacked, in bytes.</summary>
    public const long LargestPictures = 60L * 1024 * 1024;
}
