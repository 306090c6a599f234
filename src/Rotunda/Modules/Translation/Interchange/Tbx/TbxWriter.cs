using System.Text;
using System.Xml;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Tbx;

/// <summary>Writes a termbase as TBX-Basic (ISO 30042:2019, categories as attributes), concept by concept.</summary>
public sealed class TbxWriter : IDisposable
{
    private const string Space = "urn:iso:std:iso:30042:ed-2";

    private readonly XmlWriter _writer;

    /// <param name="stream">Stays open.</param>
    public TbxWriter(Stream stream)
    {
        _writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, CloseOutput = false });
        _writer.WriteStartDocument();
        _writer.WriteStartElement("tbx", Space);
        _writer.WriteAttributeString("type", "TBX-Basic");
        _writer.WriteAttributeString("style", "dca");
        _writer.WriteAttributeString("xml", "lang", XmlPart.XmlSpace, "en");
        foreach (var name in new[] { "tbxHeader", "fileDesc", "sourceDesc" }) _writer.WriteStartElement(name, Space);
        _writer.WriteElementString("p", Space, "Termbase written by Rotunda");
        for (var i = 0; i < 3; i++) _writer.WriteEndElement();
        _writer.WriteStartElement("text", Space);
        _writer.WriteStartElement("body", Space);
    }

    /// <summary>Writes a whole termbase.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="concepts">Taken one by one.</param>
    public static void Write(Stream stream, IEnumerable<TbxConcept> concepts)
    {
        using var writer = new TbxWriter(stream);
        foreach (var concept in concepts) writer.Write(concept);
    }

    public void Write(TbxConcept concept) => Write(_writer, concept);

    /// <summary>Writes the end.</summary>
    public void Dispose()
    {
        _writer.WriteEndDocument();
        _writer.Dispose();
    }

    private static void Write(XmlWriter writer, TbxConcept concept)
    {
        writer.WriteStartElement("conceptEntry", Space);
        writer.WriteAttributeString("id", concept.Id);
        Category(writer, "descrip", "subjectField", concept.Subject);
        if (concept.Definition is not null)
        {
            writer.WriteStartElement("descripGrp", Space);
            Category(writer, "descrip", "definition", concept.Definition);
            writer.WriteEndElement();
        }

        foreach (var language in concept.Terms.GroupBy(term => term.Language))
        {
            writer.WriteStartElement("langSec", Space);
            writer.WriteAttributeString("xml", "lang", XmlPart.XmlSpace, language.Key);
            foreach (var term in language)
            {
                Term(writer, term.Text, term.Use switch { TermUse.Preferred => "preferredTerm-admn-sts", TermUse.Admitted => "admittedTerm-admn-sts", _ => "deprecatedTerm-admn-sts" }, null, term.Note);
                foreach (var form in term.Forms) Term(writer, form, null, "variant", null);
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void Term(XmlWriter writer, string text, string? status, string? type, string? note)
    {
        writer.WriteStartElement("termSec", Space);
        writer.WriteElementString("term", Space, Rotunda.Text.TextCleaning.Clean(text));
        Category(writer, "termNote", "termType", type);
        Category(writer, "termNote", "administrativeStatus", status);
        if (note is not null) writer.WriteElementString("note", Space, Rotunda.Text.TextCleaning.Clean(note));
        writer.WriteEndElement();
    }

    private static void Category(XmlWriter writer, string element, string type, string? value)
    {
        if (value is null) return;
        writer.WriteStartElement(element, Space);
        writer.WriteAttributeString("type", type);
        writer.WriteString(Rotunda.Text.TextCleaning.Clean(value));
        writer.WriteEndElement();
    }
}
