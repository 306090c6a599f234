using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Whoever has to mend a translation hears of it: after a publication, along the chain of languages, and while somebody reviews it.</summary>
public abstract class StaleQueueTests(Site site)
{
    private static int s_number;
    private readonly NewsroomSteps _steps = new(site);
    private readonly string _slug = $"queued-{Interlocked.Increment(ref s_number)}";

    [Fact]
    public async Task A_paragraph_added_after_the_publication_is_work_and_goes_to_review_again()
    {
        var (editor, translator, reviewer) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Дополненная новость " + _slug);
        var desk = await TranslatedAsync(editor, translator, reviewer, article, "en");
        Assert.DoesNotContain(article.TextId.ToString(), await QueueAsync(translator, "stale"), StringComparison.Ordinal);
        var before = await CountedAsync(translator);

        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Москве.\n\nВторой абзац.\n\nТретий абзац.");

        var stale = await QueueAsync(translator, "stale");
        Assert.Contains(article.TextId.ToString(), stale, StringComparison.Ordinal);
        Assert.Contains("something is missing", stale, StringComparison.Ordinal);
        Assert.Equal((before + 1, TaskStage.Translating), (await CountedAsync(translator), await StageAsync(article.TextId, "en")));
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "One.", "Two.", "Three."], "save");
        Assert.DoesNotContain(article.TextId.ToString(), await QueueAsync(translator, "stale"), StringComparison.Ordinal);
        await _steps.ActAsync(translator, desk, "submit");
        Assert.Contains(article.TextId.ToString(), await QueueAsync(reviewer, "mine") + await QueueAsync(reviewer, "free"), StringComparison.Ordinal);
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "");
        Assert.Equal(TaskStage.Done, await StageAsync(article.TextId, "en"));
    }

    [Fact]
    public async Task Chinese_made_from_english_is_stale_when_the_russian_source_changed()
    {
        var (editor, translator, reviewer) = await PeopleAsync();
        var (chinese, second) = (await _steps.SignInAsync("chinese", "translator", "pair:en-zh"), await _steps.SignInAsync("second", "text-reviewer", "language:zh"));
        var article = await _steps.BeginAsync(editor, "Цепочка языков " + _slug);
        var english = await TranslatedAsync(editor, translator, reviewer, article, "en");
        await TranslatedAsync(editor, chinese, second, article, "zh", "en");

        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Казани.\n\nВторой абзац.");

        Assert.Contains(article.TextId.ToString(), await QueueAsync(translator, "stale"), StringComparison.Ordinal);
        Assert.Contains(article.TextId.ToString(), await QueueAsync(chinese, "stale"), StringComparison.Ordinal);
        Assert.Equal((TaskStage.Translating, TaskStage.Translating), (await StageAsync(article.TextId, "en"), await StageAsync(article.TextId, "zh")));

        // The English is mended; the Chinese still waits, now for the English
        await _steps.TypeAsync(translator, english, ["Title", "A deck.", "One, mended.", "Two."], "save");
        await _steps.ActAsync(reviewer, english, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "");
        Assert.Equal((TaskStage.Done, TaskStage.Translating), (await StageAsync(article.TextId, "en"), await StageAsync(article.TextId, "zh")));
        Assert.DoesNotContain(article.TextId.ToString(), await QueueAsync(translator, "stale"), StringComparison.Ordinal);
        Assert.Contains(article.TextId.ToString(), await QueueAsync(chinese, "stale"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_of_the_language_between_reopens_what_was_made_from_it()
    {
        var (editor, translator, reviewer) = await PeopleAsync();
        var (chinese, second) = (await _steps.SignInAsync("chinese", "translator", "pair:en-zh"), await _steps.SignInAsync("second", "text-reviewer", "language:zh"));
        var article = await _steps.BeginAsync(editor, "Правка посредника " + _slug);
        var english = await TranslatedAsync(editor, translator, reviewer, article, "en");
        await TranslatedAsync(editor, chinese, second, article, "zh", "en");

        await _steps.TypeAsync(translator, english, ["Title", "A deck.", "One, corrected.", "Two."], "save");
        Assert.Contains(article.TextId.ToString(), await QueueAsync(chinese, "stale"), StringComparison.Ordinal);
        await _steps.ActAsync(reviewer, english, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "");

        Assert.Equal(TaskStage.Translating, await StageAsync(article.TextId, "zh"));
    }

    [Fact]
    public async Task What_is_published_although_something_is_missing_stays_work()
    {
        var (editor, translator, _) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Не всё переведено " + _slug);
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.ActAsync(translator, desk, "take");
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "One."], "save");
        using (var published = await editor.PostAsync($"/en/desk/articles/{article.Id}/en", [("Slug", _slug), ("OverrideNote", "It is urgent")], "form[action$='handler=Publish']")) Assert.Equal(HttpStatusCode.Found, published.StatusCode);

        Assert.Equal(TaskStage.Translating, await StageAsync(article.TextId, "en"));
        Assert.Contains(article.TextId.ToString(), await QueueAsync(translator, "stale"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_translator_hears_of_what_became_stale_while_somebody_reviews_it()
    {
        var (editor, translator, reviewer) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Правка во время редактуры " + _slug);
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.ActAsync(translator, desk, "take");
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "One.", "Two."], "save");
        await _steps.ActAsync(translator, desk, "submit");
        await _steps.ActAsync(reviewer, desk, "take");
        Assert.DoesNotContain(article.TextId.ToString(), await QueueAsync(translator, "stale") + await QueueAsync(translator, "mine"), StringComparison.Ordinal);

        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Казани.\n\nВторой абзац.");

        Assert.Contains(article.TextId.ToString(), await QueueAsync(translator, "stale"), StringComparison.Ordinal);
        Assert.Contains(article.TextId.ToString(), await QueueAsync(reviewer, "mine"), StringComparison.Ordinal);
        Assert.DoesNotContain(article.TextId.ToString(), await QueueAsync(reviewer, "stale"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_due_stands_first_and_the_longest_overdue_at_its_top()
    {
        var (editor, translator, _) = await PeopleAsync();
        var texts = new List<Guid>();
        foreach (var due in new Instant?[] { Instant.FromUtc(2026, 11, 24, 12, 0), Instant.FromUtc(2026, 11, 20, 12, 0), Instant.FromUtc(2027, 1, 1, 0, 0), null })
        {
            var article = await _steps.BeginAsync(editor, $"Срок {texts.Count} {_slug}");
            await _steps.ActAsync(translator, await _steps.AskAsync(editor, article, "en"), "take");
            await using var db = site.Db();
            await db.TranslationTasks.Where(task => task.TextId == article.TextId).ExecuteUpdateAsync(set => set.SetProperty(task => task.TranslateBy, due), TestContext.Current.CancellationToken);
            texts.Add(article.TextId);
        }

        var page = await translator.PageAsync("/en/desk/translations");
        var lines = page.QuerySelectorAll("#queue-due ~ ul li").Where(line => texts.Exists(text => line.InnerHtml.Contains(text.ToString(), StringComparison.Ordinal))).ToList();

        Assert.Equal([texts[1], texts[0]], lines.Select(line => texts.Single(text => line.InnerHtml.Contains(text.ToString(), StringComparison.Ordinal))));
        Assert.StartsWith("overdue since", lines[0].QuerySelector(".when")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("due ", lines[1].QuerySelector(".when")!.TextContent, StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Contains(text.ToString(), page.QuerySelector("#queue-mine")!.ParentElement!.InnerHtml, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_is_taken_given_back_handed_on_and_returned()
    {
        var (editor, translator, reviewer) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Ход работы " + _slug);
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.ActAsync(translator, desk, "take");
        await _steps.ActAsync(translator, desk, "release");
        Assert.Contains(article.TextId.ToString(), await QueueAsync(translator, "free"), StringComparison.Ordinal);
        await _steps.ActAsync(translator, desk, "take");
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "One.", "Two."], "save");
        await _steps.ActAsync(translator, desk, "submit");
        await _steps.ActAsync(reviewer, desk, "take");
        await _steps.ActAsync(reviewer, desk, "return");

        Assert.Equal(TaskStage.Translating, await StageAsync(article.TextId, "en"));
        Assert.Contains(article.TextId.ToString(), await QueueAsync(translator, "mine"), StringComparison.Ordinal);
        await _steps.ActAsync(translator, desk, "submit");
        Assert.Contains(article.TextId.ToString(), await QueueAsync(reviewer, "mine"), StringComparison.Ordinal);
        await _steps.ActAsync(reviewer, desk, "release");
        Assert.Contains(article.TextId.ToString(), await QueueAsync(reviewer, "free"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_machine_are_said_below_the_public_page()
    {
        var (editor, translator, reviewer) = await PeopleAsync();
        var article = await _steps.BeginAsync(editor, "Машинный перевод " + _slug);
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "One.", "Two."], "save");
        await using (var db = site.Db())
            await db.SegmentTexts.Where(text => text.Language == "en" && db.Set<Segment>().Any(segment => segment.Id == text.SegmentId && segment.TextId == article.TextId)).ExecuteUpdateAsync(set => set.SetProperty(text => text.Origin, SegmentOrigin.Machine), TestContext.Current.CancellationToken);
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", _slug);

        Assert.Equal("A machine translation was used and checked by people.", (await site.Visit().PageAsync($"/en/news/2026/{_slug}")).QuerySelector(".credits .machine-notice")!.TextContent);
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);
        Assert.Null((await site.Visit().PageAsync($"/ru/news/2026/{_slug}")).QuerySelector(".machine-notice"));
    }

    [Fact]
    public async Task Two_editors_in_one_source_hear_of_each_other_before_one_saves()
    {
        var (first, second) = (await _steps.SignInAsync("first", "editor"), await _steps.SignInAsync("second", "editor"));
        var article = await _steps.BeginAsync(first, "Двое в одном тексте " + _slug);
        var opened = await first.PageAsync($"/en/desk/articles/{article.Id}/edit");
        Assert.Null(opened.QuerySelector(".others"));

        Assert.Contains("first", (await second.PageAsync($"/en/desk/articles/{article.Id}/blocks")).QuerySelector(".others")!.TextContent, StringComparison.Ordinal);

        // Whoever was there first hears with the next typing that is kept
        var form = opened.QuerySelector("form[action$='handler=Source']")!;
        form.SetAttribute("action", $"/en/desk/articles/{article.Id}/edit?handler=Autosave");
        using var kept = await first.SubmitAsync(form, $"/en/desk/articles/{article.Id}/edit", [("Title", "Двое в одном тексте")]);
        Assert.Contains("\"others\":1", await kept.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<(Visitor Editor, Visitor Translator, Visitor Reviewer)> PeopleAsync() =>
        (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"));

    /// <summary>Brings an article into a language and publishes it there.</summary>
    private async Task<string> TranslatedAsync(Visitor editor, Visitor translator, Visitor reviewer, (Guid Id, Guid TextId) article, string language, string from = "ru")
    {
        using (var asked = await editor.PostAsync($"/en/desk/articles/{article.Id}/{language}", [("From", from)], "form[action$='handler=Assign']")) Assert.Equal(HttpStatusCode.Found, asked.StatusCode);
        var desk = $"/en/desk/texts/{article.TextId}/{language}";
        await _steps.ActAsync(translator, desk, "take");
        await _steps.TypeAsync(translator, desk, ["Title", "A deck.", "One.", "Two."], "save");
        await _steps.ActAsync(translator, desk, "submit");
        await _steps.ActAsync(reviewer, desk, "take");
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, language, _slug);
        return desk;
    }

    private static async Task<string> QueueAsync(Visitor visitor, string name) => (await visitor.PageAsync("/en/desk/translations")).QuerySelector("#queue-" + name)!.ParentElement!.InnerHtml;

    /// <summary>How many texts the desk's rail counts for somebody.</summary>
    private static async Task<int> CountedAsync(Visitor visitor)
    {
        var page = await visitor.PageAsync("/en/desk/translations");
        return int.Parse(page.QuerySelector("a[href='/en/desk/translations'] .count")?.TextContent ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<TaskStage> StageAsync(Guid textId, string language)
    {
        await using var db = site.Db();
        return await db.TranslationTasks.Where(task => task.TextId == textId && task.Language == language).Select(task => task.Stage).SingleAsync(TestContext.Current.CancellationToken);
    }
}

public sealed class StaleQueueTestsOnSqlite(CrowdSqliteSite site) : StaleQueueTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class StaleQueueTestsOnPostgres(CrowdPostgresSite site) : StaleQueueTests(site), IClassFixture<CrowdPostgresSite>;
