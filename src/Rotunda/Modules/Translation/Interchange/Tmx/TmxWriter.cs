using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime.Text;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Interchange.Tmx;

/// <summary>Writes a translation memory as TMX 1.4 with the inline codes of level 2, unit by unit.</summary>
public sealed class TmxWriter : IDisposable
{
    private static readonly InstantPattern Compact = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private readonly XmlWriter _writer;

    /// <param name="stream">Stays open.</param>
    /// <param name="sourceLanguage">BCP 47; null when the units have different ones.</param>
    public TmxWriter(Stream stream, string? sourceLanguage)
    {
        _writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = false, CloseOutput = false, CheckCharacters = true });
        _writer.WriteStartDocument();
        _writer.WriteStartElement("tmx");
        _writer.WriteAttributeString("version", "1.4");
        _writer.WriteStartElement("header");
        foreach (var (name, value) in new[]
        {
            ("creationtool", "Rotunda"), ("creationtoolversion", "1"), ("segtype", "block"), ("o-tmf", "rotunda"), ("adminlang", "en"), ("srclang", sourceLanguage ?? "*all*"), ("datatype", "plaintext"),
        })
            _writer.WriteAttributeString(name, value);
        _writer.WriteEndElement();
        _writer.WriteStartElement("body");
    }

    public void Write(TmxUnit unit)
    {
        _writer.WriteStartElement("tu");
        if (unit.SourceLanguage is { } source) _writer.WriteAttributeString("srclang", source);
        if (unit.At is { } at) _writer.WriteAttributeString("changedate", Compact.Format(at));
        if (unit.Context is { } context)
        {
            _writer.WriteStartElement("prop");
            _writer.WriteAttributeString("type", "x-context");
            _writer.WriteString(context);
            _writer.WriteEndElement();
        }

        foreach (var variant in unit.Variants)
        {
            _writer.WriteStartElement("tuv");
            _writer.WriteAttributeString("xml", "lang", XmlPart.XmlSpace, variant.Language);
            _writer.WriteStartElement("seg");
            foreach (var piece in InlinePieces.Of(Rotunda.Text.TextCleaning.Clean(variant.Text))) Write(piece);
            _writer.WriteEndElement();
            _writer.WriteEndElement();
        }

        _writer.WriteEndElement();
    }

    public void Dispose()
    {
        _writer.WriteEndDocument();
        _writer.Dispose();
    }

    private void Write(InlinePiece piece)
    {
        if (piece.Kind == PieceKind.Text)
        {
            _writer.WriteString(piece.Value);
            return;
        }

        _writer.WriteStartElement(piece.Kind switch { PieceKind.Open => "bpt", PieceKind.Close => "ept", _ => "ph" });
        if (piece.Kind != PieceKind.Alone) _writer.WriteAttributeString("i", piece.Number.ToString(CultureInfo.InvariantCulture));
        if (piece.Kind == PieceKind.Open && piece.Style != CodeStyle.Other) _writer.WriteAttributeString("type", piece.Style switch { CodeStyle.Bold => "bold", CodeStyle.Italic => "italic", CodeStyle.Image => "image", _ => "link" });
        _writer.WriteString(piece.Value);
        _writer.WriteEndElement();
    }
}
