using FsCheck;
using FsCheck.Fluent;
using Rotunda.Modules.Translation.Interchange.Inline;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Interchange;

/// <summary>Segments taken apart for other tools and put together again.</summary>
public sealed class InlinePiecesTests
{
    [Theory]
    [InlineData("Полноправные члены Ассоциации")]
    [InlineData("The *Green Line* and **all** of it")]
    [InlineData("[Harbin Institute of Technology](institution:hit) hosts it")]
    [InlineData("[a **b** c](https://asrtu.example/a_b \"title\") and <https://asrtu.example>")]
    [InlineData("《莫斯科宣言》 & [北京](institution:bit)")]
    public void What_was_taken_apart_reads_the_same_when_it_is_put_together(string markdown) =>
        Assert.Equal(markdown, InlinePieces.Markdown(InlinePieces.Of(markdown)));

    [Fact]
    public void Signs_are_escaped_where_they_would_mean_something_and_nothing_else_changes()
    {
        const string Markdown = "3 * 4 = 12, `code * x`, a\\*b\\*c & d_e";

        var again = InlinePieces.Markdown(InlinePieces.Of(Markdown));

        Assert.True(InlinePieces.Equal(Markdown, again));
        Assert.False(InlinePieces.Equal(Markdown, "3 * 4 = 12, `code * x`, a*b*c & d_e"));
    }

    [Fact]
    public void Codes_are_apart_from_words()
    {
        var pieces = InlinePieces.Of("Call *[UPC](institution:upc)*!");

        Assert.Equal(
            [
                new InlinePiece(PieceKind.Text, "Call "), new InlinePiece(PieceKind.Open, "*", 1, CodeStyle.Italic), new InlinePiece(PieceKind.Open, "[", 2, CodeStyle.Link),
                new InlinePiece(PieceKind.Text, "UPC"), new InlinePiece(PieceKind.Close, "](institution:upc)", 2, CodeStyle.Link), new InlinePiece(PieceKind.Close, "*", 1, CodeStyle.Italic),
                new InlinePiece(PieceKind.Text, "!"),
            ],
            pieces);
    }

    [Fact]
    public void Words_with_signs_stay_words() => Prop.ForAll(
        Gen.Elements("a", "б", "中", " ", "*", "_", "[", "]", "(", ")", "<", "&", "amp;", "`", "!", "\\").ListOf().Select(string.Concat).ToArbitrary(),
        words =>
        {
            var text = words.Trim();
            var pieces = InlinePieces.Of(InlinePieces.Markdown(text.Length == 0 ? [] : [new InlinePiece(PieceKind.Text, text)]));

            return InlinePieces.Text(pieces) == text && pieces.All(piece => piece.Kind == PieceKind.Text);
        }).QuickCheckThrowOnFailure();
}
