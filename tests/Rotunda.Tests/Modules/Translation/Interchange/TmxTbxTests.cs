using System.Text;
using NodaTime;
using Rotunda.Modules.Translation.Interchange.Tbx;
using Rotunda.Modules.Translation.Interchange.Tmx;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Interchange;

/// <summary>Translation memories and termbases of other tools, and our own for them.</summary>
public sealed class TmxTbxTests
{
    private const string Tmx = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE tmx SYSTEM "tmx14.dtd">
        <tmx version="1.4"><header creationtool="OmegaT" creationtoolversion="6" segtype="sentence" o-tmf="OmegaT TMX" adminlang="EN-US" srclang="ru" datatype="plaintext"/>
        <body>{0}</body></tmx>
        """;

    private const string Unit = "<tu changedate=\"20220708T090000Z\"><tuv xml:lang=\"ru\"><seg>{0}</seg></tuv><tuv xml:lang=\"zh-CN\"><seg>年会</seg></tuv></tu>";

    [Fact]
    public void A_memory_comes_back_as_it_was_written()
    {
        var unit = new TmxUnit(0, "ru", [new TmxVariant("ru", "Открылась *четвёртая* [конференция](page:about) за 5 & 6"), new TmxVariant("zh-Hans", "第四届**年会**开幕 <https://asrtu.example>")], "ab12", Instant.FromUtc(2022, 7, 8, 9, 0));
        using var stream = new MemoryStream();
        using (var writer = new TmxWriter(stream, "ru")) writer.Write(unit);

        var (read, fault) = ReadTmx(Encoding.UTF8.GetString(stream.ToArray()));

        Assert.Null(fault);
        Assert.Equal(unit.Variants, Assert.Single(read).Variants);
        Assert.Equal(("ru", "ab12", unit.At), (read[0].SourceLanguage, read[0].Context, read[0].At));
    }

    [Theory]
    [InlineData("<bpt i=\"1\">&lt;b&gt;</bpt>Открытие<ept i=\"1\">&lt;/b&gt;</ept> форума", "**Открытие** форума")]
    [InlineData("<bpt i=\"1\" type=\"italic\">{\\i </bpt>Открытие<ept i=\"1\">}</ept>", "*Открытие*")]
    [InlineData("<bpt i=\"1\">&lt;a href=\"https://hit.example/a\"&gt;</bpt>ХПУ<ept i=\"1\">&lt;/a&gt;</ept>", "[ХПУ](https://hit.example/a)")]
    [InlineData("<it pos=\"begin\">&lt;u&gt;</it>Раз<ph>&lt;br/&gt;</ph><hi type=\"term\">два</hi>", "Раздва")]
    public void Codes_of_other_tools_are_kept_where_they_mean_something_here(string segment, string expected)
    {
        var (read, fault) = ReadTmx(Tmx.Replace("{0}", Unit.Replace("{0}", segment, StringComparison.Ordinal), StringComparison.Ordinal));

        Assert.Null(fault);
        Assert.Equal((expected, Instant.FromUtc(2022, 7, 8, 9, 0)), (read[0].Variants[0].Text, read[0].At));
    }

    [Theory]
    [InlineData("<tu><tuv xml:lang=\"ru\"><seg><bpt i=\"1\">x</bpt>a</seg></tuv></tu>", "has no «ept»")]
    [InlineData("<tu><tuv xml:lang=\"ru\"><seg>a<ept i=\"1\">x</ept></seg></tuv></tu>", "has no «bpt»")]
    [InlineData("<tu><tuv><seg>a</seg></tuv></tu>", "lacks «xml:lang»")]
    [InlineData("<tu><tuv xml:lang=\"r u\"><seg>a</seg></tuv></tu>", "not a language tag")]
    [InlineData("<tu><tuv xml:lang=\"ru\"/></tu>", "exactly one «seg»")]
    [InlineData("<tu/>", "at least one «tuv»")]
    [InlineData("<tu><tuv xml:lang=\"ru\"><seg><script>a</script></seg></tuv></tu>", "may not stand in a segment")]
    [InlineData("<unit/>", "«tu» is expected")]
    [InlineData("&entity;", "not well-formed")]
    public void A_faulty_memory_is_refused_with_its_line(string body, string reason)
    {
        var (_, fault) = ReadTmx(Tmx.Replace("{0}", body, StringComparison.Ordinal));

        Assert.Equal(4, fault!.Line);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_termbase_comes_back_as_it_was_written()
    {
        var concept = new TbxConcept(0, "c1", "governance", "Two units chair in turn", [
            new TbxTerm("en", "rotating chair unit", TermUse.Preferred, ["rotating chair"], null), new TbxTerm("en", "duty chair", TermUse.Forbidden, [], "of the old site"), new TbxTerm("ru", "ротационный сопредседатель", TermUse.Preferred, [], null),
        ]);
        using var stream = new MemoryStream();
        TbxWriter.Write(stream, [concept]);

        var (read, fault) = ReadTbx(Encoding.UTF8.GetString(stream.ToArray()));

        Assert.Null(fault);
        Assert.Equal(("c1", concept.Subject, concept.Definition), (read[0].Id, read[0].Subject, read[0].Definition));
        Assert.Equal(concept.Terms.Select(Line), read[0].Terms.Select(Line));

        static string Line(TbxTerm term) => $"{term.Language}|{term.Text}|{term.Use}|{string.Join(',', term.Forms)}|{term.Note}";
    }

    [Theory]
    [InlineData("""
        <tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body>
        <conceptEntry id="c5"><min:subjectField>astronomy</min:subjectField><langSec xml:lang="en"><basic:definition>A star</basic:definition><termSec><term>nova</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec></langSec></conceptEntry></body></text></tbx>
        """)]
    [InlineData("""
        <martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader><text><body>
        <termEntry id="c5"><descripGrp><descrip type="subjectField">astronomy</descrip></descripGrp><descrip type="definition">A star</descrip><langSet xml:lang="en"><tig><term>nova</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig></langSet></termEntry></body></text></martif>
        """)]
    public void Both_styles_and_the_older_form_are_read(string file)
    {
        var (read, fault) = ReadTbx(file);

        Assert.Null(fault);
        Assert.Equal(("c5", "astronomy", "A star", "nova", TermUse.Admitted), (read[0].Id, read[0].Subject, read[0].Definition, read[0].Terms[0].Text, read[0].Terms[0].Use));
    }

    [Theory]
    [InlineData("<tmx/>", "neither")]
    [InlineData("<tbx type=\"TBX-Basic\"><text/></tbx>", "no «body»")]
    [InlineData("<tbx type=\"TBX-Basic\"><text><body><conceptEntry id=\"a\"/></body></text></tbx>", "at least one term")]
    [InlineData("<tbx type=\"TBX-Basic\"><text><body><conceptEntry id=\"a\"><langSec><termSec><term>a</term></termSec></langSec></conceptEntry></body></text></tbx>", "lacks «xml:lang»")]
    [InlineData("<tbx type=\"TBX-Basic\"><text><body><conceptEntry id=\"a\"><langSec xml:lang=\"en\"><termSec><term> </term></termSec></langSec></conceptEntry></body></text></tbx>", "empty")]
    public void A_faulty_termbase_is_refused(string file, string reason) => Assert.Contains(reason, ReadTbx(file).Fault!.Reason, StringComparison.Ordinal);

    private static (List<TmxUnit> Units, Rotunda.Modules.Translation.Interchange.Xml.FileFault? Fault) ReadTmx(string file)
    {
        var units = new List<TmxUnit>();
        return (units, TmxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), units.Add));
    }

    private static (List<TbxConcept> Concepts, Rotunda.Modules.Translation.Interchange.Xml.FileFault? Fault) ReadTbx(string file)
    {
        var concepts = new List<TbxConcept>();
        return (concepts, TbxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), concepts.Add));
    }
}
