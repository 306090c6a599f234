using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>
/// Reads a .docx file (ISO/IEC 29500) into known blocks: its own reader, since the usual one recurses through the tree and a file of
/// some kilobytes ends the process (decision 36). No DTD, no entity and no outside relationship is ever followed.
/// </summary>
public static class WordText
{
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly XNamespace StrictW = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace D = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
    private static readonly XNamespace Rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006";

    /// <summary>Reads a file.</summary>
    /// <param name="content">Seekable; left open.</param>
    /// <returns>The text, or the key of what is wrong with the file.</returns>
    public static (FoundText? Text, string? FaultKey) Read(Stream content)
    {
        if (content.Length > IntakeLimits.LargestFile) return (null, "fault.intake-large");
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > IntakeLimits.MostParts) return (null, "fault.intake-large");
            if (archive.GetEntry("word/document.xml") is not { } main) return (null, "fault.intake-docx");
            if (archive.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return (null, "fault.intake-macros");
            var document = Load(main);
            if (document.Root?.Name.Namespace == StrictW) return (null, "fault.intake-strict");
            var reading = new Reading(new Package(
                archive, archive.GetEntry("word/styles.xml") is { } styles ? Load(styles) : null, archive.GetEntry("word/numbering.xml") is { } numbering ? Load(numbering) : null));
            if (document.Root?.Element(W + "body") is not { } body) return (null, "fault.intake-docx");
            reading.Walk(body);
            return (reading.End(), null);
        }
        catch (TooLargeException)
        {
            return (null, "fault.intake-large");
        }
        catch (Exception error) when (error is InvalidDataException or XmlException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            // Begins like a file of Word and is none
            return (null, "fault.intake-docx");
        }
    }

    /// <summary>A part as a tree, after a first pass that bounds its size and depth; trees are only walked recursively within these.</summary>
    private static XDocument Load(ZipArchiveEntry entry)
    {
        if (entry.Length > IntakeLimits.LargestPart) throw new TooLargeException();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = IntakeLimits.LargestPart, IgnoreComments = true, IgnoreProcessingInstructions = true };
        using (var stream = entry.Open())
        using (var reader = XmlReader.Create(stream, settings))
        {
            while (reader.Read())
                if (reader.Depth > IntakeLimits.Deepest) throw new TooLargeException();
        }

        using var again = entry.Open();
        using var tree = XmlReader.Create(again, settings);
        return XDocument.Load(tree);
    }

    private static Dictionary<string, (string Target, bool IsOutside)> RelationsOf(ZipArchive archive)
    {
        if (archive.GetEntry("word/_rels/document.xml.rels") is not { } entry) return [];
        return Load(entry).Root!.Elements(Rels + "Relationship").Where(relation => relation.Attribute("Id") is not null)
            .DistinctBy(relation => relation.Attribute("Id")!.Value)
            .ToDictionary(relation => relation.Attribute("Id")!.Value, relation => (relation.Attribute("Target")?.Value ?? "", relation.Attribute("TargetMode")?.Value == "External"), StringComparer.Ordinal);
    }

    private sealed class TooLargeException : Exception;

    /// <summary>What the whole file knows, shared with the cells of its tables.</summary>
    private sealed class Package(ZipArchive archive, XDocument? styles, XDocument? numbering)
    {
        public Dictionary<string, (string Target, bool IsOutside)> Relations { get; } = RelationsOf(archive);

        public Dictionary<string, int> Headings { get; } = HeadingsOf(styles);

        public Dictionary<string, bool> Numbered { get; } = NumberedOf(numbering);

        public Dictionary<string, FoundPicture> Pictures { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Dropped { get; } = new(StringComparer.Ordinal);

        private long PictureBytes { get; set; }

        public FoundPicture? PictureAt(string target)
        {
            var path = target.StartsWith('/') ? target[1..] : "word/" + target;
            if (Pictures.TryGetValue(path, out var known)) return known;
            if (path.Contains("..", StringComparison.Ordinal) || archive.GetEntry(path) is not { } entry) return null;
            if (Pictures.Count >= IntakeLimits.MostPictures || (PictureBytes += entry.Length) > IntakeLimits.LargestPictures) throw new TooLargeException();
            using var stream = entry.Open();
            var content = new byte[entry.Length];
            stream.ReadExactly(content);
            return Pictures[path] = new FoundPicture(path, path[(path.LastIndexOf('/') + 1)..], content);
        }

        /// <summary>Styles that are headings, by their outline or by the name that every language of Word keeps inside.</summary>
        private static Dictionary<string, int> HeadingsOf(XDocument? styles)
        {
            var found = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var style in styles?.Root?.Elements(W + "style") ?? [])
            {
                if (style.Attribute(W + "styleId")?.Value is not { } id) continue;
                var name = style.Element(W + "name")?.Attribute(W + "val")?.Value ?? "";
                if (name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan("heading ".Length), CultureInfo.InvariantCulture, out var level)) found[id] = level;
                else if (name.Equals("Title", StringComparison.OrdinalIgnoreCase)) found[id] = 1;
                else if (int.TryParse(style.Element(W + "pPr")?.Element(W + "outlineLvl")?.Attribute(W + "val")?.Value, CultureInfo.InvariantCulture, out var outline) && outline < 9) found[id] = outline + 1;
            }

            return found;
        }

        private static Dictionary<string, bool> NumberedOf(XDocument? numbering)
        {
            var kinds = (numbering?.Root?.Elements(W + "abstractNum") ?? []).Where(list => list.Attribute(W + "abstractNumId") is not null).DistinctBy(list => list.Attribute(W + "abstractNumId")!.Value)
                .ToDictionary(list => list.Attribute(W + "abstractNumId")!.Value, list => list.Element(W + "lvl")?.Element(W + "numFmt")?.Attribute(W + "val")?.Value is not (null or "bullet" or "none"), StringComparer.Ordinal);
            return (numbering?.Root?.Elements(W + "num") ?? []).Where(list => list.Attribute(W + "numId") is not null).DistinctBy(list => list.Attribute(W + "numId")!.Value)
                .ToDictionary(list => list.Attribute(W + "numId")!.Value, list => kinds.GetValueOrDefault(list.Element(W + "abstractNumId")?.Attribute(W + "val")?.Value ?? ""), StringComparer.Ordinal);
        }
    }

    private sealed class Reading(Package package)
    {
        private readonly List<FoundBlock> _blocks = [];

        public FoundText End() => new(_blocks) { Pictures = [.. package.Pictures.Values], Dropped = [.. package.Dropped] };

        public void Walk(XElement parent)
        {
            foreach (var element in parent.Elements())
            {
                if (_blocks.Count >= IntakeLimits.MostBlocks) return;
                if (element.Name == W + "p") Paragraph(element);
                else if (element.Name == W + "tbl") Table(element);
                else if (element.Name == W + "sdt" && element.Element(W + "sdtContent") is { } inner) Walk(inner);
                else if (element.Name == W + "customXml" || element.Name == W + "ins") Walk(element);
            }
        }

        private void Paragraph(XElement paragraph)
        {
            var (lines, pictures) = (new List<List<InlineWriting.Run>> { new() }, new List<FoundBlock>());
            var properties = paragraph.Element(W + "pPr");
            var style = properties?.Element(W + "pStyle")?.Attribute(W + "val")?.Value ?? "";
            var level = int.TryParse(properties?.Element(W + "outlineLvl")?.Attribute(W + "val")?.Value, CultureInfo.InvariantCulture, out var outline) && outline < 9 ? outline + 1 : package.Headings.GetValueOrDefault(style);
            Runs(paragraph, null, lines, pictures);
            var number = properties?.Element(W + "numPr")?.Element(W + "numId")?.Attribute(W + "val")?.Value;
            var isItem = level == 0 && ((number is not null && number != "0") || style.Contains("ListBullet", StringComparison.OrdinalIgnoreCase) || style.Contains("ListNumber", StringComparison.OrdinalIgnoreCase));
            var kind = level > 0 ? FoundKind.Heading : isItem ? FoundKind.ListItem : style.Contains("Quote", StringComparison.OrdinalIgnoreCase) ? FoundKind.Quote : FoundKind.Paragraph;
            var isNumbered = isItem && (number is not null ? package.Numbered.GetValueOrDefault(number) : style.Contains("ListNumber", StringComparison.OrdinalIgnoreCase));
            foreach (var line in kind == FoundKind.Paragraph ? lines : [[.. lines.SelectMany((line, i) => i == 0 ? line : line.Prepend(new InlineWriting.Run(" ", false, false, null)))]])
            {
                var content = InlineWriting.Write(kind == FoundKind.Heading ? [.. line.Select(run => run with { IsStrong = false, IsEmphasis = false })] : line);
                if (content.Length > IntakeLimits.LongestBlock) throw new TooLargeException();
                if (content.Length > 0) _blocks.Add(new FoundBlock(kind, content) { Level = kind == FoundKind.Heading ? Math.Clamp(level, 2, 4) : 0, IsNumbered = isNumbered });
            }

            _blocks.AddRange(pictures);
        }

        private void Runs(XElement parent, string? link, List<List<InlineWriting.Run>> lines, List<FoundBlock> pictures)
        {
            foreach (var element in parent.Elements())
            {
                if (element.Name == W + "r") Run(element, link, lines, pictures);
                else if (element.Name == W + "hyperlink") Runs(element, Target(element) ?? link, lines, pictures);
                else if (element.Name == W + "ins" || element.Name == W + "smartTag" || element.Name == W + "fldSimple" || element.Name == W + "customXml" || element.Name == W + "dir" || element.Name == W + "bdo" || element.Name == W + "moveTo") Runs(element, link, lines, pictures);
                else if (element.Name == W + "sdt" && element.Element(W + "sdtContent") is { } inner) Runs(inner, link, lines, pictures);
                else if (element.Name == W + "del" || element.Name == W + "moveFrom") package.Dropped.Add("del");
                else if (element.Name.LocalName is "oMath" or "oMathPara") package.Dropped.Add("math");
            }
        }

        private void Run(XElement run, string? link, List<List<InlineWriting.Run>> lines, List<FoundBlock> pictures)
        {
            var properties = run.Element(W + "rPr");
            if (IsOn(properties, "vanish")) return;
            var (isStrong, isEmphasis, place) = (IsOn(properties, "b"), IsOn(properties, "i"), properties?.Element(W + "vertAlign")?.Attribute(W + "val")?.Value);
            foreach (var part in run.Elements())
            {
                switch (part.Name.LocalName)
                {
                    case "t":
                        var text = place is "subscript" or "superscript" ? HtmlWalk.Small(part.Value, place == "subscript") ?? part.Value : part.Value;
                        lines[^1].Add(new InlineWriting.Run(text, isStrong, isEmphasis, link));
                        break;
                    case "tab" or "ptab":
                        lines[^1].Add(new InlineWriting.Run(" ", isStrong, isEmphasis, link));
                        break;
                    case "noBreakHyphen":
                        lines[^1].Add(new InlineWriting.Run("\u2011", isStrong, isEmphasis, link));
                        break;
                    case "br" or "cr":
                        lines.Add([]);
                        break;
                    case "drawing" or "pict" or "object" or "AlternateContent":
                        Drawing(part.Name == Compatibility + "AlternateContent" ? part.Element(Compatibility + "Choice") ?? part : part, pictures);
                        break;
                    case "footnoteReference" or "endnoteReference" or "commentReference":
                        package.Dropped.Add(part.Name.LocalName[..^"Reference".Length]);
                        break;
                }
            }
        }

        private void Drawing(XElement drawing, List<FoundBlock> pictures)
        {
            var blips = drawing.Descendants(A + "blip").ToList();
            if (blips.Count == 0) package.Dropped.Add("drawing");
            foreach (var blip in blips)
            {
                // A picture that only lies somewhere else is not fetched
                if (blip.Attribute(R + "embed")?.Value is not { } id || !package.Relations.TryGetValue(id, out var relation) || relation.IsOutside || package.PictureAt(relation.Target) is not { } picture)
                {
                    package.Dropped.Add("picture");
                    continue;
                }

                var properties = blip.Ancestors(D + "inline").Concat(blip.Ancestors(D + "anchor")).FirstOrDefault()?.Element(D + "docPr");
                pictures.Add(new FoundBlock(FoundKind.Picture, "") { Source = picture.Source, Alternative = TextCleaning.Clean(properties?.Attribute("descr")?.Value ?? "") });
            }
        }

        private void Table(XElement table)
        {
            var rows = new List<IReadOnlyList<string>>();
            foreach (var row in table.Elements(W + "tr"))
            {
                var cells = new List<string>();
                foreach (var cell in row.Elements(W + "tc"))
                {
                    var inner = new Reading(package);
                    inner.Walk(cell);
                    cells.Add(string.Join(' ', inner._blocks.Select(block => block.Kind == FoundKind.Table ? block.Plain.ReplaceLineEndings(" ") : block.Content).Where(content => content.Length > 0)));
                }

                if (cells.Exists(cell => cell.Length > 0)) rows.Add(cells);
            }

            if (rows.Count is 0 or > IntakeLimits.MostBlocks) return;
            // A table of one column only frames its text
            if (rows.TrueForAll(row => row.Count == 1)) _blocks.AddRange(rows.Select(row => new FoundBlock(FoundKind.Paragraph, row[0])));
            else _blocks.Add(new FoundBlock(FoundKind.Table, "") { Rows = rows });
        }

        private string? Target(XElement link) =>
            link.Attribute(R + "id")?.Value is { } id && package.Relations.TryGetValue(id, out var relation) && relation.IsOutside ? OutsideLinks.Take(relation.Target, null) : null;

        private static bool IsOn(XElement? properties, string name) =>
            properties?.Element(W + name) is { } element && element.Attribute(W + "val")?.Value is not ("0" or "false" or "off");
    }
}
