using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>An article in three languages, from the first word to its withdrawal, over HTTP and without scripts.</summary>
public abstract class NewsroomTests(Site site)
{
    private static int s_number;
    private readonly int _number = Interlocked.Increment(ref s_number);
    private readonly NewsroomSteps _steps = new(site);

    private Task<Visitor> SignInAsync(string name, string role, string scope = "") => site.SignInAsAsync($"{name}{_number}-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), role, scope);

    [Fact]
    public async Task Article_is_written_translated_approved_published_mended_and_withdrawn()
    {
        var (editor, translator, reviewer) = (await SignInAsync("editor", "editor"), await SignInAsync("translator", "translator", "pair:ru-en"), await SignInAsync("reviewer", "text-reviewer", "language:en"));
        var article = await _steps.BeginAsync(editor, "Форум ректоров пройдёт в Москве");
        var text = $"/en/desk/texts/{article.TextId}/en";
        using (var assigned = await editor.PostAsync($"/en/desk/articles/{article.Id}/en", [], "form[action$='handler=Assign']")) Assert.Equal(HttpStatusCode.Found, assigned.StatusCode);
        Assert.Equal(VersionState.InTranslation, await StateAsync(article.Id, "en"));

        // Free to take, then taken; nothing is handed on before every segment has a text
        Assert.Contains(article.TextId.ToString(), (await translator.PageAsync("/en/desk/translations")).QuerySelector("#queue-free")!.ParentElement!.InnerHtml, StringComparison.Ordinal);
        await _steps.ActAsync(translator, text, "take");
        Assert.Contains(article.TextId.ToString(), (await translator.PageAsync("/en/desk/translations")).QuerySelector("#queue-mine")!.ParentElement!.InnerHtml, StringComparison.Ordinal);
        await _steps.ActAsync(translator, text, "submit", [], HttpStatusCode.UnprocessableEntity);
        await _steps.TypeAsync(translator, text, ["Forum of rectors in Moscow", "A deck.", "The forum opens in Moscow.", "Second paragraph."], "save");
        await _steps.ActAsync(translator, text, "submit");
        Assert.Equal(VersionState.InReview, await StateAsync(article.Id, "en"));

        // Not ready before it is approved
        using (var early = await editor.PostAsync($"/en/desk/articles/{article.Id}/en", [("Slug", "forum-" + _number)], "form[action$='handler=Publish']")) Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        await _steps.ActAsync(reviewer, text, "approve-all");
        await _steps.PublishAsync(editor, article.Id, "en", "forum-" + _number);
        var address = $"/en/news/2026/forum-{_number}";
        var page = await site.Visit().PageAsync(address);
        Assert.Equal("Forum of rectors in Moscow", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["The forum opens in Moscow.", "Second paragraph."], page.QuerySelectorAll(".prose p").Select(paragraph => paragraph.TextContent));
        var credits = page.QuerySelectorAll(".credit-lines > span").Select(line => line.TextContent).ToList();
        Assert.Equal(3, credits.Count);
        Assert.StartsWith("Author: editor", credits[0], StringComparison.Ordinal);
        Assert.StartsWith("Translated by translator", credits[1], StringComparison.Ordinal);
        Assert.StartsWith("Reviewed by reviewer", credits[2], StringComparison.Ordinal);
        Assert.Contains(address, await site.Visit().Http.GetStringAsync("/feeds/en/news.atom", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(article.Id.ToString(), await site.Visit().Http.GetStringAsync("/feeds/ru/news.atom", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The source changes: readers see nothing, the desk shows the old words under what changed, the other segments stay approved
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется в Казани.\n\nВторой абзац.");
        Assert.Equal("The forum opens in Moscow.", (await site.Visit().PageAsync(address)).QuerySelector(".prose p")!.TextContent);
        var desk = await translator.PageAsync(text);
        var stale = Assert.Single(desk.QuerySelectorAll(".segment"), row => row.QuerySelector(".badge.stale") is not null);
        Assert.Equal(("Москве", "Казани"), (stale.QuerySelector("del")!.TextContent, stale.QuerySelector("ins")!.TextContent));
        Assert.Equal("The forum opens in Moscow.", stale.QuerySelector("textarea")!.TextContent);
        Assert.Contains(article.TextId.ToString(), (await translator.PageAsync("/en/desk/translations")).QuerySelector("#queue-stale")!.ParentElement!.InnerHtml, StringComparison.Ordinal);
        var segment = Guid.Parse(stale.GetAttribute("data-segment")!);
        await _steps.ActAsync(reviewer, text, $"approve:{segment}", [], HttpStatusCode.UnprocessableEntity);
        await _steps.ActAsync(translator, text, $"done:{segment}", [(stale.QuerySelector("textarea")!.GetAttribute("name")!, "The forum opens in Kazan.")]);
        await _steps.ActAsync(reviewer, text, $"approve:{segment}");
        await _steps.PublishAsync(editor, article.Id, "en", "");
        Assert.Equal("The forum opens in Kazan.", (await site.Visit().PageAsync(address)).QuerySelector(".prose p")!.TextContent);

        // Both revisions are kept; the first shows what changed and comes back into the working copy
        Assert.Equal("Moscow", (await editor.PageAsync($"/en/desk/articles/{article.Id}/en/revisions/1")).QuerySelector("del")!.TextContent);

        using var withdrawn = await editor.PostAsync($"/en/desk/articles/{article.Id}/en", [("Reason", "Superseded")], "form[action$='handler=Withdraw']");
        Assert.Equal(HttpStatusCode.Found, withdrawn.StatusCode);
        using var gone = await site.Visit().GetAsync(address);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.DoesNotContain(address, await site.Visit().Http.GetStringAsync("/feeds/en/news.atom", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_approves_own_work_except_by_a_reason_that_is_logged()
    {
        var editor = await SignInAsync("editor", "editor");
        var both = await SignInAsync("both", "translator", "pair:ru-en");
        var article = await _steps.BeginAsync(editor, "Короткая новость");
        var text = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(both, text, ["Short news", "A deck.", "One.", "Two."], "save");
        await GrantAsync($"both{_number}-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "text-reviewer", "language:en");
        var segment = await FirstSegmentAsync(both, text);

        await _steps.ActAsync(both, text, $"approve:{segment}", [], HttpStatusCode.UnprocessableEntity);
        await _steps.ActAsync(both, text, $"approve:{segment}", [("override", "Nobody else is here")], HttpStatusCode.UnprocessableEntity);
        await GrantAsync($"both{_number}-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "editor", "");
        await _steps.ActAsync(both, text, $"approve:{segment}", [("override", "Nobody else is here")]);

        await using var db = site.Db();
        var entry = await db.TextChanges.SingleAsync(change => change.SegmentId == segment && change.Kind == ChangeKind.ApprovedByOverride, TestContext.Current.CancellationToken);
        Assert.Equal("Nobody else is here", entry.Note);
        Assert.True(await db.AuditEntries.AnyAsync(row => row.Action == "text.approve-override" && row.SubjectId == article.TextId.ToString(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Second_of_two_writers_sees_both_texts_and_overwrites_nothing()
    {
        var editor = await SignInAsync("editor", "editor");
        var (one, two) = (await SignInAsync("one", "translator", "pair:ru-en"), await SignInAsync("two", "translator", "pair:ru-en"));
        var text = await _steps.AskAsync(editor, await _steps.BeginAsync(editor, "Новость двоих"), "en");
        var open = (await two.PageAsync(text)).QuerySelector("form.text-form")!;
        await _steps.TypeAsync(one, text, ["First writer"], "save");
        Assert.Contains("two", (await one.PageAsync(text)).QuerySelector(".notice[role=status]")!.TextContent, StringComparison.Ordinal);

        using var refused = await two.SubmitAsync(open, text, [(open.QuerySelector("textarea")!.GetAttribute("name")!, "Second writer"), ("act", "save")]);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await Visitor.ParseAsync(refused);
        Assert.Equal(("Second writer", "First writer"), (page.QuerySelector(".segment textarea")!.TextContent, page.QuerySelector(".segment .stored-value")!.TextContent));
        Assert.Equal("First writer", (await one.PageAsync(text)).QuerySelector(".segment textarea")!.TextContent);
    }

    [Fact]
    public async Task Autosave_stores_unaudited_keeps_the_source_it_was_made_from_and_reports_conflicts()
    {
        var editor = await SignInAsync("editor", "editor");
        var translator = await SignInAsync("translator", "translator", "pair:ru-en");
        var article = await _steps.BeginAsync(editor, "Черновик");
        var text = await _steps.AskAsync(editor, article, "en");
        var page = await translator.PageAsync(text);
        var (token, segment) = (page.QuerySelector("form.text-form input[name=__RequestVerificationToken]")!.GetAttribute("value")!, page.QuerySelector(".segment")!.GetAttribute("data-segment")!);
        var before = await _steps.AuditedAsync(article.TextId);

        var first = await SaveAsync("Dra", "");
        var second = await SaveAsync("Draft", first.GetProperty("base").GetString()!);
        var late = await SaveAsync("Other", first.GetProperty("base").GetString()!);

        Assert.Equal(("stored", "stored", "conflict", "Draft"), (first.GetProperty("result").GetString(), second.GetProperty("result").GetString(), late.GetProperty("result").GetString(), late.GetProperty("text").GetString()));
        Assert.Equal(before, await _steps.AuditedAsync(article.TextId));
        await using var db = site.Db();
        Assert.Equal("Draft", Assert.Single(await db.TextChanges.Where(change => change.SegmentId == Guid.Parse(segment) && change.Language == "en").ToListAsync(TestContext.Current.CancellationToken)).Text);

        async Task<JsonElement> SaveAsync(string words, string shown)
        {
            using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("segment", segment), new("text", words), new("base", shown)]);
            using var response = await translator.Http.PostAsync(text + "?handler=Autosave", content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        }
    }

    [Fact]
    public async Task Translator_of_another_pair_changes_nothing_and_a_stranger_sees_nothing()
    {
        var editor = await SignInAsync("editor", "editor");
        var other = await SignInAsync("other", "translator", "pair:en-zh");
        var article = await _steps.BeginAsync(editor, "Закрытая новость " + _number);
        var text = await _steps.AskAsync(editor, article, "en");

        Assert.All((await other.PageAsync(text)).QuerySelectorAll(".segment textarea"), area => Assert.True(area.HasAttribute("readonly")));
        await _steps.TypeAsync(other, text, ["Forged"], "save", HttpStatusCode.UnprocessableEntity);

        await using var db = site.Db();
        Assert.Empty(await db.SegmentTexts.Where(row => row.Language == "en" && db.Set<Segment>().Any(segment => segment.Id == row.SegmentId && segment.TextId == article.TextId)).ToListAsync(TestContext.Current.CancellationToken));
        var key = await db.Set<Article>().Where(row => row.Id == article.Id).Select(row => row.Key).SingleAsync(TestContext.Current.CancellationToken);
        var stranger = site.Visit();
        using var page = await stranger.GetAsync($"/ru/news/2026/{key}");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        foreach (var path in new[] { "/ru/news", "/ru", "/feeds/ru/news.atom", "/sitemap.xml" })
            Assert.DoesNotContain(key, await stranger.Http.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var desk = await stranger.GetAsync(text);
        Assert.Equal(HttpStatusCode.Found, desk.StatusCode);
    }

    [Fact]
    public async Task Preview_link_opens_until_it_is_over_or_revoked_and_is_kept_nowhere()
    {
        var editor = await SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "Предпросмотр");
        var link = await NewsroomSteps.PreviewAsync(editor, article.Id);
        using var shown = await site.Visit().GetAsync(link);

        Assert.Equal((HttpStatusCode.OK, "noindex, nofollow", true), (shown.StatusCode, shown.Headers.GetValues("X-Robots-Tag").Single(), shown.Headers.CacheControl!.NoStore));
        Assert.Equal("Предпросмотр", (await Visitor.ParseAsync(shown)).QuerySelector("h1")!.TextContent);
        foreach (var wrong in new[] { link[..^1], link + "A", "/preview/" + new string('A', 32) })
        {
            using var nothing = await site.Visit().GetAsync(wrong);
            Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        }

        using (var revoked = await editor.PostAsync($"/en/desk/articles/{article.Id}/ru", [("link", await PreviewIdAsync(article.Id))], "form[action$='handler=Revoke']")) Assert.Equal(HttpStatusCode.Found, revoked.StatusCode);
        using var closed = await site.Visit().GetAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        var second = await NewsroomSteps.PreviewAsync(editor, article.Id);
        site.Clock.Advance(Duration.FromDays(8));
        try
        {
            using var over = await site.Visit().GetAsync(second);
            Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
        }
        finally
        {
            site.Clock.Advance(-Duration.FromDays(8));
        }
    }

    [Fact]
    public async Task Scheduled_language_appears_at_its_second_as_it_was_frozen()
    {
        var editor = await SignInAsync("editor", "editor");
        var article = await _steps.BeginAsync(editor, "По расписанию " + _number);
        var managed = $"/en/desk/articles/{article.Id}/ru";
        var form = (await editor.PageAsync(managed)).QuerySelector("form[action$='handler=Publish']")!;
        form.SetAttribute("action", managed + form.QuerySelector("button[formaction]")!.GetAttribute("formaction"));
        using (var scheduled = await editor.SubmitAsync(form, managed, [("Slug", "later-" + _number), ("AtDay", "2026-11-23"), ("AtTime", "09:00")])) Assert.Equal(HttpStatusCode.Found, scheduled.StatusCode);
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Правка после заморозки.");

        site.Clock.Advance(Instant.FromUtc(2026, 11, 23, 9, 0) - site.Clock.GetCurrentInstant() - Duration.FromSeconds(1));
        try
        {
            Assert.Equal(0, await DueAsync());
            site.Clock.Advance(Duration.FromSeconds(1));
            // The background loop of the site may be quicker than this call
            await DueAsync();
            Assert.Equal(VersionState.Published, await StateAsync(article.Id, "ru"));
            Assert.Equal(["Форум откроется в Москве.", "Второй абзац."], (await site.Visit().PageAsync($"/ru/news/2026/later-{_number}")).QuerySelectorAll(".prose p").Select(paragraph => paragraph.TextContent.Replace('\u00A0', ' ')));
        }
        finally
        {
            site.Clock.Advance(Instant.FromUtc(2026, 11, 22, 12, 0) - site.Clock.GetCurrentInstant());
        }

        async Task<int> DueAsync()
        {
            await using var scope = site.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<ArticleWorkflow>().PublishDueAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Desk_asks_as_many_questions_of_many_articles_and_segments_as_of_few()
    {
        var editor = await SignInAsync("editor", "editor");
        var few = await _steps.AskAsync(editor, await _steps.BeginAsync(editor, "Мало"), "en");
        var many = await _steps.AskAsync(editor, await _steps.BeginAsync(editor, "Много", string.Join("\n\n", Enumerable.Range(1, 60).Select(number => $"Абзац номер {number}."))), "en");
        // Once before, so that nothing is read for the first time and the sign of life is written
        await editor.PageAsync(few);
        await editor.PageAsync(many);
        await editor.PageAsync("/en/desk/articles");

        var counts = new List<int>();
        foreach (var path in new[] { few, many }) counts.Add(await QueryCount.FewestAsync(site, () => editor.PageAsync(path)));
        Assert.Equal(counts[0], counts[1]);

        await editor.PageAsync("/en/desk/articles?state=InTranslation");
        var one = await QueryCount.FewestCommandsAsync(site, () => editor.PageAsync("/en/desk/articles?state=InTranslation"));
        for (var number = 0; number < 29; number++) await _steps.AskAsync(editor, await _steps.BeginAsync(editor, $"Статья {number}"), "en");
        await editor.PageAsync("/en/desk/articles?state=InTranslation");
        var thirty = await QueryCount.FewestCommandsAsync(site, () => editor.PageAsync("/en/desk/articles?state=InTranslation"));
        Assert.True(one.Count == thirty.Count, $"{one.Count} queries of few, {thirty.Count} of many:\n{string.Join("\n\n", thirty)}");
    }

    private static async Task<Guid> FirstSegmentAsync(Visitor visitor, string path) => Guid.Parse((await visitor.PageAsync(path)).QuerySelector(".segment")!.GetAttribute("data-segment")!);

    private async Task GrantAsync(string email, string role, string scope)
    {
        await using var db = site.Db();
        var account = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().Where(row => row.Email == email).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
        db.Add(new Rotunda.Modules.Accounts.Identity.RoleGrant { Id = Rotunda.Data.RowId.New(), AccountId = account, Role = role, Scope = scope, GrantedAt = site.Clock.GetCurrentInstant() });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task<VersionState> StateAsync(Guid id, string language)
    {
        await using var db = site.Db();
        return await db.ArticleVersions.Where(row => row.ArticleId == id && row.Language == language).Select(row => row.State).SingleAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> PreviewIdAsync(Guid id)
    {
        await using var db = site.Db();
        return (await db.Set<Rotunda.Modules.Newsroom.Previews.PreviewLink>().SingleAsync(link => link.ArticleId == id && link.RevokedAt == null, TestContext.Current.CancellationToken)).Id.ToString();
    }
}

public sealed class NewsroomTestsOnSqlite(CrowdSqliteSite site) : NewsroomTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class NewsroomTestsOnPostgres(CrowdPostgresSite site) : NewsroomTests(site), IClassFixture<CrowdPostgresSite>;
