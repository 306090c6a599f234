using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>What is to appear later changes nothing of what readers see until then; and nothing is published or restored that its editor did not see.</summary>
public abstract class ScheduleTests(Site site)
{
    private static int s_number;
    private readonly NewsroomSteps _steps = new(site);
    private readonly string _slug = $"scheduled-{Interlocked.Increment(ref s_number)}";

    [Fact]
    public async Task Published_language_stays_readable_everywhere_while_its_update_waits()
    {
        var (editor, article, key) = await PublishedAsync("Расписание обновления");
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Новый текст.");
        await ScheduleAsync(editor, article.Id);

        Assert.Equal((VersionState.Published, true), await StateAsync(article.Id));
        Assert.Equal(["Форум откроется в Москве.", "Второй абзац."], await ShownAsync());
        foreach (var path in new[] { "/ru/news", "/ru/news/2026/11", "/feeds/ru/news.atom", "/sitemap.xml" })
            Assert.Contains($"/ru/news/2026/{_slug}", await site.Visit().Http.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEmpty(await FoundAsync(key));
        Assert.Contains("Published; a new version appears", (await editor.PageAsync(Managed(article.Id))).QuerySelector("#publish")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("new version", (await editor.PageAsync($"/en/desk/articles/{article.Id}")).QuerySelector("table.table")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(article.Id.ToString(), (await editor.PageAsync("/en/desk/articles?state=Scheduled")).QuerySelector("table.articles")!.InnerHtml, StringComparison.Ordinal);

        await AtTheTimeAsync(async () =>
        {
            await DueAsync();
            Assert.Equal((VersionState.Published, false), await StateAsync(article.Id));
            Assert.Equal(["Новый текст."], await ShownAsync());
        });
    }

    [Fact]
    public async Task Schedule_is_taken_back_and_each_language_stands_where_it_stood()
    {
        var (editor, article, _) = await PublishedAsync("Отмена обновления");
        await ScheduleAsync(editor, article.Id);
        await UnscheduleAsync(editor, article.Id);
        Assert.Equal((VersionState.Published, false), await StateAsync(article.Id));
        Assert.Equal(["Форум откроется в Москве.", "Второй абзац."], await ShownAsync());

        var draft = await _steps.BeginAsync(editor, "Отмена первой публикации " + _slug);
        await ScheduleAsync(editor, draft.Id, _slug + "-first");
        Assert.Equal((VersionState.Scheduled, true), await StateAsync(draft.Id));
        await UnscheduleAsync(editor, draft.Id);
        Assert.Equal((VersionState.Draft, false), await StateAsync(draft.Id));
    }

    [Fact]
    public async Task Withdrawing_takes_the_waiting_version_back_too()
    {
        var (editor, article, _) = await PublishedAsync("Снятие с ожидающей версией");
        await ScheduleAsync(editor, article.Id);
        await WithdrawAsync(editor, article.Id);

        Assert.Equal((VersionState.Withdrawn, false), await StateAsync(article.Id));
        await AtTheTimeAsync(async () =>
        {
            await DueAsync();
            Assert.Equal(HttpStatusCode.Gone, await StatusAsync());
        });
    }

    [Fact]
    public async Task Withdrawn_language_answers_that_it_is_gone_until_it_appears_again()
    {
        var (editor, article, _) = await PublishedAsync("Снятая новость");
        await WithdrawAsync(editor, article.Id);
        await ScheduleAsync(editor, article.Id);
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync());
        await UnscheduleAsync(editor, article.Id);
        Assert.Equal((VersionState.Withdrawn, false), await StateAsync(article.Id));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync());

        await ScheduleAsync(editor, article.Id);
        Assert.Contains("Withdrawn; it appears again", (await editor.PageAsync(Managed(article.Id))).QuerySelector("#publish")!.ParentElement!.TextContent, StringComparison.Ordinal);
        await AtTheTimeAsync(async () =>
        {
            await DueAsync();
            Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        });
    }

    [Fact]
    public async Task Words_that_the_editor_did_not_see_are_neither_published_nor_scheduled()
    {
        var (editor, article, _) = await PublishedAsync("Чего редактор не видел");
        var opened = (await editor.PageAsync(Managed(article.Id))).QuerySelector("form[action$='handler=Publish']")!;
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Сохранено после открытия страницы.");

        using (var refused = await editor.SubmitAsync(opened, Managed(article.Id), [])) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        opened.SetAttribute("action", Managed(article.Id) + "?handler=Schedule");
        using (var refused = await editor.SubmitAsync(opened, Managed(article.Id), [("AtDay", "2026-11-23"), ("AtTime", "09:00")])) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        Assert.Equal((VersionState.Published, false), await StateAsync(article.Id));
        Assert.Equal(["Форум откроется в Москве.", "Второй абзац."], await ShownAsync());
        await _steps.PublishAsync(editor, article.Id, "ru", "");
        Assert.Equal(["Сохранено после открытия страницы."], await ShownAsync());
    }

    [Fact]
    public async Task A_translation_that_was_mended_while_the_page_was_open_is_shown_before_it_is_published()
    {
        var (editor, translator, reviewer) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"));
        var article = await _steps.BeginAsync(editor, "Правка перевода " + _slug);
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["A mended translation", "A deck.", "One.", "Two."], "save");
        await _steps.ActAsync(reviewer, desk, "approve-all");
        var managed = $"/en/desk/articles/{article.Id}/en";
        var opened = (await editor.PageAsync(managed)).QuerySelector("form[action$='handler=Publish']")!;
        await _steps.TypeAsync(translator, desk, ["A mended translation", "A deck.", "One, mended.", "Two."], "save");
        await _steps.ActAsync(reviewer, desk, "approve-all");

        using var refused = await editor.SubmitAsync(opened, managed, [("Slug", _slug)]);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await _steps.PublishAsync(editor, article.Id, "en", _slug);
        Assert.Equal("One, mended.", (await site.Visit().PageAsync($"/en/news/2026/{_slug}")).QuerySelector(".prose p")!.TextContent);
    }

    [Fact]
    public async Task Restoring_overwrites_nothing_that_was_saved_since_and_says_what_it_leaves_alone()
    {
        var (editor, article, _) = await PublishedAsync("Возврат и новое");
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Вторая редакция.");
        var path = Managed(article.Id) + "/revisions/1";
        var opened = (await editor.PageAsync(path)).QuerySelector("main form[method=post]")!;
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Третья редакция.");

        using (var refused = await editor.SubmitAsync(opened, path, [])) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains((await _steps.TextAsync(article.TextId)).Segments, segment => segment.In("ru")?.Text == "Третья редакция.");
        using (var restored = await editor.PostAsync(path, [])) Assert.Equal(HttpStatusCode.Found, restored.StatusCode);
        Assert.DoesNotContain((await _steps.TextAsync(article.TextId)).Segments, segment => segment.In("ru")?.Text == "Третья редакция.");

        // A translation keeps what its revision does not have, and its editor is told
        var (translator, reviewer) = (await _steps.SignInAsync("translator", "translator", "pair:ru-en"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:en"));
        var desk = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, desk, ["Restored", "A deck.", "One.", "Two."], "save");
        await _steps.ActAsync(reviewer, desk, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", _slug);
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Москве.\n\nВторой абзац.\n\nТретий абзац.");
        await _steps.TypeAsync(translator, desk, ["Restored", "A deck.", "Another one.", "Two.", "Three."], "save");
        var page = await editor.PageAsync($"/en/desk/articles/{article.Id}/en/revisions/1");
        Assert.Equal(["Three."], page.QuerySelectorAll("#left-alone ~ ul li").Select(line => line.TextContent));
    }

    private async Task<(Visitor Editor, (Guid Id, Guid TextId) Article, string Key)> PublishedAsync(string title)
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, title + " " + _slug);
        await _steps.PublishAsync(editor, article.Id, "ru", _slug);
        await using var db = site.Db();
        return (editor, article, await db.Articles.Where(row => row.Id == article.Id).Select(row => row.Key).SingleAsync(TestContext.Current.CancellationToken));
    }

    private static string Managed(Guid id) => $"/en/desk/articles/{id}/ru";

    private async Task ScheduleAsync(Visitor editor, Guid id, string slug = "")
    {
        var form = (await editor.PageAsync(Managed(id))).QuerySelector("form[action$='handler=Publish']")!;
        form.SetAttribute("action", Managed(id) + form.QuerySelector("button[formaction]")!.GetAttribute("formaction"));
        using var scheduled = await editor.SubmitAsync(form, Managed(id), [.. slug.Length > 0 ? [("Slug", slug)] : Array.Empty<(string, string)>(), ("AtDay", "2026-11-23"), ("AtTime", "09:00")]);
        Assert.True(scheduled.StatusCode == HttpStatusCode.Found, (await Visitor.ParseAsync(scheduled)).QuerySelector(".fault-summary")?.TextContent);
    }

    private static async Task UnscheduleAsync(Visitor editor, Guid id)
    {
        using var taken = await editor.PostAsync(Managed(id), [], "form[action$='handler=Unschedule']");
        Assert.Equal(HttpStatusCode.Found, taken.StatusCode);
    }

    private static async Task WithdrawAsync(Visitor editor, Guid id)
    {
        using var withdrawn = await editor.PostAsync(Managed(id), [("Reason", "Superseded")], "form[action$='handler=Withdraw']");
        Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
    }

    private async Task AtTheTimeAsync(Func<Task> act)
    {
        site.Clock.Advance(Instant.FromUtc(2026, 11, 23, 9, 0) - site.Clock.GetCurrentInstant());
        try
        {
            await act();
        }
        finally
        {
            site.Clock.Advance(Instant.FromUtc(2026, 11, 22, 12, 0) - site.Clock.GetCurrentInstant());
        }
    }

    private async Task DueAsync()
    {
        // The background loop of the site may be quicker than this call
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ArticleWorkflow>().PublishDueAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(VersionState State, bool IsScheduled)> StateAsync(Guid id)
    {
        await using var db = site.Db();
        var version = await db.ArticleVersions.SingleAsync(row => row.ArticleId == id && row.Language == "ru", TestContext.Current.CancellationToken);
        return (version.State, version.ScheduledAt is not null);
    }

    private async Task<List<string>> ShownAsync() => [.. (await site.Visit().PageAsync($"/ru/news/2026/{_slug}")).QuerySelectorAll(".prose p").Select(paragraph => paragraph.TextContent.Replace('\u00A0', ' '))];

    private async Task<HttpStatusCode> StatusAsync()
    {
        using var answer = await site.Visit().GetAsync($"/ru/news/2026/{_slug}");
        return answer.StatusCode;
    }

    /// <summary>The texts that the search would hand over of an article.</summary>
    private async Task<IReadOnlyList<SearchText>> FoundAsync(string key)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await using var db = site.Db();
        var source = scope.ServiceProvider.GetServices<ISearchSource>().Single(row => row.Kind == "news");
        return Assert.Single(await source.ItemsAsync(db, [key], TestContext.Current.CancellationToken)).Texts;
    }
}

public sealed class ScheduleTestsOnSqlite(CrowdSqliteSite site) : ScheduleTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class ScheduleTestsOnPostgres(CrowdPostgresSite site) : ScheduleTests(site), IClassFixture<CrowdPostgresSite>;
