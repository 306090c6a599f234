using System.Text;
using NodaTime;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Texts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Interchange;

/// <summary>What is handed out as XLIFF, and what other tools make of it.</summary>
public sealed class XliffRoundTripTests
{
    private static readonly XliffJob Job = new(Guid.Parse("0197a000-0000-7000-8000-000000000001"), "ru", "zh-Hans", Instant.FromUtc(2022, 7, 8, 9, 0));

    private static readonly XliffSegment Title = new(
        Guid.Parse("0197a000-0000-7000-8000-000000000003"), "Title", "Открылась *четвёртая* конференция [АТУРК](page:about) & друзей", "第四届*年会*开幕\u0001", TranslationState.Reviewed, IsMachineMade: false,
        [new XliffMatch("Открылась **третья** конференция", "第三届年会开幕", 84)], [new XliffTerm("конференция", ["年会"], null), new XliffTerm("устав", [], "только о вузе")], ["Не забудьте кавычки <«ёлочки»>"]);

    private static readonly XliffSegment Untouched = new(Guid.Parse("0197a000-0000-7000-8000-000000000004"), "Paragraph", "Второй  абзац", null, TranslationState.Initial, IsMachineMade: false, [], [], []);

    [Fact]
    public void What_is_written_holds_to_the_standard_and_comes_back_as_it_was()
    {
        var file = Write(Title, Untouched);

        Assert.Null(XliffReader.Check(new MemoryStream(file)));
        var (read, fault) = XliffReturn.Read(new MemoryStream(file));
        Assert.Null(fault);
        Assert.Equal((new XliffHead("ru", "zh-Hans"), 2, 0), (read!.Head, read.Segments.Count, read.Foreign.Count));
        Assert.Equal(
            (Job.Id, Title.SegmentId, Title.Source, "第四届*年会*开幕", TranslationState.Reviewed, false),
            (read.Segments[0].JobId!.Value, read.Segments[0].SegmentId, read.Segments[0].Source, read.Segments[0].Target, read.Segments[0].State, read.Segments[0].IsMachineMade));
        Assert.Equal(SegmentText.HashOf(Title.Source), read.Segments[0].SourceHash);
        Assert.Equal(SegmentText.HashOf(Title.Target!), read.Segments[0].TargetHash);
        Assert.Equal((null, null, TranslationState.Initial), (read.Segments[1].Target, read.Segments[1].TargetHash, read.Segments[1].State));
    }

    [Fact]
    public void A_target_of_another_tool_is_read_with_its_codes_moved_split_and_resegmented()
    {
        var file = Encoding.UTF8.GetString(Write(Title with { Target = null, Matches = [], Terms = [], Notes = [] }));
        var source = file[file.IndexOf("<source>", StringComparison.Ordinal)..(file.IndexOf("</source>", StringComparison.Ordinal) + "</source>".Length)];
        var edited = file.Replace(" state=\"initial\"", " state=\"translated\"", StringComparison.Ordinal).Replace(
            source,
            source + "\n        <target>\n          <pc id=\"c2\" type=\"link\" dataRefStart=\"d2\" dataRefEnd=\"d3\">ASRTU</pc>第<sc id=\"c1\" type=\"fmt\" subType=\"xlf:i\"/>四<ec startRef=\"c1\"/>届年会开幕\n        </target>\n",
            StringComparison.Ordinal);

        var (read, fault) = XliffReturn.Read(new MemoryStream(Encoding.UTF8.GetBytes(edited)));

        Assert.Null(fault);
        Assert.Equal(("[ASRTU](page:about)第*四*届年会开幕", TranslationState.Translated), (read!.Segments[0].Target, read.Segments[0].State));
    }

    [Fact]
    public void A_unit_that_was_cut_is_one_segment_again()
    {
        var file = Encoding.UTF8.GetString(Write(Untouched)).Replace(
            "<segment id=\"s1\" state=\"initial\"><source>Второй  абзац</source></segment>",
            "<segment id=\"s1\" state=\"final\"><source>Второй</source><target>第二</target></segment><ignorable><source>  </source><target/></ignorable><segment state=\"translated\"><source>абзац</source><target>段</target></segment>",
            StringComparison.Ordinal);

        var (read, fault) = XliffReturn.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)));

        Assert.Null(fault);
        Assert.Equal(("Второй  абзац", "第二段", TranslationState.Translated), (read!.Segments[0].Source, read.Segments[0].Target, read.Segments[0].State));
    }

    private static byte[] Write(params XliffSegment[] segments)
    {
        using var stream = new MemoryStream();
        XliffWriter.Write(stream, Job, [new XliffText(Guid.Parse("0197a000-0000-7000-8000-000000000002"), "Открылась конференция", segments)]);
        return stream.ToArray();
    }
}
