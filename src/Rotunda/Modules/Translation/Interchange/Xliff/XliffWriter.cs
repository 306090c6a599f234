using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime.Text;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Texts;
using static Rotunda.Modules.Translation.Interchange.Xliff.XliffNames;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>Writes a job as XLIFF 2.1: one file for each text, one unit for each segment, with metadata, glossary and matches.</summary>
public static class XliffWriter
{
    /// <summary>The category of the metadata that is ours.</summary>
    public const string Category = "rotunda";

    /// <summary>The <c>subState</c> of a target that a machine made.</summary>
    public const string MachineMade = "rotunda:machine";

    /// <summary>Writes while it reads the segments; nothing is kept.</summary>
    /// <param name="stream">Stays open.</param>
    public static void Write(Stream stream, XliffJob job, IEnumerable<XliffText> texts)
    {
        using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = false, CloseOutput = false, NewLineHandling = NewLineHandling.Entitize });
        writer.WriteStartDocument();
        writer.WriteStartElement("xliff", Core);
        foreach (var (prefix, space) in new[] { ("mda", Metadata), ("gls", Glossary), ("mtc", Matches) }) writer.WriteAttributeString("xmlns", prefix, null, space);
        writer.WriteAttributeString("version", "2.1");
        writer.WriteAttributeString("srcLang", job.SourceLanguage);
        writer.WriteAttributeString("trgLang", job.TargetLanguage);
        foreach (var text in texts) WriteText(writer, job, text);
        writer.WriteEndElement();
        writer.WriteEndDocument();
    }

    /// <summary>The id under which a row stands in a file.</summary>
    public static string IdOf(Guid row) => "r" + row.ToString("N");

    /// <summary>The row of an id; null when it is not ours.</summary>
    public static Guid? RowOf(string? id) => id is ['r', .. var digits] && Guid.TryParseExact(digits, "N", out var row) ? row : null;

    private static void WriteText(XmlWriter writer, XliffJob job, XliffText text)
    {
        writer.WriteStartElement("file", Core);
        writer.WriteAttributeString("id", IdOf(text.TextId));
        writer.WriteAttributeString("original", Clean(text.Original));
        writer.WriteAttributeString("canResegment", "no");
        writer.WriteAttributeString("xml", "space", null, "preserve");
        WriteMetadata(writer, ("job", job.Id.ToString()), ("text", text.TextId.ToString()), ("exported", InstantPattern.General.Format(job.At)));
        foreach (var segment in text.Segments) WriteUnit(writer, segment);
        writer.WriteEndElement();
    }

    private static void WriteUnit(XmlWriter writer, XliffSegment segment)
    {
        var data = new OriginalData();
        var source = data.Number(segment.SourcePieces ?? InlinePieces.Of(segment.Source));
        var target = segment.Target is null ? null : data.Number(InlinePieces.Of(segment.Target), source);
        writer.WriteStartElement("unit", Core);
        writer.WriteAttributeString("id", IdOf(segment.SegmentId));
        writer.WriteAttributeString("name", segment.Name);
        if (segment.Matches.Count > 0) WriteMatches(writer, segment.Matches);
        if (segment.Terms.Count > 0) WriteGlossary(writer, segment.Terms);
        WriteMetadata(
            writer, ("source-hash", Convert.ToHexStringLower(segment.SourceHash ?? SegmentText.HashOf(segment.Source))), ("target-hash", segment.Target is null ? "" : Convert.ToHexStringLower(SegmentText.HashOf(segment.Target))));
        if (segment.Notes.Count > 0) WriteNotes(writer, segment.Notes);
        data.Write(writer);
        writer.WriteStartElement("segment", Core);
        writer.WriteAttributeString("id", "s1");
        writer.WriteAttributeString("state", segment.Target is null ? "initial" : NameOf(segment.State));
        if (segment is { IsMachineMade: true, Target: not null }) writer.WriteAttributeString("subState", MachineMade);
        WriteContent(writer, "source", source, data);
        if (target is not null) WriteContent(writer, "target", target, data);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static string NameOf(TranslationState state) => state switch
    {
        TranslationState.Translated => "translated",
        TranslationState.Reviewed => "reviewed",
        TranslationState.Final => "final",
        _ => "initial",
    };

    private static void WriteMetadata(XmlWriter writer, params (string Type, string Value)[] entries)
    {
        writer.WriteStartElement("metadata", Metadata);
        writer.WriteStartElement("metaGroup", Metadata);
        writer.WriteAttributeString("category", Category);
        foreach (var (type, value) in entries)
        {
            writer.WriteStartElement("meta", Metadata);
            writer.WriteAttributeString("type", type);
            writer.WriteString(value);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteMatches(XmlWriter writer, IReadOnlyList<XliffMatch> matches)
    {
        writer.WriteStartElement("matches", Matches);
        foreach (var match in matches)
        {
            var data = new OriginalData();
            var source = data.Number(InlinePieces.Of(match.Source));
            var target = data.Number(InlinePieces.Of(match.Target), source);
            writer.WriteStartElement("match", Matches);
            writer.WriteAttributeString("ref", "#s1");
            writer.WriteAttributeString("type", "tm");
            writer.WriteAttributeString("similarity", match.Percent.ToString(CultureInfo.InvariantCulture));
            data.Write(writer);
            WriteContent(writer, "source", source, data);
            WriteContent(writer, "target", target, data);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteGlossary(XmlWriter writer, IReadOnlyList<XliffTerm> terms)
    {
        writer.WriteStartElement("glossary", Glossary);
        foreach (var term in terms)
        {
            writer.WriteStartElement("glossEntry", Glossary);
            writer.WriteAttributeString("ref", "#s1");
            WriteText(writer, "term", term.Term);
            foreach (var translation in term.Translations) WriteText(writer, "translation", translation);
            if (term.Definition is not null || term.Translations.Count == 0) WriteText(writer, "definition", term.Definition ?? term.Term);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();

        static void WriteText(XmlWriter writer, string name, string text)
        {
            writer.WriteStartElement(name, Glossary);
            writer.WriteString(Clean(text));
            writer.WriteEndElement();
        }
    }

    private static void WriteNotes(XmlWriter writer, IReadOnlyList<string> notes)
    {
        writer.WriteStartElement("notes", Core);
        foreach (var note in notes)
        {
            writer.WriteStartElement("note", Core);
            writer.WriteString(Clean(note));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteContent(XmlWriter writer, string name, IReadOnlyList<InlinePiece> pieces, OriginalData data)
    {
        writer.WriteStartElement(name, Core);
        foreach (var piece in pieces)
        {
            if (piece.Kind == PieceKind.Text) WriteWords(writer, piece.Value);
            else if (piece.Kind == PieceKind.Close) writer.WriteEndElement();
            else WriteCode(writer, piece, data);
        }

        writer.WriteEndElement();
    }

    private static void WriteCode(XmlWriter writer, InlinePiece piece, OriginalData data)
    {
        writer.WriteStartElement(piece.Kind == PieceKind.Open ? "pc" : "ph", Core);
        writer.WriteAttributeString("id", $"c{piece.Number}");
        writer.WriteAttributeString("type", piece.Style switch { CodeStyle.Italic or CodeStyle.Bold => "fmt", CodeStyle.Link => "link", CodeStyle.Image => "image", _ => "other" });
        if (piece.Style is CodeStyle.Italic or CodeStyle.Bold) writer.WriteAttributeString("subType", piece.Style == CodeStyle.Italic ? "xlf:i" : "xlf:b");
        if (piece.Kind == PieceKind.Open)
        {
            writer.WriteAttributeString("dataRefStart", data[piece.Value]);
            writer.WriteAttributeString("dataRefEnd", data[data.CloseOf(piece)]);
        }
        else
        {
            writer.WriteAttributeString("dataRef", data[piece.Value]);
            writer.WriteEndElement();
        }
    }

    /// <summary>Characters that XML cannot hold stand as <c>cp</c>.</summary>
    private static void WriteWords(XmlWriter writer, string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            if (XmlConvert.IsXmlChar(text[i])) continue;
            writer.WriteString(text[start..i]);
            writer.WriteStartElement("cp", Core);
            writer.WriteAttributeString("hex", ((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            writer.WriteEndElement();
            start = i + 1;
        }

        writer.WriteString(text[start..]);
    }

    private static string Clean(string text) => Rotunda.Text.TextCleaning.Clean(text);

    /// <summary>The Markdown of codes, each once, and the numbers of codes: one in the target has the number of its like in the source, or a new one.</summary>
    private sealed class OriginalData
    {
        private readonly Dictionary<string, string> _ids = [];
        private readonly Dictionary<int, string> _closes = [];
        private int _last;

        public string this[string code] => _ids[code];

        public string CloseOf(InlinePiece open) => _closes[open.Number];

        public IReadOnlyList<InlinePiece> Number(IReadOnlyList<InlinePiece> pieces, IReadOnlyList<InlinePiece>? source = null)
        {
            if (pieces is [{ Kind: PieceKind.Text }]) return pieces;
            var free = Units(source ?? []).Select(unit => (unit.Open, unit.Close)).ToList();
            var renumbered = new Dictionary<int, int>();
            foreach (var (open, close) in Units(pieces))
            {
                foreach (var code in new[] { open.Value, close.Value }) _ids.TryAdd(code, $"d{_ids.Count + 1}");
                var like = free.FindIndex(unit => unit.Open.Kind == open.Kind && unit.Open.Value == open.Value && unit.Close.Value == close.Value);
                renumbered[open.Number] = like >= 0 ? free[like].Open.Number : ++_last;
                if (like >= 0) free.RemoveAt(like);
                _closes[renumbered[open.Number]] = close.Value;
            }

            return [.. pieces.Select(piece => piece.Kind == PieceKind.Text ? piece : piece with { Number = renumbered[piece.Number] })];
        }

        public void Write(XmlWriter writer)
        {
            if (_ids.Count == 0) return;
            writer.WriteStartElement("originalData", Core);
            foreach (var (code, id) in _ids)
            {
                writer.WriteStartElement("data", Core);
                writer.WriteAttributeString("id", id);
                WriteWords(writer, code);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        private static IEnumerable<(InlinePiece Open, InlinePiece Close)> Units(IReadOnlyList<InlinePiece> pieces) =>
            from piece in pieces
            where piece.Kind is PieceKind.Open or PieceKind.Alone
            select (piece, piece.Kind == PieceKind.Alone ? piece : pieces.First(other => other.Kind == PieceKind.Close && other.Number == piece.Number));
    }
}
