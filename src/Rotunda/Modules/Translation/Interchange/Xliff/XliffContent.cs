using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The Markdown of a source or target, also of one that another tool rewrote.</summary>
public static class XliffContent
{
    /// <summary>
    /// Codes become what their data or, without data, their type says; those that mean nothing here are left out, and so are annotations and <c>cp</c>. Codes split into
    /// start and end are paired again by <c>startRef</c>.
    /// </summary>
    /// <param name="content">A source or target.</param>
    /// <param name="unit">The unit or match whose original data the codes refer to.</param>
    public static string Markdown(XmlPart content, XmlPart unit)
    {
        var data = (unit.Child(XliffNames.Core, "originalData")?.Elements ?? []).ToDictionary(piece => piece["id"]!, piece => piece.Text);
        var pieces = new List<InlinePiece>();
        var starts = content.SelfAndDescendants().Where(code => code is { Space: XliffNames.Core, Name: "sc" }).ToDictionary(code => code["id"]!);
        Take(content);
        return InlinePieces.Markdown(pieces);

        void Take(XmlPart part)
        {
            foreach (var piece in part.Content)
            {
                if (piece is string words) pieces.Add(new InlinePiece(PieceKind.Text, words));
                else TakeCode((XmlPart)piece);
            }
        }

        void TakeCode(XmlPart code)
        {
            switch (code.Name)
            {
                case "ph":
                    Code(PieceKind.Alone, DataOf(code, "dataRef"));
                    break;
                case "pc":
                    Code(PieceKind.Open, DataOf(code, "dataRefStart") ?? ByType(code));
                    Take(code);
                    Code(PieceKind.Close, DataOf(code, "dataRefEnd") ?? ByType(code));
                    break;
                case "sc":
                    Code(PieceKind.Open, DataOf(code, "dataRef") ?? ByType(code));
                    break;
                case "ec":
                    Code(PieceKind.Close, DataOf(code, "dataRef") ?? ByType(code["startRef"] is { } start && starts.TryGetValue(start, out var opened) ? opened : code));
                    break;
                case "mrk":
                    Take(code);
                    break;
            }
        }

        void Code(PieceKind kind, string? value)
        {
            if (value is { Length: > 0 }) pieces.Add(new InlinePiece(kind, value, pieces.Count));
        }

        string? DataOf(XmlPart code, string attribute) => code[attribute] is { } reference ? data.GetValueOrDefault(reference) : null;
    }

    private static string? ByType(XmlPart code) => code["subType"] switch { "xlf:b" => "**", "xlf:i" => "*", _ => null };
}
