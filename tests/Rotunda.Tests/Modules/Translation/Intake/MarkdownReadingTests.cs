using Rotunda.Modules.Translation.Intake;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Intake;

/// <summary>Markdown as people write it is read without refusing anything, and what was written from blocks reads back as these blocks.</summary>
public sealed class MarkdownReadingTests
{
    [Fact]
    public void Blocks_of_all_kinds_are_read()
    {
        var found = MarkdownReading.Read("# Title\n\nOne line\nand the next.\n\n- a\n  - b\n- c\n\n3. x\n4. y\n\n> said\n> more\n\n| A | B |\n| - | - |\n| 1 | **2** |\n\nSee ![alt](file:h/n.png \"cap\") here.\n\n```\ncode *x*\n```\n\n---\n\n<script>alert(1)</script>");

        Assert.Equal(
            [
                (FoundKind.Heading, "Title"), (FoundKind.Paragraph, "One line and the next."), (FoundKind.ListItem, "a"), (FoundKind.ListItem, "b"), (FoundKind.ListItem, "c"), (FoundKind.ListItem, "x"), (FoundKind.ListItem, "y"),
                (FoundKind.Quote, "said more"), (FoundKind.Table, ""), (FoundKind.Paragraph, "See here."), (FoundKind.Picture, "cap"), (FoundKind.Paragraph, "code \\*x\\*"), (FoundKind.Paragraph, "<script>alert(1)</script>"),
            ],
            found.Blocks.Select(block => (block.Kind, block.Content.Replace("  ", " ", StringComparison.Ordinal))));
        Assert.Equal(["A B", "1 **2**"], found.Blocks[8].Rows.Select(row => string.Join(' ', row)));
        Assert.Equal(("file:h/n.png", "alt"), (found.Blocks[10].Source, found.Blocks[10].Alternative));
        Assert.Equal([false, false, false, true, true], found.Blocks.Where(block => block.Kind == FoundKind.ListItem).Select(block => block.IsNumbered));
    }

    [Fact]
    public void What_was_written_from_blocks_reads_back_as_these_blocks()
    {
        var found = HtmlText.Read("""
            <h2>Heading # 1</h2><p>1. Not an item</p><p># Not a heading, <b>bold</b> <i>it</i> and <a href="https://example.org/(x)">a [link]</a></p><ul><li>- dash</li><li>* star</li></ul><ol><li>n</li></ol>
            <blockquote>&gt; twice</blockquote><table><tr><th>a|b</th><th>c</th></tr><tr><td>1</td><td>*2*</td></tr></table><p>| not | a table</p><p>--- no rule</p>
            """)!;

        var again = MarkdownReading.Read(found.ToMarkdown());

        Assert.Equal(found.Blocks.Select(block => (block.Kind, block.Level, block.IsNumbered, block.Plain)), again.Blocks.Select(block => (block.Kind, block.Level, block.IsNumbered, block.Plain)));
        Assert.Equal(found.ToMarkdown(), again.ToMarkdown());
    }
}
