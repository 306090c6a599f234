using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>Writes tables as CSV and as XLSX: all cells are texts, formulas are defused.</summary>
public static class TableWriter
{
    public const string CsvType = "text/csv; charset=utf-8";
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly SearchValues<char> NeedingQuotes = SearchValues.Create("\",;\t\r\n");

    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string OfficeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";

    /// <summary>UTF-8 with a byte order mark, commas, CRLF (RFC 4180): what spreadsheets in all three languages open.</summary>
    public static byte[] Csv(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows) text.AppendJoin(',', row.Select(cell => Quoted(TableText.Defuse(cell)))).Append("\r\n");
        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text.ToString());
    }

    /// <summary>The parts of an Office Open XML workbook with one sheet (ECMA-376), its texts inline.</summary>
    public static byte[] Xlsx(string sheetName, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "[Content_Types].xml", xml =>
            {
                xml.WriteStartElement("Types", Types);
                WriteEmpty(xml, "Default", Types, ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
                WriteEmpty(xml, "Override", Types, ("PartName", "/xl/workbook.xml"), ("ContentType", XlsxType + ".main+xml"));
                WriteEmpty(xml, "Override", Types, ("PartName", "/xl/worksheets/sheet1.xml"), ("ContentType", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"));
                xml.WriteEndElement();
            });
            Write(archive, "_rels/.rels", xml => WriteRelation(xml, OfficeRelations + "/officeDocument", "xl/workbook.xml"));
            Write(archive, "xl/_rels/workbook.xml.rels", xml => WriteRelation(xml, OfficeRelations + "/worksheet", "worksheets/sheet1.xml"));
            Write(archive, "xl/workbook.xml", xml =>
            {
                xml.WriteStartElement("workbook", Sheet);
                xml.WriteStartElement("sheets", Sheet);
                xml.WriteStartElement("sheet", Sheet);
                xml.WriteAttributeString("name", NameOf(sheetName));
                xml.WriteAttributeString("sheetId", "1");
                xml.WriteAttributeString("r", "id", OfficeRelations, "r1");
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            });
            Write(archive, "xl/worksheets/sheet1.xml", xml => WriteSheet(xml, rows));
        }

        return bytes.ToArray();
    }

    private static void WriteSheet(XmlWriter xml, IEnumerable<IReadOnlyList<string>> rows)
    {
        xml.WriteStartElement("worksheet", Sheet);
        xml.WriteStartElement("sheetData", Sheet);
        foreach (var row in rows)
        {
            xml.WriteStartElement("row", Sheet);
            foreach (var cell in row)
            {
                xml.WriteStartElement("c", Sheet);
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Sheet);
                xml.WriteStartElement("t", Sheet);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(TableText.Defuse(cell));
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteRelation(XmlWriter xml, string type, string target)
    {
        xml.WriteStartElement("Relationships", Relations);
        WriteEmpty(xml, "Relationship", Relations, ("Id", "r1"), ("Type", type), ("Target", target));
        xml.WriteEndElement();
    }

    private static void WriteEmpty(XmlWriter xml, string name, string space, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name, space);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    private static void Write(ZipArchive archive, string path, Action<XmlWriter> write)
    {
        using var part = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        using var xml = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        write(xml);
    }

    /// <summary>A name that a sheet may have: at most 31 characters, none of those that mean something in references.</summary>
    private static string NameOf(string name)
    {
        var allowed = string.Concat(name.Where(letter => !@"[]:*?/\'".Contains(letter, StringComparison.Ordinal)));
        return allowed.Length switch { 0 => "1", > 31 => allowed[..31], _ => allowed };
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(NeedingQuotes) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
