using FsCheck;
using FsCheck.Fluent;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Modules.Translation.Rendering;
using Xunit;
using Run = Rotunda.Modules.Translation.Intake.InlineWriting.Run;

namespace Rotunda.Tests.Modules.Translation.Intake;

/// <summary>Whatever words go in come out again; marks are added only where Markdown can carry them.</summary>
public sealed class InlineWritingTests
{
    [Theory]
    [InlineData("plain words", "plain words")]
    [InlineData("2 * 3 * 4 and *stars*", "2 \\* 3 \\* 4 and \\*stars\\*")]
    [InlineData("snake_case stays, _this_ not", "snake_case stays, \\_this\\_ not")]
    [InlineData("<b>bold</b> & co &amp; R&D", "\\<b>bold\\</b> & co \\&amp; R\\&D")]
    [InlineData("[x](javascript:alert(1))", "\\[x](javascript:alert(1))")]
    public void Words_with_a_meaning_in_Markdown_are_escaped(string words, string expected)
    {
        var written = InlineWriting.Write([new Run(words, false, false, null)]);

        Assert.Equal(expected, written);
        Assert.Equal(words, InlineMarkdown.Plain(written));
    }

    [Fact]
    public void Emphasis_begins_and_ends_at_letters() => Assert.Equal(
        "他说 “**加粗**”。 *Курсив*, [ссылка](https://example.org/a%20b)",
        InlineWriting.Write(
        [
            new Run("他说 ", false, false, null), new Run("“加粗”", true, false, null), new Run("。 ", false, false, null), new Run("Курсив, ", false, true, null),
            new Run("ссылка", false, false, "https://example.org/a b"),
        ]));

    [Theory]
    [InlineData("# no heading", "\\# no heading")]
    [InlineData("1. no item", "1\\. no item")]
    [InlineData("- no item", "\\- no item")]
    [InlineData("> no quote", "\\> no quote")]
    [InlineData("2022-2023", "2022-2023")]
    [InlineData("-5 °C", "-5 °C")]
    public void Text_that_begins_a_block_stays_a_paragraph(string words, string expected)
    {
        Assert.Equal(expected, InlineWriting.AtStart(words));
        var block = Assert.Single(MarkdownReading.Read(expected).Blocks);
        Assert.Equal((FoundKind.Paragraph, words), (block.Kind, block.Plain));
    }

    [Fact]
    public void Whatever_words_go_in_come_out() => Prop.ForAll<string>(text =>
    {
        var written = InlineWriting.Write([new Run(text ?? "", true, false, null)]);
        return InlineMarkdown.Plain(written) == InlineMarkdown.Plain(InlineWriting.Write([new Run(text ?? "", false, false, null)]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Words_in_several_manners_are_all_there() => Prop.ForAll<string, string, string>((one, two, three) =>
    {
        Run[] runs = [new Run(one ?? "", true, false, null), new Run(two ?? "", false, true, "https://example.org/"), new Run(three ?? "", true, true, null)];
        return InlineMarkdown.Plain(InlineWriting.Write(runs)) == InlineMarkdown.Plain(InlineWriting.Write([.. runs.Select(run => run with { IsStrong = false, IsEmphasis = false, Link = null })]));
    }).QuickCheckThrowOnFailure();
}
