using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Media.Files;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>What a change of a source replaces stays, can be compared, and comes back without anything being lost on the way.</summary>
public abstract class EarlierDraftTests(Site site)
{
    private readonly NewsroomSteps _steps = new(site);

    [Fact]
    public async Task What_a_change_replaced_is_compared_and_comes_back_and_what_stood_there_stays()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Черновики", "Форум откроется в Москве.\n\nВторой абзац.");
        Assert.Null((await editor.PageAsync(Source(article.Id))).QuerySelector("#drafts"));
        await LaterAsync(editor, article.Id, "Форум откроется в Казани.\n\nВторой абзац.");
        await LaterAsync(editor, article.Id, "Форум откроется в Казани.");
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Казани.");

        var listed = (await editor.PageAsync(Source(article.Id))).QuerySelectorAll("#drafts ~ ul a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(2, listed.Count);
        var oldest = await editor.PageAsync(listed[1]);
        Assert.Equal(["Москве", "Второй абзац."], oldest.QuerySelectorAll(".revision del").Select(part => part.TextContent));
        Assert.Equal("Казани", oldest.QuerySelector(".revision ins")!.TextContent);
        // Somebody who had it open while another saved changes nothing
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Самаре.");
        using (var refused = await editor.SubmitAsync(oldest.QuerySelector("main form[method=post]")!, listed[1], [])) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        using (var restored = await editor.PostAsync(listed[1], [])) Assert.Equal(HttpStatusCode.Found, restored.StatusCode);

        Assert.Equal(["Форум откроется в Москве.", "Второй абзац."], await WordsAsync(article.TextId));
        // Also what was saved a moment before
        var drafts = await DraftsAsync(article.TextId);
        Assert.Equal(["Форум откроется в Самаре."], drafts[^1]);
        Assert.Equal(3, drafts.Count);
        Assert.Equal("The working copy reads like this draft.", (await editor.PageAsync(listed[1])).QuerySelector(".deck")!.TextContent);
    }

    [Fact]
    public async Task One_persons_changes_within_ten_minutes_are_one_and_anothers_are_another()
    {
        var (editor, other) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("editor", "editor"));
        var article = await _steps.BeginAsync(editor, "Правки подряд", "Ноль.");

        await NewsroomSteps.RewriteAsync(editor, article.Id, "Один.");
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Два.");
        await NewsroomSteps.RewriteAsync(other, article.Id, "Три.");
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Четыре.");
        await LaterAsync(editor, article.Id, "Пять.");

        Assert.Equal([["Ноль."], ["Два."], ["Три."], ["Четыре."]], await DraftsAsync(article.TextId));
    }

    [Fact]
    public async Task A_hundred_are_kept_and_the_oldest_goes()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Сто черновиков", "Ноль.");
        await using (var db = site.Db())
        {
            var now = site.Clock.GetCurrentInstant();
            for (var i = 1; i <= ReplacedSource.Most; i++)
                db.Add(new ReplacedSource { Id = RowId.New(), TextId = article.TextId, Schema = FrozenText.Schema, Content = new FrozenText($"{i}", "", "", [], [], false).ToJson(), At = now - Duration.FromDays(200 - i) });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await NewsroomSteps.RewriteAsync(editor, article.Id, "Один.");

        await using var after = site.Db();
        var titles = (await after.ReplacedSources.AsNoTracking().Where(row => row.TextId == article.TextId).OrderBy(row => row.At).ToListAsync(TestContext.Current.CancellationToken)).ConvertAll(row => row.Frozen().Title);
        Assert.Equal((ReplacedSource.Most, "2", "Сто черновиков"), (titles.Count, titles[0], titles[^1]));
    }

    [Fact]
    public async Task Nobody_restores_who_may_not_write_and_no_draft_of_another_text()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var (article, other) = (await _steps.BeginAsync(editor, "Своя статья", "Ноль."), await _steps.BeginAsync(editor, "Чужая статья", "Ноль."));
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Один.");
        await using var db = site.Db();
        var draft = await db.ReplacedSources.Where(row => row.TextId == article.TextId).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-en");
        var path = $"/en/desk/articles/{article.Id}/drafts/{draft}";

        var page = await translator.PageAsync(path);
        Assert.Null(page.QuerySelector("main form[method=post]"));
        var form = (await editor.PageAsync(path)).QuerySelector("main form[method=post]")!;
        var token = (await translator.PageAsync("/en/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using (var content = new FormUrlEncodedContent([new("seen", form.QuerySelector("input[name=seen]")!.GetAttribute("value")!), new("__RequestVerificationToken", token)]))
        using (var refused = await translator.Http.PostAsync(path, content, TestContext.Current.CancellationToken)) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var missing = await editor.GetAsync($"/en/desk/articles/{other.Id}/drafts/{draft}")) Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using (var missing = await editor.GetAsync($"/en/desk/articles/{article.Id}/drafts/{Guid.Empty}")) Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(["Один."], await WordsAsync(article.TextId));
    }

    [Fact]
    public async Task A_file_that_only_an_earlier_draft_names_is_in_use()
    {
        var editor = await _steps.SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Файл черновика", "Ноль.");
        var hash = new string('c', 64);
        await using var scope = site.Services.CreateAsyncScope();
        var uses = scope.ServiceProvider.GetServices<IFileUses>().ToList();
        Assert.False(await NamedAsync());
        await using (var db = site.Db())
        {
            var named = new FrozenBlock(RowId.New(), BlockKind.Attachment, 0, "Программа", $"file:{hash}/programme.pdf");
            db.Add(new ReplacedSource { Id = RowId.New(), TextId = article.TextId, Schema = FrozenText.Schema, Content = new FrozenText("т", "", "", [named], [], false).ToJson(), At = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(await NamedAsync());

        async Task<bool> NamedAsync()
        {
            foreach (var use in uses)
                if (await use.NamesAsync(hash, TestContext.Current.CancellationToken)) return true;
            return false;
        }
    }

    private static string Source(Guid article) => $"/en/desk/articles/{article}/ru";

    /// <summary>Saves a change when the one before is longer ago than one sitting.</summary>
    private async Task LaterAsync(Visitor editor, Guid article, string body)
    {
        site.Clock.Advance(Duration.FromMinutes(11));
        await NewsroomSteps.RewriteAsync(editor, article, body);
    }

    private async Task<IReadOnlyList<string>> WordsAsync(Guid text) => [.. FrozenText.Of(await _steps.TextAsync(text), "ru").Blocks.Select(block => block.Content)];

    /// <summary>The paragraphs of the earlier drafts, the oldest first.</summary>
    private async Task<List<List<string>>> DraftsAsync(Guid text)
    {
        await using var db = site.Db();
        return (await db.ReplacedSources.AsNoTracking().Where(row => row.TextId == text).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(TestContext.Current.CancellationToken)).ConvertAll(row => row.Frozen().Blocks.Select(block => block.Content).ToList());
    }
}

public sealed class EarlierDraftTestsOnSqlite(CrowdSqliteSite site) : EarlierDraftTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class EarlierDraftTestsOnPostgres(CrowdPostgresSite site) : EarlierDraftTests(site), IClassFixture<CrowdPostgresSite>;
