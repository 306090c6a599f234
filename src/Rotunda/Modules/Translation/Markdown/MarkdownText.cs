using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Markdown;

/// <summary>A block of a Markdown text before it is stored.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Level">2 to 4 for a heading, 1 for the head row of a table, 0 otherwise.</param>
/// <param name="Content">Its inline Markdown, on one line; a caption, a label, the cells of a row; empty where it has none.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Target">As <see cref="Texts.Block.Target"/>.</param>
/// <param name="Alternative">What an image shows; null for all else.</param>
/// <param name="Continues">The block of a text that it is, an empty id for a new one; null where that is found out by what it says.</param>
public sealed record MarkdownBlock(BlockKind Kind, int Level, string Content, int Line, string? Target = null, string? Alternative = null, Guid? Continues = null);

/// <summary>Something in a Markdown file that cannot be taken over.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record MarkdownFault(string File, int Line, string Reason)
{
    public override string ToString() => $"{File}, line {Line}: {Reason}";
}

/// <summary>Reads Markdown with a front matter of <c>key: value</c> lines into the blocks that a text is made of.</summary>
public sealed partial class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();

    private MarkdownText(string file, IReadOnlyDictionary<string, string> fields, IReadOnlyList<MarkdownBlock> blocks)
    {
        File = file;
        Fields = fields;
        Blocks = blocks;
    }

    public string File { get; }

    /// <summary>The front matter.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    public IReadOnlyList<MarkdownBlock> Blocks { get; }

    /// <summary>Reads a file and notes what cannot be taken over.</summary>
    public static MarkdownText Parse(string file, string text, List<MarkdownFault> faults)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var body = 0;
        if (lines[0].Trim() == "---")
        {
            body = Array.FindIndex(lines, 1, line => line.Trim() == "---") + 1;
            if (body == 0) faults.Add(new MarkdownFault(file, 1, "the front matter has no end"));
            for (var i = 1; i < body - 1; i++)
            {
                var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
                if (colon > 0) fields[lines[i][..colon].Trim()] = Rotunda.Text.TextCleaning.Clean(lines[i][(colon + 1)..]);
                else if (lines[i].Trim().Length > 0) faults.Add(new MarkdownFault(file, i + 1, "a front matter line is «key: value»"));
            }
        }

        // Blank lines in place of the front matter keep the numbers of lines right
        var markdown = string.Join('\n', Enumerable.Repeat("", body).Concat(lines.Skip(body)));
        var blocks = new List<MarkdownBlock>();
        foreach (var block in Markdig.Markdown.Parse(markdown, Pipeline)) Take(block, markdown, blocks, file, faults);
        return new MarkdownText(file, fields, blocks);
    }

    private static void Take(Markdig.Syntax.Block block, string markdown, List<MarkdownBlock> blocks, string file, List<MarkdownFault> faults)
    {
        switch (block)
        {
            case ParagraphBlock paragraph when TableIn(paragraph) is { } rows:
                for (var i = 0; i < rows.Count; i++) blocks.Add(new MarkdownBlock(BlockKind.TableRow, i == 0 ? 1 : 0, TableCells.Join(rows[i]), block.Line + 1));
                if (rows.Any(row => row.Count != rows[0].Count)) faults.Add(new MarkdownFault(file, block.Line + 1, "every row of a table has as many cells as its head"));
                break;
            case ParagraphBlock { Inline: { } inline } when inline.FirstChild is LinkInline { IsImage: true } image && image == inline.LastChild:
                if (FileTarget(image.Url) is { } picture) blocks.Add(new MarkdownBlock(BlockKind.Image, 0, Rotunda.Text.TextCleaning.Clean(image.Title ?? ""), block.Line + 1, picture, PlainOf(image)));
                else faults.Add(new MarkdownFault(file, block.Line + 1, "an image is a file of this site: «file:HASH/NAME»"));
                break;
            case ParagraphBlock { Inline: { } inline } when inline.FirstChild is LinkInline { IsImage: false } link && link == inline.LastChild && FileTarget(link.Url) is { } attached:
                blocks.Add(new MarkdownBlock(BlockKind.Attachment, 0, PlainOf(link), block.Line + 1, attached));
                break;
            case ParagraphBlock { Inline: { } inline } when inline.FirstChild is AutolinkInline { IsEmail: false } embed && embed == inline.LastChild
                && !InlineMarkdown.IsOutside(embed.Url) && Reference.TryParse(embed.Url, out var thing):
                blocks.Add(new MarkdownBlock(BlockKind.Embed, 0, "", block.Line + 1, thing.ToString()));
                break;
            case ParagraphBlock paragraph:
                Add(BlockKind.Paragraph, 0, paragraph);
                break;
            case HeadingBlock { Level: >= 2 and <= 4 } heading:
                Add(BlockKind.Heading, heading.Level, heading);
                break;
            case ListBlock list when list.All(item => item is ListItemBlock { Count: 1 } and [ParagraphBlock]):
                foreach (var item in list) Add(list.IsOrdered ? BlockKind.NumberedItem : BlockKind.ListItem, 0, (ParagraphBlock)((ListItemBlock)item)[0]);
                break;
            case QuoteBlock quote when quote.All(inner => inner is ParagraphBlock):
                foreach (var inner in quote) Add(BlockKind.Quote, 0, (ParagraphBlock)inner);
                break;
            default:
                faults.Add(new MarkdownFault(file, block.Line + 1, "only paragraphs, headings of level 2 to 4, lists, quotes, tables, images, files and embedded references can be taken over"));
                break;
        }

        List<IReadOnlyList<string>>? TableIn(ParagraphBlock paragraph)
        {
            var lines = markdown.AsSpan(paragraph.Span.Start, paragraph.Span.Length).ToString().Split('\n');
            if (lines.Length < 2 || !TableRule().IsMatch(lines[1])) return null;
            return [.. lines.Where((_, index) => index != 1).Select(line => TableCells.Split(Rotunda.Text.TextCleaning.Clean(line)))];
        }

        void Add(BlockKind kind, int level, LeafBlock leaf)
        {
            var source = markdown.AsSpan(leaf.Span.Start, leaf.Span.Length).TrimStart('#').ToString();
            // Lines of one paragraph are one; a quote repeats its mark on each
            var content = Rotunda.Text.TextCleaning.Clean(ContinuedLine().Replace(source, " "));
            if (content.Length == 0) faults.Add(new MarkdownFault(file, leaf.Line + 1, "this block is empty"));
            else blocks.Add(new MarkdownBlock(kind, level, content, leaf.Line + 1));
        }
    }

    /// <summary>The Markdown of some blocks: reading it gives the same blocks again.</summary>
    public static string Write(IEnumerable<MarkdownBlock> blocks)
    {
        var (text, before, number) = (new StringBuilder(), default(MarkdownBlock), 0);
        foreach (var block in blocks)
        {
            number = block.Kind == BlockKind.NumberedItem ? number + 1 : 0;
            // The head row begins a table, and a table ends where another begins
            var isTogether = before?.Kind == block.Kind && (block.Kind is BlockKind.ListItem or BlockKind.NumberedItem || block is { Kind: BlockKind.TableRow, Level: 0 });
            if (before is not null) text.Append(isTogether ? "\n" : "\n\n");
            text.Append(block.Kind switch
            {
                BlockKind.Heading => new string('#', block.Level) + " " + block.Content,
                BlockKind.ListItem => "- " + block.Content,
                BlockKind.NumberedItem => string.Create(CultureInfo.InvariantCulture, $"{number}. {block.Content}"),
                BlockKind.Quote => "> " + block.Content,
                BlockKind.Image => $"![{EscapeLabel(block.Alternative ?? "")}]({AddressOf(block.Target ?? "")}{(block.Content.Length > 0 ? $" \"{block.Content.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : "")})",
                BlockKind.Attachment => $"[{EscapeLabel(block.Content)}]({AddressOf(block.Target ?? "")})",
                BlockKind.Embed => $"<{block.Target}>",
                BlockKind.TableRow => "| " + string.Join(" | ", TableCells.Split(block.Content)) + " |" + (block.Level == 1 ? "\n|" + string.Concat(Enumerable.Repeat(" --- |", TableCells.Split(block.Content).Count)) : ""),
                _ => block.Content,
            });
            before = block;
        }

        return text.ToString();
    }

    /// <summary>Content that stands by itself as a paragraph: a mark at its start that would make it something else is put behind a backslash.</summary>
    public static string AtStart(string content) =>
        BlockMark().Match(content) is not { Success: true } mark ? content : mark.Groups["number"].Success ? content.Insert(mark.Groups["number"].Length, "\\") : "\\" + content;

    private static string AddressOf(string target) => target.AsSpan().IndexOfAny(" ()<>") < 0 ? target : $"<{target.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal)}>";

    private static string EscapeLabel(string label) => LabelMark().Replace(label, "\\$0");

    private static string PlainOf(LinkInline link) =>
        Rotunda.Text.TextCleaning.Clean(string.Concat(link.Descendants().Select(inline => inline switch { LiteralInline literal => literal.Content.ToString(), CodeInline code => code.Content, LineBreakInline => " ", _ => "" })));

    /// <summary>The target of a file of the store by either of its addresses; null for any other.</summary>
    public static string? FileTarget(string? url) =>
        url is not null && FileAddress().Match(url) is { Success: true } match && url.Length <= TextLimits.LongestTarget ? $"file:{match.Groups["hash"].Value}/{match.Groups["name"].Value}" : null;

    [GeneratedRegex("^(file:|/media/)(?<hash>[0-9a-f]{64})/(?<name>[^/]+)\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileAddress();

    [GeneratedRegex("^\\s*\\|?\\s*:?-+:?\\s*(\\|\\s*:?-+:?\\s*)*\\|?\\s*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableRule();

    [GeneratedRegex("^(#{1,6}(\\s|\\z)|>|[-+*](\\s|\\z)|(?<number>\\d{1,9})[.)](\\s|\\z)|[=~`|]|-{3}|_{3}|\\*{3})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlockMark();

    [GeneratedRegex("[\\[\\]\\\\*_`<]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelMark();

    [GeneratedRegex("\\s*\\n[\\s>]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContinuedLine();
}
