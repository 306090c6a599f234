using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>Reads Markdown as people write it into blocks. Unlike the import of files it refuses nothing: what the site does not know becomes a paragraph or is left out.</summary>
public static partial class MarkdownReading
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().DisableHtml().Build();

    /// <summary>Reads a text that somebody typed.</summary>
    public static FoundText Read(string markdown)
    {
        var reading = new Reading(TextCleaning.Clean(markdown, lines: true));
        return new FoundText(reading.Blocks());
    }

    private sealed class Reading(string text)
    {
        private readonly List<FoundBlock> _blocks = [];

        public List<FoundBlock> Blocks()
        {
            foreach (var block in Markdig.Markdown.Parse(text, Pipeline)) Take(block, FoundKind.Paragraph, isNumbered: false);
            return _blocks;
        }

        private void Take(Block block, FoundKind kind, bool isNumbered)
        {
            if (_blocks.Count >= IntakeLimits.MostBlocks) return;
            switch (block)
            {
                case HeadingBlock heading:
                    Add(new FoundBlock(FoundKind.Heading, ContentOf(heading).TrimStart('#').Trim()) { Level = Math.Clamp(heading.Level, 2, 4) });
                    break;
                case ParagraphBlock { Inline: { } inline } paragraph:
                    var pictures = inline.Descendants<LinkInline>().Where(link => link.IsImage).ToList();
                    var content = ContentOf(paragraph);
                    foreach (var picture in pictures) content = content.Replace(Slice(picture.Span), "", StringComparison.Ordinal);
                    Add(new FoundBlock(kind, TextCleaning.Clean(content)) { IsNumbered = isNumbered });
                    foreach (var picture in pictures) _blocks.Add(PictureOf(picture));
                    break;
                case ListBlock list:
                    foreach (var item in list.OfType<ListItemBlock>())
                        foreach (var inner in item) Take(inner, FoundKind.ListItem, list.IsOrdered);
                    break;
                case QuoteBlock quote:
                    foreach (var inner in quote) Take(inner, kind == FoundKind.ListItem ? kind : FoundKind.Quote, isNumbered);
                    break;
                case Table table:
                    var rows = table.OfType<TableRow>().Select(row => (IReadOnlyList<string>)[.. row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<LeafBlock>().Select(ContentOf)).Replace("\\|", "|", StringComparison.Ordinal))]).ToList();
                    if (rows.Count > 0) _blocks.Add(new FoundBlock(FoundKind.Table, "") { Rows = rows });
                    break;
                case CodeBlock code:
                    foreach (var line in code.Lines.ToString().Split('\n')) Add(new FoundBlock(FoundKind.Paragraph, InlineWriting.Escape(TextCleaning.Clean(line))));
                    break;
            }
        }

        private void Add(FoundBlock block)
        {
            if (block.Content.Length > 0) _blocks.Add(block.Content.Length <= IntakeLimits.LongestBlock ? block : block with { Content = InlineWriting.Escape(block.Plain[..Math.Min(block.Plain.Length, IntakeLimits.LongestBlock / 2)]) });
        }

        private FoundBlock PictureOf(LinkInline picture)
        {
            var alternative = string.Concat(picture.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));
            return new FoundBlock(FoundKind.Picture, InlineWriting.Escape(TextCleaning.Clean(picture.Title ?? ""))) { Source = picture.Url ?? "", Alternative = TextCleaning.Clean(alternative) };
        }

        /// <summary>The inline source of a block on one line; a quote repeats its mark on each.</summary>
        private string ContentOf(LeafBlock leaf) => leaf.Span.IsEmpty ? "" : TextCleaning.Clean(ContinuedLine().Replace(Slice(leaf.Span), " "));

        private string Slice(SourceSpan span) => span.Start < 0 || span.End >= text.Length ? "" : text.Substring(span.Start, span.Length);
    }

    [GeneratedRegex("(\\\\| {2,})?\\s*\\n[\\s>]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContinuedLine();
}
