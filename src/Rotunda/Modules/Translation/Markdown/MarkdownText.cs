using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Markdown;

/// <summary>A block of a Markdown text before it is stored.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Level">2 to 4 for a heading, 0 otherwise.</param>
/// <param name="Content">Its inline Markdown, on one line.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
public sealed record MarkdownBlock(BlockKind Kind, int Level, string Content, int Line);

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
            case ParagraphBlock paragraph:
                Add(BlockKind.Paragraph, 0, paragraph);
                break;
            case HeadingBlock { Level: >= 2 and <= 4 } heading:
                Add(BlockKind.Heading, heading.Level, heading);
                break;
            case ListBlock { IsOrdered: false } list when list.All(item => item is ListItemBlock { Count: 1 } and [ParagraphBlock]):
                foreach (var item in list) Add(BlockKind.ListItem, 0, (ParagraphBlock)((ListItemBlock)item)[0]);
                break;
            case QuoteBlock quote when quote.All(inner => inner is ParagraphBlock):
                foreach (var inner in quote) Add(BlockKind.Quote, 0, (ParagraphBlock)inner);
                break;
            default:
                faults.Add(new MarkdownFault(file, block.Line + 1, "only paragraphs, headings of level 2 to 4, plain lists and quotes can be taken over"));
                break;
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

    [GeneratedRegex("\\s*\\n[\\s>]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContinuedLine();
}
