using System.Buffers;
using System.Text;
using Markdig;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Rotunda.Modules.Translation.Interchange.Inline;

/// <summary>Takes the inline Markdown of a segment apart into words and codes, as exchange formats need them, and puts it together again.</summary>
public static class InlinePieces
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("\\`*_[]<>&!");

    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    /// <summary>The pieces in order. Every open piece has its close.</summary>
    public static IReadOnlyList<InlinePiece> Of(string markdown)
    {
        if (markdown.AsSpan().IndexOfAny(Signs) < 0) return markdown.Length == 0 ? [] : [new InlinePiece(PieceKind.Text, markdown)];
        var taker = new Taker(markdown);
        foreach (var block in Markdig.Markdown.Parse(markdown, Pipeline).OfType<LeafBlock>()) taker.TakeAll(block.Inline);
        return taker.Pieces;
    }

    /// <summary>The Markdown of pieces: words keep their signs where they mean nothing, and are escaped where they would.</summary>
    public static string Markdown(IReadOnlyList<InlinePiece> pieces)
    {
        var plain = Join(pieces, text => text);
        return SameAs(pieces, Of(plain)) ? plain : Join(pieces, Escape);
    }

    /// <summary>True when two segments read alike and carry the same codes, however their signs are escaped and their codes numbered.</summary>
    public static bool Equal(string left, string right) => left == right || SameAs(Of(left), Of(right));

    /// <summary>The words alone.</summary>
    public static string Text(IReadOnlyList<InlinePiece> pieces) => string.Concat(pieces.Where(piece => piece.Kind == PieceKind.Text).Select(piece => piece.Value));

    private static bool SameAs(IReadOnlyList<InlinePiece> left, IReadOnlyList<InlinePiece> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (left[i].Kind != right[i].Kind || left[i].Value != right[i].Value) return false;
        return true;
    }

    private static string Join(IReadOnlyList<InlinePiece> pieces, Func<string, string> words)
    {
        // One piece is most often all
        if (pieces.Count == 1) return Piece(0);
        var all = new string[pieces.Count];
        for (var i = 0; i < all.Length; i++) all[i] = Piece(i);
        return string.Concat(all);

        string Piece(int index) => pieces[index].Kind == PieceKind.Text ? words(pieces[index].Value) : pieces[index].Value;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            if (Signs.Contains(character)) escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePreciseSourceLocation();
        builder.BlockParsers.Clear();
        builder.BlockParsers.Add(new ParagraphBlockParser());
        return builder.Build();
    }

    private sealed class Taker(string markdown)
    {
        /// <summary>Room for what has a few codes.</summary>
        private readonly List<InlinePiece> _pieces = new(8);
        private int _number;

        public IReadOnlyList<InlinePiece> Pieces => _pieces;

        public void TakeAll(ContainerInline? container)
        {
            for (var inline = container?.FirstChild; inline is not null; inline = inline.NextSibling) Take(inline);
        }

        private void Take(Markdig.Syntax.Inlines.Inline inline)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    Words(literal.Content.ToString());
                    break;
                case HtmlEntityInline entity:
                    Words(entity.Transcoded.ToString());
                    break;
                case LineBreakInline { IsHard: false }:
                    Words("\n");
                    break;
                case EmphasisInline emphasis:
                    var mark = new string(emphasis.DelimiterChar, emphasis.DelimiterCount);
                    Pair(emphasis, mark, mark, emphasis.DelimiterCount == 1 ? CodeStyle.Italic : CodeStyle.Bold);
                    break;
                case LinkInline link:
                    Pair(link, link.IsImage ? "![" : "[", EndOf(link), link.IsImage ? CodeStyle.Image : CodeStyle.Link);
                    break;
                case ContainerInline container:
                    TakeAll(container);
                    break;
                default:
                    _pieces.Add(new InlinePiece(PieceKind.Alone, Slice(inline.Span.Start, inline.Span.End + 1), ++_number));
                    break;
            }
        }

        private void Pair(ContainerInline container, string open, string close, CodeStyle style)
        {
            var number = ++_number;
            _pieces.Add(new InlinePiece(PieceKind.Open, open, number, style));
            TakeAll(container);
            _pieces.Add(new InlinePiece(PieceKind.Close, close, number, style));
        }

        /// <summary>What stands behind the text of a link: its address and title.</summary>
        private string EndOf(LinkInline link) => link.LabelSpan.End >= 0 ? Slice(link.LabelSpan.End + 1, link.Span.End + 1) : $"]({link.Url})";

        private void Words(string text)
        {
            if (text.Length == 0) return;
            if (_pieces is [.., { Kind: PieceKind.Text } before]) _pieces[^1] = before with { Value = before.Value + text };
            else _pieces.Add(new InlinePiece(PieceKind.Text, text));
        }

        private string Slice(int start, int end) => markdown[Math.Clamp(start, 0, markdown.Length)..Math.Clamp(end, 0, markdown.Length)];
    }
}
