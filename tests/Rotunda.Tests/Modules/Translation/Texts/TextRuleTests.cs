using System.Text.Json;
using System.Text.Json.Nodes;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Texts;

/// <summary>Rules of texts that need no database: alignment, makers, approval, credits, readiness, frozen texts, Markdown.</summary>
public sealed class TextRuleTests
{
    private static readonly Guid Author = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Translator = new("00000000-0000-7000-8000-000000000002");
    private static readonly Guid Reviewer = new("00000000-0000-7000-8000-000000000003");
    private static readonly Guid Editor = new("00000000-0000-7000-8000-000000000004");

    [Fact]
    public void Makers_of_a_wording_are_those_of_its_words_however_often_it_was_put_back()
    {
        List<TextChange> record =
        [
            Change(ChangeKind.Written, Author, "The rectors of both sides met in Kazan."), Change(ChangeKind.Written, Translator, "北京大学举行年会。"),
            Change(ChangeKind.Restored, Editor, "The rectors of both sides met in Kazan."), Change(ChangeKind.Written, Reviewer, "The rectors of both sides met in Kazan in May."),
            Change(ChangeKind.Written, Translator, "年会在北京举行。"),
        ];

        Assert.Equal([Author, Reviewer], Makership.Of(record, SegmentText.HashOf("The rectors of both sides met in Kazan in May.")));
        Assert.Equal([Author], Makership.Of(record, SegmentText.HashOf("The rectors of both sides met in Kazan.")));
        Assert.Equal([Translator], Makership.Of(record, SegmentText.HashOf("年会在北京举行。")));
        Assert.Empty(Makership.Of(record, SegmentText.HashOf("Words that nobody wrote.")));

        // A machine's words are nobody's, and survive as a person's do
        record = [Change(ChangeKind.Proposed, null, "The rectors met in Kazan in May."), Change(ChangeKind.Written, Author, "The rectors met in Kazan in June.")];
        var (makers, words, isMachine) = Makership.Last(record);
        Assert.Equal(("The rectors met in Kazan in June.", true), (words, isMachine));
        Assert.Equal([Author], makers);
        Assert.False(Makership.Last([.. record, Change(ChangeKind.Written, Author, "北京大学举行年会。")]).IsMachine);
        Assert.True(Makership.Last([.. record, Change(ChangeKind.Written, Author, "北京大学举行年会。"), Change(ChangeKind.Restored, Editor, "The rectors met in Kazan in June.")]).IsMachine);

        static TextChange Change(ChangeKind kind, Guid? account, string text) => new() { Kind = kind, AccountId = account, Language = "en", Text = text, Hash = SegmentText.HashOf(text) };
    }

    [Fact]
    public void Blocks_keep_their_identity_when_they_move_are_reworded_or_others_come_and_go()
    {
        string[] before = ["The first paragraph.", "The second paragraph of the text.", "The third one.", "The fourth one, longer."];

        Assert.Equal([0, 1, 2, 3], BlockAlignment.Align(before, before));
        Assert.Equal([2, 0, 1, 3], BlockAlignment.Align(before, ["The third one.", "The first paragraph.", "The second paragraph of the text.", "The fourth one, longer."]));
        Assert.Equal([0, 1, -1, 2, 3], BlockAlignment.Align(before, ["The first paragraph.", "The second paragraph of this text.", "北京大学举行年会。", "The third one.", "The fourth one, longer."]));
        Assert.Equal([0, 2, 3], BlockAlignment.Align(before, ["The first paragraph.", "The third one.", "The fourth one, longer."]));
        Assert.Equal([0, 1], BlockAlignment.Align(["Same.", "Same."], ["Same.", "Same."]));
        Assert.Equal([-1], BlockAlignment.Align([], ["New."]));
        // Moved and reworded at once: much alike, so it is the same; hardly alike, so it is new
        Assert.Equal([3, 0, 1, 2], BlockAlignment.Align(before, ["The fourth one, much longer.", "The first paragraph.", "The second paragraph of the text.", "The third one."]));
        Assert.Equal([-1, 0, 1, 2], BlockAlignment.Align(before, ["Something else.", "The first paragraph.", "The second paragraph of the text.", "The third one."]));
    }

    [Fact]
    public void Words_that_survive_keep_their_maker_and_a_new_wording_has_one_maker_alone()
    {
        Assert.Equal([Translator], Makership.After([], "", "Конференция прошла в Москве", Translator));
        Assert.Equal([Translator, Reviewer], Makership.After([Translator], "Конференция прошла в Москве", "Конференция прошла в городе Москве", Reviewer));
        Assert.Equal([Reviewer], Makership.After([Translator], "Конференция прошла в Москве", "Ректоры собрались на форум", Reviewer));
        Assert.Equal([Reviewer, Translator], Makership.After([Translator, Reviewer], "Конференция прошла в Москве", "Конференция прошла в Москве.", Translator));
    }

    [Fact]
    public void Approval_is_of_the_words_that_were_seen_fresh_and_not_ones_own()
    {
        var source = SegmentText.Source("ru", "Форум");
        var text = SegmentText.TranslationOf(source, "en", "Forum", TranslationState.Translated);
        text.Makers = [Translator];
        SegmentText[] texts = [source, text];

        Assert.Equal(PutResult.Stored, Approval.Judge(text, texts, new SeenSegment(text.Hash), Reviewer, mayApprove: true, isOverridden: false));
        Assert.Equal(PutResult.Refused, Approval.Judge(text, texts, new SeenSegment(text.Hash), Reviewer, mayApprove: false, isOverridden: true));
        Assert.Equal(PutResult.OwnWork, Approval.Judge(text, texts, new SeenSegment(text.Hash), Translator, mayApprove: true, isOverridden: false));
        Assert.Equal(PutResult.Stored, Approval.Judge(text, texts, new SeenSegment(text.Hash), Translator, mayApprove: true, isOverridden: true));
        Assert.Equal(PutResult.Conflict, Approval.Judge(text, texts, new SeenSegment(SegmentText.HashOf("The forum")), Reviewer, mayApprove: true, isOverridden: false));
        text.State = TranslationState.Initial;
        Assert.Equal(PutResult.Invalid, Approval.Judge(text, texts, new SeenSegment(text.Hash), Reviewer, mayApprove: true, isOverridden: true));
        text.State = TranslationState.Translated;
        Assert.Equal(PutResult.SourceMoved, Approval.Judge(text, texts, new SeenSegment(text.Hash, SegmentText.HashOf("Съезд")), Reviewer, mayApprove: true, isOverridden: true));
        var chinese = SegmentText.TranslationOf(text, "zh", "论坛", TranslationState.Translated);
        Assert.Equal(PutResult.PivotOpen, Approval.Judge(chinese, [.. texts, chinese], new SeenSegment(chinese.Hash), Reviewer, mayApprove: true, isOverridden: false));
        Assert.Equal(PutResult.Stored, Approval.Judge(chinese, [.. texts, chinese], new SeenSegment(chinese.Hash), Reviewer, mayApprove: true, isOverridden: true));
        source.Hash = SegmentText.HashOf("Съезд");
        Assert.Equal(PutResult.Stale, Approval.Judge(text, texts, new SeenSegment(text.Hash), Reviewer, mayApprove: true, isOverridden: true));
    }

    [Fact]
    public void Credits_name_makers_of_surviving_words_and_approvers_and_the_author_everywhere()
    {
        var text = Text();
        Assert.Equal([(CreditKind.Author, Author), (CreditKind.Editor, Editor)], Credits.Of(text, "ru", Editor));
        Assert.Equal([(CreditKind.Author, Author), (CreditKind.Editor, Editor), (CreditKind.Translator, Translator), (CreditKind.Reviewer, Reviewer)], Credits.Of(text, "en", Editor));

        // Who translates an own text is its author and nothing else; who approved own work has not reviewed it
        foreach (var english in text.Segments.Select(segment => segment.In("en")!)) (english.Makers, english.ApprovedBy) = ([Author], Author);
        Assert.Equal([(CreditKind.Author, Author)], Credits.Of(text, "en", Author));
    }

    [Fact]
    public void Readiness_counts_what_is_missing_unfinished_and_stale()
    {
        var text = Text();
        Assert.True(Readiness.Of(text, "en").IsReady);
        Assert.Equal(new Readiness(2, 2, 0, 0, 1, 0), Readiness.Of(text, "zh"));

        var image = new Block { Id = Guid.CreateVersion7(), Order = 0, Kind = BlockKind.Image, Target = $"file:{new string('a', 64)}/hall.jpg", OnlyIn = "en" };
        text.Blocks.Add(image);
        text.Segments.Add(new Segment { Id = Guid.CreateVersion7(), BlockId = image.Id, Field = SegmentField.Alternative });
        Assert.Equal(new Readiness(3, 1, 0, 0, 1, 2), Readiness.Of(text, "en"));
        Assert.Equal(2, Readiness.Of(text, "zh").Segments);

        text.Segments[0].In("ru")!.Hash = SegmentText.HashOf("Другой заголовок");
        text.Segments[0].In("en")!.State = TranslationState.Translated;
        Assert.Equal(new Readiness(3, 1, 1, 1, 1, 1), Readiness.Of(text, "en"));
    }

    [Fact]
    public void Frozen_text_keeps_no_trace_of_later_edits_and_leaves_out_what_a_language_omits()
    {
        var text = Text();
        var json = FrozenText.Of(text, "en").ToJson();
        text.Segments[0].In("en")!.Text = "Something else";

        var frozen = FrozenText.Read(FrozenText.Schema, json);

        Assert.Equal("The title", frozen.Title);
        Assert.Equal(["ru"], frozen.FromLanguages);
        Assert.Equal("", FrozenText.Of(text, "zh").Title);
        // A picture without a caption stands in every language; its alternative text is never another language's
        Assert.Null(Assert.Single(FrozenText.Of(text, "zh").Blocks).Alternative);
    }

    [Fact]
    public void Frozen_text_of_an_older_shape_is_upgraded_and_of_a_newer_one_refused()
    {
        Func<JsonObject, JsonObject>[] steps = [document => { document["title"] = document["heading"]!.GetValue<string>(); document.Remove("heading"); return document; }];
        const string old = """{"heading":"T","deck":"","description":"","blocks":[],"fromLanguages":[],"usesMachine":false}""";

        Assert.Equal("T", FrozenText.Read(1, old, steps).Title);
        Assert.Equal("N", FrozenText.Read(2, old.Replace("heading\":\"T", "title\":\"N", StringComparison.Ordinal), steps).Title);
        Assert.Throws<JsonException>(() => FrozenText.Read(3, old, steps));
        Assert.Throws<JsonException>(() => FrozenText.Read(FrozenText.Schema + 1, old));
    }

    [Fact]
    public void Markdown_of_every_kind_of_block_reads_back_as_the_same_blocks()
    {
        var file = $"file:{new string('0', 64)}/hall (1).jpg";
        MarkdownBlock[] blocks =
        [
            new(BlockKind.Paragraph, 0, "A **bold** word and [UPC](institution:upc).", 1), new(BlockKind.Heading, 2, "Heading", 1), new(BlockKind.ListItem, 0, "one", 1), new(BlockKind.ListItem, 0, "two", 1),
            new(BlockKind.NumberedItem, 0, "first", 1), new(BlockKind.NumberedItem, 0, "second", 1), new(BlockKind.Quote, 0, "Quoted.", 1),
            new(BlockKind.Image, 0, "The \"hall\" \\ today", 1, file, "A hall [full]"), new(BlockKind.Attachment, 0, "Programme", 1, file),
            new(BlockKind.Embed, 0, "", 1, "edition:2022"), new(BlockKind.TableRow, 1, "Day | Place", 1), new(BlockKind.TableRow, 0, "10 June | a \\| b", 1), new(BlockKind.Paragraph, 0, MarkdownText.AtStart("1. not an item"), 1),
        ];
        var faults = new List<MarkdownFault>();

        var read = MarkdownText.Parse("x", MarkdownText.Write(blocks), faults).Blocks;

        Assert.Empty(faults);
        Assert.Equal(blocks, read.Select(block => block with { Line = 1 }));
    }

    private static TranslatedText Text()
    {
        var text = new TranslatedText { Id = Guid.CreateVersion7(), SourceLanguage = "ru", AuthorId = Author };
        var title = new Segment { Id = Guid.CreateVersion7(), Field = SegmentField.Title };
        var image = new Block { Id = Guid.CreateVersion7(), Order = 1, Kind = BlockKind.Image, Target = $"file:{new string('b', 64)}/a.jpg" };
        var alternative = new Segment { Id = Guid.CreateVersion7(), BlockId = image.Id, Field = SegmentField.Alternative };
        foreach (var (segment, russian, english) in new[] { (title, "Заголовок", "The title"), (alternative, "Зал", "A hall") })
        {
            var source = SegmentText.Source("ru", russian, Author);
            var target = SegmentText.TranslationOf(source, "en", english, TranslationState.Final);
            (target.Makers, target.ApprovedBy, target.ApprovedHash) = ([Translator], Reviewer, target.Hash);
            segment.Texts.AddRange([source, target]);
            text.Segments.Add(segment);
        }

        text.Blocks.Add(image);
        return text;
    }
}
