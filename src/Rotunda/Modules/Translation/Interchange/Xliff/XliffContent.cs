using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Interchange.Xml;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>The Markdown of a source or target, also of one that another tool rewrote.</summary>
public static class XliffContent
{
    /// <summary>What is longer is no segment of ours, and cut off: many codes may name one long piece of data.</summary>
    private const int MostCharacters = 4 * TextLimits.LongestSegment;

    /// <summary>Of so few data the one that is meant is looked for faster than a table of them is made.</summary>
    private const int Few = 8;

    /// <summary>
    /// Codes become what their data or, without data, their type says; those that mean nothing here are left out, and so are annotations and <c>cp</c>. Codes split into
    /// start and end are paired again by <c>startRef</c>.
    /// </summary>
    /// <param name="content">A source or target.</param>
    /// <param name="unit">The unit or match whose original data the codes refer to.</param>
    public static string Markdown(XmlPart content, XmlPart unit)
    {
        var data = unit.Child(XliffNames.Core, "originalData")?.Elements ?? [];
        var byId = data.Count > Few ? data.ToDictionary(piece => piece["id"]!) : null;
        Dictionary<string, XmlPart>? starts = null;
        var left = MostCharacters;
        var pieces = new List<InlinePiece>(content.Content.Count + (2 * content.Descendants().Count));
        Take(content);
        return InlinePieces.Markdown(pieces);

        void Take(XmlPart part)
        {
            for (var i = 0; i < part.Content.Count && left > 0; i++)
            {
                if (part.Content[i] is string words) Add(new InlinePiece(PieceKind.Text, words));
                else TakeCode((XmlPart)part.Content[i]);
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
                    Code(PieceKind.Close, DataOf(code, "dataRef") ?? ByType(StartOf(code) ?? code));
                    break;
                case "mrk":
                    Take(code);
                    break;
            }
        }

        void Code(PieceKind kind, string? value)
        {
            if (value is { Length: > 0 }) Add(new InlinePiece(kind, value, pieces.Count));
        }

        void Add(InlinePiece piece)
        {
            if (left > 0) pieces.Add(piece);
            left -= piece.Value.Length;
        }

        string? DataOf(XmlPart code, string attribute)
        {
            if (code[attribute] is not { } reference) return null;
            if (byId is not null) return byId.GetValueOrDefault(reference)?.Text;
            foreach (var piece in data)
                if (piece["id"] == reference) return piece.Text;
            return null;
        }

        XmlPart? StartOf(XmlPart end)
        {
            starts ??= content.Descendants().Where(code => code is { Space: XliffNames.Core, Name: "sc" }).ToDictionary(code => code["id"]!);
            return end["startRef"] is { } start ? starts.GetValueOrDefault(start) : null;
        }
    }

    private static string? ByType(XmlPart code) => code["subType"] switch { "xlf:b" => "**", "xlf:i" => "*", _ => null };
}
