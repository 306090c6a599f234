using System.Xml;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Tbx;

/// <summary>
/// Reads a termbase in TBX-Basic: ISO 30042:2019 in the style of categories as attributes (DCA) or as tags (DCT), and the older «martif» of 2008.
/// Of its categories it takes subject, definition, notes, administrative status and term type; the others are passed over. A document type is passed over and not read.
/// </summary>
public static class TbxReader
{
    /// <summary>Reads a file, and hands each concept on as soon as it was read.</summary>
    /// <returns>Why the file is refused; null when it holds to the format.</returns>
    public static FileFault? Read(Stream stream, Action<TbxConcept> take) => SafeXml.Try(() =>
    {
        foreach (var concept in Concepts(stream)) take(concept);
    });

    /// <summary>The concepts of a file, each read when it is asked for.</summary>
    /// <exception cref="FaultyFileException">The file does not hold to the format.</exception>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public static IEnumerable<TbxConcept> Concepts(Stream stream)
    {
        using var reader = SafeXml.Open(stream, allowsDocumentType: true);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName is not ("tbx" or "martif")) throw new FaultyFileException(SafeXml.LineOf(reader), "This is not TBX: the first element is neither «tbx» nor «martif».");
        var type = reader.GetAttribute("type");
        if (type is null || !type.StartsWith("TBX", StringComparison.Ordinal)) throw new FaultyFileException(SafeXml.LineOf(reader), "The type of the file is not TBX.");
        var (seen, ids) = (false, new HashSet<string>());
        reader.Read();
        while (reader.NodeType != XmlNodeType.None)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "body") seen = true;
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "conceptEntry" or "termEntry")
            {
                if (!seen) throw new FaultyFileException(SafeXml.LineOf(reader), "A concept stands outside of «body».");
                var concept = ConceptOf(XmlPart.Read(reader));
                if (concept.Id.Length > 0 && !ids.Add(concept.Id)) throw new FaultyFileException(concept.Line, $"Another concept has the id «{XliffSchema.Short(concept.Id)}» too.");
                yield return concept;
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "tbxHeader" or "martifHeader" or "back")
            {
                reader.Skip();
            }
            else
            {
                reader.Read();
            }
        }

        if (!seen) throw new FaultyFileException(1, "The file has no «body».");
    }

    private static TbxConcept ConceptOf(XmlPart entry)
    {
        var terms = new List<TbxTerm>();
        foreach (var section in entry.Elements.Where(part => part.Name is "langSec" or "langSet"))
        {
            var language = section[XmlPart.XmlSpace, "lang"] ?? throw new FaultyFileException(section.Line, $"«{section.Name}» lacks «xml:lang».");
            if (!XliffValues.Language.Allows(language)) throw new FaultyFileException(section.Line, $"«{XliffSchema.Short(language)}» is not a language tag (BCP 47).");
            foreach (var part in section.Elements.Where(part => part.Name is "termSec" or "tig" or "ntig"))
            {
                var terminus = part.SelfAndDescendants().Where(inner => inner.Name == "term").ToList();
                if (terminus.Count != 1) throw new FaultyFileException(part.Line, $"«{part.Name}» needs exactly one «term».");
                var text = Rotunda.Text.TextCleaning.Clean(terminus[0].Text);
                if (text.Length == 0) throw new FaultyFileException(terminus[0].Line, "A term is empty.");
                if (Category(part, "termType") is "variant" or "abbreviation" or "acronym" && terms is [.., { } before] && before.Language == language) terms[^1] = before with { Forms = [.. before.Forms, text] };
                else terms.Add(new TbxTerm(language, text, UseOf(Category(part, "administrativeStatus")), [], Category(part, "usageNote") ?? Note(part)));
            }
        }

        if (terms.Count == 0) throw new FaultyFileException(entry.Line, "A concept needs at least one term.");
        return new TbxConcept(entry.Line, entry["id"] ?? entry[XmlPart.XmlSpace, "id"] ?? "", Category(entry, "subjectField"), Category(entry, "definition") ?? Category(entry.Elements.FirstOrDefault(part => part.Name is "langSec" or "langSet"), "definition"), terms);
    }

    /// <summary>A category of data, as an attribute (<c>termNote type="…"</c>), as a tag, or in a group of either.</summary>
    private static string? Category(XmlPart? part, string name)
    {
        foreach (var inner in (part?.Elements ?? []).SelectMany(inner => inner.Name is "descripGrp" or "termNoteGrp" or "adminGrp" or "termGrp" ? inner.Elements : (IEnumerable<XmlPart>)[inner]))
            if (inner.Name == name || (inner.Name is "descrip" or "termNote" or "admin" && inner["type"] == name)) return Cleaned(inner.Text);
        return null;
    }

    private static string? Note(XmlPart part) => part.Elements.FirstOrDefault(inner => inner.Name == "note") is { } note ? Cleaned(note.Text) : null;

    private static string? Cleaned(string text) => Rotunda.Text.TextCleaning.Clean(text) is { Length: > 0 } cleaned ? cleaned : null;

    private static TermUse UseOf(string? status) => status switch
    {
        null => TermUse.Preferred,
        _ when status.StartsWith("admitted", StringComparison.Ordinal) => TermUse.Admitted,
        _ when status.StartsWith("deprecated", StringComparison.Ordinal) || status.StartsWith("superseded", StringComparison.Ordinal) || status.StartsWith("notRecommended", StringComparison.Ordinal) => TermUse.Forbidden,
        _ => TermUse.Preferred,
    };
}
