using System.IO.Compression;
using System.Text;
using Rotunda.Modules.Translation.Intake;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Intake;

/// <summary>Files of Word become known blocks; hostile ones are refused without harm.</summary>
public sealed class WordTextTests
{
    private const string Names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
        + "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"";

    /// <summary>A small .docx around the body of a document.</summary>
    internal static byte[] Docx(string body, params (string Name, byte[] Content)[] more)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("word/document.xml", Encoding.UTF8.GetBytes(body.StartsWith("<?xml", StringComparison.Ordinal) ? body : $"<w:document {Names}><w:body>{body}</w:body></w:document>"));
            foreach (var (name, content) in more) Add(name, content);

            void Add(string name, byte[] content)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }

    internal static (string Name, byte[] Content) Part(string name, string xml) => (name, Encoding.UTF8.GetBytes(xml));

    private static (FoundText? Text, string? FaultKey) Read(byte[] file) => WordText.Read(new MemoryStream(file));

    [Fact]
    public void Headings_lists_emphasis_links_tables_and_pictures_are_read()
    {
        var (text, fault) = Read(Docx(
            """
            <w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>Заголовок</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space="preserve">Text with </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r><w:r><w:t xml:space="preserve">, </w:t></w:r><w:hyperlink r:id="rId1"><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> and CO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>.</w:t></w:r></w:ins></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>Point</w:t></w:r></w:p>
            <w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="合影"/><a:graphic><a:graphicData><a:blip r:embed="rId2"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
            """,
            Part("word/styles.xml", $"<w:styles {Names}><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"),
            Part("word/numbering.xml", $"<w:numbering {Names}><w:abstractNum w:abstractNumId=\"0\"><w:lvl><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"),
            Part("word/_rels/document.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" TargetMode=\"External\" Target=\"https://example.org/?utm_source=w\"/><Relationship Id=\"rId2\" Target=\"media/image1.png\"/></Relationships>"),
            ("word/media/image1.png", [1, 2, 3])));

        Assert.Null(fault);
        Assert.Equal(
            "## Заголовок\n\nText with **bold**, [a link](https://example.org/) and CO₂.\n\n1. One\n\n- Point\n\n![合影](file:x)\n\n| A | B |\n| --- | --- |\n| 1 | 2 |", text!.ToMarkdown(_ => "file:x"));
        Assert.Equal([1, 2, 3], Assert.Single(text.Pictures).Content);
        Assert.Equal(["del"], text.Dropped);
    }

    [Fact]
    public void Pictures_that_lie_elsewhere_are_not_fetched()
    {
        var (text, _) = Read(Docx(
            "<w:p><w:r><w:t>a</w:t><w:drawing><a:blip r:embed=\"rId1\"/><a:blip r:link=\"rId1\"/><a:blip r:embed=\"rId2\"/></w:drawing></w:r></w:p>",
            Part("word/_rels/document.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" TargetMode=\"External\" Target=\"http://127.0.0.1:1/x.png\"/><Relationship Id=\"rId2\" Target=\"../../etc/passwd\"/></Relationships>")));

        Assert.Equal("a", text!.ToMarkdown());
        Assert.Empty(text.Pictures);
        Assert.Equal(["picture"], text.Dropped);
    }

    [Fact]
    public void Entities_are_refused_and_never_expanded()
    {
        Assert.Equal("fault.intake-docx", Read(Docx($"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document {Names}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>")).FaultKey);
        Assert.Equal("fault.intake-docx", Read(Docx($"<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\"><w:document {Names}><w:body/></w:document>")).FaultKey);
    }

    [Fact]
    public void Deep_nesting_is_refused_where_recursion_would_end_the_process()
    {
        var open = string.Concat(Enumerable.Repeat("<w:sdt><w:sdtContent>", 100_000));

        Assert.Equal("fault.intake-large", Read(Docx(open + string.Concat(Enumerable.Repeat("</w:sdtContent></w:sdt>", 100_000)))).FaultKey);
    }

    [Fact]
    public void A_bomb_is_refused_by_what_it_would_unpack_to()
    {
        var spaces = new byte[IntakeLimits.LargestPart + 1];
        Array.Fill(spaces, (byte)' ');

        var file = Docx("<w:p/>", ("word/styles.xml", spaces));

        Assert.True(file.Length < 100_000);
        Assert.Equal("fault.intake-large", Read(file).FaultKey);
        Assert.Equal("fault.intake-large", Read(Docx("<w:p/>", [.. Enumerable.Range(0, IntakeLimits.MostParts).Select(i => ($"x/{i}", Array.Empty<byte>()))])).FaultKey);
    }

    [Fact]
    public void Truncated_and_foreign_files_are_no_documents()
    {
        var whole = Docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>");

        for (var length = 0; length < whole.Length; length += 7) Assert.Equal("fault.intake-docx", Read(whole[..length]).FaultKey);
        Assert.Equal("fault.intake-docx", Read("PK\u0003\u0004 nothing"u8.ToArray()).FaultKey);
        Assert.Equal("fault.intake-macros", Read(Docx("<w:p/>", ("word/vbaProject.bin", [1]))).FaultKey);
    }
}
