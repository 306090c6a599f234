using System.Xml;
using NodaTime;
using NodaTime.Text;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Tmx;

/// <summary>
/// Reads a translation memory in TMX 1.1 to 1.4 (LISA OSCAR), unit by unit. Inline codes of level 2 are kept where they mean emphasis or a link; others are left out.
/// A document type is passed over and not read.
/// </summary>
public static class TmxReader
{
    private static readonly string[] Inline = ["bpt", "ept", "it", "ph", "hi", "ut"];

    private static readonly string[] InHeader = ["creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"];

    private static readonly InstantPattern Compact = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>Reads a file, and hands each unit on as soon as it was read; a fault later in the file leaves what was handed on.</summary>
    /// <returns>Why the file is refused; null when it holds to the format.</returns>
    public static FileFault? Read(Stream stream, Action<TmxUnit> take) => SafeXml.Try(() =>
    {
        foreach (var unit in Units(stream)) take(unit);
    });

    /// <summary>The units of a file, each read when it is asked for.</summary>
    /// <exception cref="FaultyFileException">The file does not hold to the format.</exception>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public static IEnumerable<TmxUnit> Units(Stream stream)
    {
        using var reader = SafeXml.Open(stream, allowsDocumentType: true);
        Expect(reader, "tmx");
        var version = reader.GetAttribute("version");
        if (version is not ("1.1" or "1.2" or "1.3" or "1.4" or "1.4b")) throw new FaultyFileException(SafeXml.LineOf(reader), $"The version of TMX is «{version}», not 1.1 to 1.4.");
        reader.Read();
        Expect(reader, "header");
        var header = XmlPart.Read(reader);
        foreach (var attribute in InHeader)
            if (header[attribute] is null) throw new FaultyFileException(header.Line, $"The header lacks «{attribute}».");
        if (header["segtype"] is not ("block" or "paragraph" or "sentence" or "phrase")) throw new FaultyFileException(header.Line, $"«segtype» is «{XliffSchema.Short(header["segtype"]!)}», not block, paragraph, sentence or phrase.");
        Expect(reader, "body");
        if (!reader.IsEmptyElement)
        {
            reader.Read();
            while (reader.MoveToContent() != XmlNodeType.EndElement)
            {
                if (reader.NodeType == XmlNodeType.None) throw new FaultyFileException(SafeXml.LineOf(reader), "The document has no end.");
                Expect(reader, "tu");
                yield return UnitOf(XmlPart.Read(reader), header["srclang"]!);
            }

            reader.Read();
        }

        while (reader.Read()) { }
    }

    private static void Expect(XmlReader reader, string name)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != name) throw new FaultyFileException(SafeXml.LineOf(reader), $"«{name}» is expected here.");
    }

    private const int MostVariants = 100;

    private static TmxUnit UnitOf(XmlPart unit, string sourceLanguage)
    {
        var variants = new List<TmxVariant>();
        foreach (var part in unit.Elements)
        {
            if (part.Name is "note" or "prop") continue;
            if (part.Name != "tuv") throw new FaultyFileException(part.Line, $"«{part.Name}» may not stand in «tu».");
            // Each is paired with each
            if (variants.Count == MostVariants) throw new FaultyFileException(part.Line, $"A unit has more than {MostVariants} «tuv».");
            variants.Add(VariantOf(part));
        }

        if (variants.Count == 0) throw new FaultyFileException(unit.Line, "A unit needs at least one «tuv».");
        var source = unit["srclang"] ?? sourceLanguage;
        return new TmxUnit(
            unit.Line, source == "*all*" ? null : source, variants, unit.Elements.FirstOrDefault(part => part.Name == "prop" && part["type"] == "x-context")?.Text.Trim(),
            (unit["changedate"] ?? unit["creationdate"]) is { } date && Compact.Parse(date) is { Success: true, Value: var at } ? at : (Instant?)null);
    }

    private static TmxVariant VariantOf(XmlPart variant)
    {
        var language = variant[XmlPart.XmlSpace, "lang"] ?? variant["lang"] ?? throw new FaultyFileException(variant.Line, "«tuv» lacks «xml:lang».");
        if (!XliffValues.Language.Allows(language)) throw new FaultyFileException(variant.Line, $"«{XliffSchema.Short(language)}» is not a language tag (BCP 47).");
        var segments = variant.Elements.Where(part => part.Name == "seg").ToList();
        if (segments.Count != 1) throw new FaultyFileException(variant.Line, "«tuv» needs exactly one «seg».");
        if (variant.Elements.FirstOrDefault(part => part.Name is not ("note" or "prop" or "seg")) is { } other) throw new FaultyFileException(other.Line, $"«{other.Name}» may not stand in «tuv».");
        var pieces = new List<InlinePiece>();
        var opened = new Dictionary<string, (int Place, string Code)>();
        Take(segments[0], pieces, opened);
        if (opened.Count > 0) throw new FaultyFileException(segments[0].Line, $"«bpt» {opened.Keys.First()} has no «ept».");
        return new TmxVariant(language, Rotunda.Text.TextCleaning.Clean(InlinePieces.Markdown(pieces)));
    }

    private static void Take(XmlPart part, List<InlinePiece> pieces, Dictionary<string, (int Place, string Code)> opened)
    {
        foreach (var piece in part.Content)
        {
            if (piece is string words)
            {
                pieces.Add(new InlinePiece(PieceKind.Text, words));
                continue;
            }

            var code = (XmlPart)piece;
            if (!Inline.Contains(code.Name)) throw new FaultyFileException(code.Line, $"«{code.Name}» may not stand in a segment.");
            switch (code.Name)
            {
                case "hi":
                    Take(code, pieces, opened);
                    break;
                case "bpt":
                    var begin = code["i"] ?? throw new FaultyFileException(code.Line, "«bpt» lacks «i».");
                    if (!opened.TryAdd(begin, (pieces.Count, code.Text))) throw new FaultyFileException(code.Line, $"«bpt» {XliffSchema.Short(begin)} stands twice.");
                    pieces.Add(new InlinePiece(PieceKind.Open, NativeCode.Open(code.Text, code["type"]), pieces.Count));
                    break;
                case "ept":
                    var end = code["i"] ?? throw new FaultyFileException(code.Line, "«ept» lacks «i».");
                    if (!opened.Remove(end, out var start)) throw new FaultyFileException(code.Line, $"«ept» {XliffSchema.Short(end)} has no «bpt» before it.");
                    pieces.Add(new InlinePiece(PieceKind.Close, NativeCode.Close(pieces[start.Place].Value, start.Code, code.Text), start.Place));
                    break;
                case "ph" when NativeCode.Alone(code.Text) is { Length: > 0 } alone:
                    pieces.Add(new InlinePiece(PieceKind.Alone, alone, pieces.Count));
                    break;
            }
        }
    }
}
