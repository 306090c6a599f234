using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Rotunda.Modules.Translation.Interchange.Tbx;
using Rotunda.Modules.Translation.Interchange.Tmx;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Interchange.Xml;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Interchange;

/// <summary>Files that nobody's tool writes: each is refused with a reason, and none ends in an exception.</summary>
public sealed class HostileFileTests
{
    private const string Sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ru" trgLang="zh-Hans" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">
          <file id="f1"><mda:metadata><mda:metaGroup><mda:meta type="job">1</mda:meta></mda:metaGroup></mda:metadata>
            <unit id="u1"><originalData><data id="d1">*</data></originalData>
              <segment id="s1" state="translated"><source>Съезд <pc id="c1" dataRefStart="d1" dataRefEnd="d1">вузов</pc></source><target><pc id="c1" dataRefStart="d1" dataRefEnd="d1">院校</pc>大会</target></segment>
            </unit>
          </file>
        </xliff>
        """;

    [Fact]
    public void The_sample_itself_is_accepted() => Assert.Null(XliffReader.Check(Bytes(Sample)));

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Sample);
        var whole = Sample.TrimEnd().Length;

        for (var length = 0; length < bytes.Length - 1; length++)
            Assert.NotNull(XliffReader.Check(new MemoryStream(bytes, 0, length)));
        Assert.Equal(Sample.Length, whole);
    }

    [Fact]
    public void Bytes_changed_at_random_never_end_in_an_exception()
    {
        var bytes = Encoding.UTF8.GetBytes(Sample);

        Prop.ForAll(Gen.Choose(0, bytes.Length - 1).Zip(Gen.Choose(0, 255)).NonEmptyListOf().ToArbitrary(), changes =>
        {
            var changed = bytes.ToArray();
            foreach (var (place, value) in changes.Take(4)) changed[place] = (byte)value;

            return new[] { XliffReader.Check(new MemoryStream(changed)), XliffReturn.Read(new MemoryStream(changed)).Fault, TmxReader.Read(new MemoryStream(changed), _ => { }), TbxReader.Read(new MemoryStream(changed), _ => { }) }
                .All(fault => fault is null or { Line: > 0, Reason.Length: > 0 });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_text_in_very_many_pieces_is_read_once_and_not_once_for_each()
    {
        const int Pieces = 400_000;
        var text = new StringBuilder("<source>").Insert("<source>".Length, "<![CDATA[a]]>", Pieces).Append("</source>").ToString();

        var (file, fault) = XliffReturn.Read(Bytes(Unit(text, "")));

        Assert.Null(fault);
        Assert.Equal(Pieces, Assert.Single(file!.Segments).Source.Length);
    }

    [Fact]
    public void Codes_that_all_name_one_long_piece_of_data_make_no_segment_without_end()
    {
        var codes = string.Concat(Enumerable.Range(0, 5000).Select(number => $"<ph id=\"c{number}\" dataRef=\"d1\"/>"));

        var (file, fault) = XliffReturn.Read(Bytes(Unit($"<source>{codes}</source>", $"<originalData><data id=\"d1\">{new string('x', 100_000)}</data></originalData>")));

        Assert.Null(fault);
        Assert.InRange(Assert.Single(file!.Segments).Source.Length, 100_000, 200_000);
    }

    private static string Unit(string content, string data) => $"""
        <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ru" trgLang="zh-Hans"><file id="f1"><unit id="r{Guid.CreateVersion7():N}">{data}<segment id="s1">{content}</segment></unit></file></xliff>
        """;

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "A unit has more than 100 «tuv».")]
    public void A_unit_of_which_each_variant_is_paired_with_each_has_an_end(int variants, string? reason)
    {
        var tuv = string.Concat(Enumerable.Range(0, variants).Select(number => $"<tuv xml:lang=\"en\"><seg>{number}</seg></tuv>"));
        var file = $"<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"block\" o-tmf=\"t\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/><body><tu>{tuv}</tu></body></tmx>";

        Assert.Equal(reason, TmxReader.Read(Bytes(file), _ => { })?.Reason);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("iso-8859-1")]
    public void Another_encoding_than_the_declared_one_is_refused(string encoding) =>
        Assert.NotNull(XliffReader.Check(new MemoryStream(Encoding.GetEncoding(encoding).GetBytes(Sample.Replace("вузов", "universitäts", StringComparison.Ordinal)))));

    [Fact]
    public void An_encoding_that_is_declared_is_read() => Assert.Null(XliffReader.Check(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Sample.Replace("UTF-8", "UTF-16", StringComparison.Ordinal))])));

    [Fact]
    public void A_document_type_is_refused_before_any_entity_is_looked_at()
    {
        const string Laughs = """
            <?xml version="1.0"?>
            <!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/hostname">]>
            <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"><file id="f"><unit id="u"><segment><source>&c;&x;</source></segment></unit></file></xliff>
            """;

        Assert.Contains("DTD", XliffReader.Check(Bytes(Laughs))!.Reason, StringComparison.Ordinal);
        Assert.NotNull(TmxReader.Read(Bytes(Laughs.Replace("<xliff", "<tmx", StringComparison.Ordinal)), _ => { }));
    }

    [Theory]
    [InlineData("<pc id=\"x{0}\">", "</pc>", 20_000)]
    [InlineData("<my:a xmlns:my=\"urn:my\">", "</my:a>", 200_000)]
    public void Elements_nested_without_end_are_refused(string open, string close, int depth)
    {
        var nested = new StringBuilder();
        for (var i = 0; i < depth; i++) nested.AppendFormat(null, open, i);
        nested.Append("text").Insert(nested.Length, close, depth);

        var fault = XliffReader.Check(Bytes(Sample.Replace("вузов", nested.ToString(), StringComparison.Ordinal)));

        Assert.Equal("Elements are nested more than 100 deep.", fault!.Reason);
    }

    [Fact]
    public void Groups_nested_without_end_are_refused()
    {
        var open = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<group id=\"g{i}\">"));

        Assert.Equal("Groups are nested too deep.", XliffReader.Check(Bytes(Sample.Replace("<unit ", open + "<unit ", StringComparison.Ordinal)))!.Reason);
    }

    [Fact]
    public void A_huge_attribute_and_a_huge_unit_are_refused()
    {
        Assert.Contains("longer than", XliffReader.Check(Bytes(Sample.Replace("id=\"u1\"", $"id=\"{new string('u', 1_000_000)}\"", StringComparison.Ordinal)))!.Reason, StringComparison.Ordinal);
        Assert.Contains("characters", XliffReader.Check(Bytes(Sample.Replace("вузов", new string('в', 9_000_000), StringComparison.Ordinal)))!.Reason, StringComparison.Ordinal);
        Assert.Contains("elements", XliffReader.Check(Bytes(Sample.Replace("вузов", string.Concat(Enumerable.Repeat("<cp hex=\"0001\"/>", 120_000)), StringComparison.Ordinal)))!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_faults_name_the_line_at_which_they_stand()
    {
        var fault = XliffReader.Check(Bytes(Sample.Replace("state=\"translated\"", "state=\"done\"", StringComparison.Ordinal)));

        Assert.Equal(new FileFault(5, "The attribute «state» of «segment» is «done», not one of initial, translated, reviewed, final."), fault);
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
