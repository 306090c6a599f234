using System.Net;
using Microsoft.EntityFrameworkCore;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>A translation may have fewer or more segments than its source, and an earlier revision comes back into the working copy.</summary>
public abstract class TargetShapeTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task Omitted_merged_and_added_segments_are_approved_and_published_like_others()
    {
        var (editor, translator, reviewer, name) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Свободный перевод", "Первый абзац.\n\nВторой абзац.\n\nТретий абзац.");
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["A free translation", "A deck.", "First and second paragraph.", "", ""], "save");
        var segments = await SegmentsAsync(translator, desk);
        await _steps.ActAsync(translator, desk, $"merge:{segments[3]}");
        await _steps.ActAsync(translator, desk, $"omit:{segments[4]}");
        await _steps.ActAsync(translator, desk, $"add:{segments[2]}");
        var added = Assert.Single(await SegmentsAsync(translator, desk), id => !segments.Contains(id));
        Assert.Equal(3, (await SegmentsAsync(translator, desk)).IndexOf(added));

        // What is empty is not done: it is written, or taken away again
        await _steps.ActAsync(translator, desk, "submit", [], HttpStatusCode.UnprocessableEntity);
        await _steps.ActAsync(translator, desk, $"done:{added}", [(await FieldAsync(translator, desk, added), "An explanation for readers abroad.")]);
        await _steps.ActAsync(translator, desk, "submit");
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", name);

        Assert.Equal(["First and second paragraph.", "An explanation for readers abroad."], await ShownAsync(name));
        var text = await _steps.TextAsync(article.TextId);
        Assert.Equal([SegmentShape.Own, SegmentShape.Own, SegmentShape.Own, SegmentShape.Merged, SegmentShape.Omitted], segments.Select(id => text.Segments.Single(segment => segment.Id == id).In("en")!.Shape));
        Assert.Null(text.Segments.Single(segment => segment.Id == added).In("ru"));
        Assert.Equal(3, (await editor.PageAsync($"/en/desk/articles/{article.Id}/ru/preview")).QuerySelectorAll(".prose p").Length);
        Assert.Equal(5, (await editor.PageAsync($"/en/desk/articles/{article.Id}/edit")).QuerySelector("[name=Markdown]")!.TextContent.Split('\n').Length);

        // A change of what was left out asks the translator again; an added block stays where it stood
        using (var rewritten = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Markdown", "Третий абзац, важный.\n\nПервый абзац.\n\nВторой абзац.")], "form[action$='handler=Source']")) Assert.Equal(HttpStatusCode.Found, rewritten.StatusCode);
        var page = await translator.PageAsync(desk);
        Assert.Equal(segments[4].ToString(), Assert.Single(page.QuerySelectorAll(".segment"), row => row.QuerySelector(".badge.stale") is not null).GetAttribute("data-segment"));
        Assert.Equal([segments[0], segments[1], segments[4], segments[2], added, segments[3]], await SegmentsAsync(translator, desk));
        await _steps.ActAsync(translator, desk, $"remove:{added}");
        Assert.DoesNotContain(added, await SegmentsAsync(translator, desk));
    }

    [Fact]
    public async Task Words_in_place_of_an_omission_are_a_translation_again()
    {
        var (editor, translator, _, _) = await PeopleAsync();
        var desk = await _steps.AskAsync(editor, await _steps.BeginAsync(editor, "Сначала пропущено"), "en");
        var segment = (await SegmentsAsync(translator, desk))[2];
        await _steps.ActAsync(translator, desk, $"omit:{segment}");
        await _steps.ActAsync(translator, desk, $"done:{segment}", [(await FieldAsync(translator, desk, segment), "The forum opens in Moscow.")]);

        await using var db = site.Db();
        var stored = await db.SegmentTexts.SingleAsync(text => text.SegmentId == segment && text.Language == "en", TestContext.Current.CancellationToken);
        Assert.Equal((SegmentShape.Own, "The forum opens in Moscow.", TranslationState.Translated), (stored.Shape, stored.Text, stored.State));
    }

    [Fact]
    public async Task Earlier_revision_of_a_translation_comes_back_to_be_approved_anew_and_readers_see_nothing_of_it()
    {
        var (editor, translator, reviewer, name) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Две редакции");
        var desk = await _steps.AskAsync(editor, article, "en");
        await PublishWordsAsync(["Two revisions", "A deck.", "The first wording.", "Second paragraph."]);
        await PublishWordsAsync(["Two revisions", "A deck.", "The second wording.", "Second paragraph."]);
        Assert.Equal("The second wording.", (await ShownAsync(name))[0]);

        using (var refused = await translator.GetAsync($"/en/desk/articles/{article.Id}/en/revisions/9")) Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using (var restored = await editor.PostAsync($"/en/desk/articles/{article.Id}/en/revisions/1", [])) Assert.Equal(HttpStatusCode.Found, restored.StatusCode);

        Assert.Equal("The second wording.", (await ShownAsync(name))[0]);
        var words = (await _steps.TextAsync(article.TextId)).Segments.Select(segment => segment.In("en")!).Where(text => text.Text.Contains("wording", StringComparison.Ordinal)).ToList();
        Assert.Equal(("The first wording.", TranslationState.Translated, false), (Assert.Single(words).Text, words[0].State, words[0].IsApproved));
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "");
        Assert.Equal("The first wording.", (await ShownAsync(name))[0]);
        // Whoever put them back did not make them
        Assert.Contains("translator", (await site.Visit().PageAsync($"/en/news/2026/{name}")).QuerySelectorAll(".credit-lines > span")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("editor", (await site.Visit().PageAsync($"/en/news/2026/{name}")).QuerySelectorAll(".credit-lines > span")[1].TextContent, StringComparison.Ordinal);

        async Task PublishWordsAsync(IReadOnlyList<string> written)
        {
            await _steps.TypeAsync(translator, desk, written, "save");
            await _steps.ActAsync(reviewer, desk, "approve-all");
            await _steps.PublishAsync(editor, article.Id, "en", name);
        }
    }

    [Fact]
    public async Task Earlier_revision_of_the_source_comes_back_in_its_own_blocks()
    {
        var (editor, translator, _, name) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Прежний источник " + name, "Абзац один.\n\nАбзац два.");
        await _steps.PublishAsync(editor, article.Id, "ru", name);
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["An earlier source", "A deck.", "Paragraph one.", "Paragraph two."], "save");
        var before = await _steps.TextAsync(article.TextId);
        using (var rewritten = await editor.PostAsync($"/en/desk/articles/{article.Id}/edit", [("Markdown", "Совсем другие слова.\n\nАбзац один.")], "form[action$='handler=Source']")) Assert.Equal(HttpStatusCode.Found, rewritten.StatusCode);

        using (var restored = await editor.PostAsync($"/en/desk/articles/{article.Id}/ru/revisions/1", [])) Assert.Equal(HttpStatusCode.Found, restored.StatusCode);

        var after = await _steps.TextAsync(article.TextId);
        Assert.Equal(["Абзац один.", "Абзац два."], after.Blocks.OrderBy(block => block.Order).Select(block => after.Segments.Single(segment => segment.BlockId == block.Id).In("ru")!.Text));
        Assert.Equal(before.Blocks.Single(block => block.Order == 0).Id, after.Blocks.Single(block => block.Order == 0).Id);
        Assert.True(after.Version > before.Version);
    }

    private async Task<(Visitor Editor, Visitor Translator, Visitor Reviewer, string Name)> PeopleAsync() =>
        (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"), "shape-" + Rotunda.Data.RowId.New().ToString("N")[^8..]);

    private static async Task<List<Guid>> SegmentsAsync(Visitor visitor, string desk) => [.. (await visitor.PageAsync(desk)).QuerySelectorAll(".segment").Select(row => Guid.Parse(row.GetAttribute("data-segment")!))];

    private static async Task<string> FieldAsync(Visitor visitor, string desk, Guid segment) => (await visitor.PageAsync(desk)).QuerySelector($".segment[data-segment='{segment}'] textarea")!.GetAttribute("name")!;

    private async Task<List<string>> ShownAsync(string slug) => [.. (await site.Visit().PageAsync($"/en/news/2026/{slug}")).QuerySelectorAll(".prose p").Select(paragraph => paragraph.TextContent)];
}

public sealed class TargetShapeTestsOnSqlite(CrowdSqliteSite site) : TargetShapeTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class TargetShapeTestsOnPostgres(CrowdPostgresSite site) : TargetShapeTests(site), IClassFixture<CrowdPostgresSite>;
