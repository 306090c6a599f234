using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Handouts;

/// <summary>Files that come back: compared and taken over in the background, page by page, also those that another program saved in its own way.</summary>
public abstract class ReturnTests(Site site)
{
    private readonly ReturnSteps _steps = new(site);

    [Fact]
    public async Task What_moved_since_it_was_looked_at_is_looked_at_again()
    {
        var text = await SmallText.AddAsync(site, "Заголовок", "Второе", "Третье");
        var file = (await _steps.TakeAsync(SmallText.Translator, text))!;
        await text.PutAsync(site, SmallText.Other, 1, "别人的第二");
        var draft = await _steps.SendAsync(SmallText.Translator, "back.xlf", Encoding.UTF8.GetBytes(ReturnSteps.Translate(file, ("Заголовок", "标题", "translated"), ("Второе", "第二", "translated"), ("Третье", "第三", "translated"))));
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<ReturnOperations>();
        await operations.ChooseAsync(SmallText.Translator, draft.Id, [text.Segments[1]], [text.Segments[1]], CancellationToken.None);
        await text.PutAsync(site, SmallText.Other, 0, "别的标题");

        var outcome = await operations.TakeOverAsync(SmallText.Translator, draft.Id, draft.Version, CancellationToken.None);
        await _steps.FinishAsync();
        var late = await operations.TakeOverAsync(SmallText.Translator, draft.Id, draft.Version, CancellationToken.None);
        var again = await _steps.DraftAsync(draft.Id);
        var lines = await _steps.LinesAsync(again);

        Assert.IsType<Outcome.Conflict>(outcome);
        Assert.IsType<Outcome.Conflict>(late);
        Assert.Equal(ReturnStage.Ready, again.Stage);
        // What was decided stays where the same stands here still
        Assert.Equal([(ReturnState.Conflict, false), (ReturnState.Conflict, true), (ReturnState.Taken, false)], lines.Select(shown => (shown.Line.State, shown.Line.IsChosen)));
        Assert.Equal(("别的标题", null), ((await text.ReadAsync(site, 0))!.Text, await text.ReadAsync(site, 2)));
    }

    [Fact]
    public async Task A_taking_over_goes_on_where_a_dead_node_left_it()
    {
        var text = await SmallText.AddAsync(site, "Первое", "Второе", "Третье");
        var draft = await _steps.SendAsync(SmallText.Translator, "back.xlf", Encoding.UTF8.GetBytes(ReturnSteps.Translate((await _steps.TakeAsync(SmallText.Translator, text))!, ("Первое", "第一", "translated"), ("Второе", "第二", "translated"), ("Третье", "第三", "translated"))));
        await using (var db = site.Db())
        {
            // A node died after two lines; they are not stored here, so that taking them again would show
            var job = new Job
            {
                Id = RowId.New(), Kind = ReturnTakeJob.JobKind, Arguments = JsonSerializer.Serialize(new ReturnOrder(draft.Id, SmallText.Translator.Grants), StoredJson.Options), State = JobState.Running, Attempts = 1,
                Cursor = JsonSerializer.Serialize(new ReturnProgress(2, 2, 2, 0, 0), StoredJson.Options), Progress = 2, Total = 3, CreatedAt = site.Clock.GetCurrentInstant(), Owner = "dead", LeasedUntil = site.Clock.GetCurrentInstant() - NodaTime.Duration.FromMinutes(1),
            };
            db.Add(job);
            await db.ReturnDrafts.Where(row => row.Id == draft.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Stage, ReturnStage.TakingOver).SetProperty(row => row.WorkId, job.Id), TestContext.Current.CancellationToken);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await _steps.FinishAsync();

        var done = await _steps.DraftAsync(draft.Id);
        Assert.Equal((ReturnStage.Done, 3, 0), (done.Stage, done.Taken, done.Left));
        Assert.Equal((null, null, "第三"), (await text.ReadAsync(site, 0), await text.ReadAsync(site, 1), (await text.ReadAsync(site, 2))!.Text));
    }

    [Fact]
    public async Task Whoever_lost_the_role_since_the_order_takes_nothing_over()
    {
        var text = await SmallText.AddAsync(site, "Без роли");
        var file = ReturnSteps.Translate((await _steps.TakeAsync(SmallText.Translator, text))!, ("Без роли", "无", "translated"));
        var impostor = SmallText.Stranger with { Grants = SmallText.Translator.Grants };
        await using (var db = site.Db()) await db.Set<RoleGrant>().Where(grant => grant.AccountId == SmallText.Other.AccountId).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        var (lost, _) = await _steps.ReturnAsync(SmallText.Other, file);
        // A role that the account has not is none, whatever the order says
        var (stolen, _) = await _steps.ReturnAsync(impostor, file);

        Assert.Equal((ReturnState.Refused, ReturnState.Refused), (lost[0].Line.State, stolen[0].Line.State));
        await using var after = site.Db();
        after.Add(new RoleGrant { Id = RowId.New(), AccountId = SmallText.Other.AccountId!.Value, Role = TranslationRoles.Translator, Scope = TranslationActs.Pair("ru", "zh"), GrantedAt = site.Clock.GetCurrentInstant() });
        await after.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_is_shown_of_a_file_goes_after_a_day_and_one_at_work_only_after_a_week()
    {
        var text = await SmallText.AddAsync(site, "Файл на день");
        var file = Encoding.UTF8.GetBytes(ReturnSteps.Translate((await _steps.TakeAsync(SmallText.Translator, text))!, ("Файл на день", "一天的文件", "translated")));
        var (shown, working, left) = (await _steps.SendAsync(SmallText.Translator, "shown.xlf", file), await _steps.SendAsync(SmallText.Translator, "working.xlf", file), await _steps.SendAsync(SmallText.Translator, "left.xlf", file));
        var now = site.Clock.GetCurrentInstant();
        await using var db = site.Db();
        foreach (var (draft, stage) in new[] { (shown, ReturnStage.Ready), (working, ReturnStage.TakingOver), (left, ReturnStage.Reading) })
        {
            var sent = now - NodaTime.Duration.FromDays(2);
            await db.ReturnDrafts.Where(row => row.Id == draft.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Stage, stage).SetProperty(row => row.SentAt, sent), TestContext.Current.CancellationToken);
        }

        // Somebody else brings a file while one of them is taken over
        var other = await _steps.SendAsync(SmallText.Other, "other.xlf", file);
        Assert.Equal([working.Id, left.Id, other.Id], await ThereAsync());

        var rule = site.Services.GetServices<IRetentionRule>().OfType<ExchangedFileRetention>().Single();
        await rule.ApplyAsync(db, now + NodaTime.Duration.FromDays(2), TestContext.Current.CancellationToken);
        Assert.Equal([working.Id, left.Id], await ThereAsync());
        await rule.ApplyAsync(db, now + NodaTime.Duration.FromDays(6), TestContext.Current.CancellationToken);
        Assert.Empty(await ThereAsync());

        async Task<List<Guid>> ThereAsync()
        {
            Guid[] ids = [shown.Id, working.Id, left.Id, other.Id];
            var rows = await db.ReturnDrafts.Where(draft => ids.Contains(draft.Id)).Select(draft => draft.Id).ToListAsync(TestContext.Current.CancellationToken);
            return [.. ids.Where(rows.Contains)];
        }
    }

    [Fact]
    public async Task Many_conflicts_are_decided_page_by_page_and_a_faulty_file_says_why()
    {
        var text = await SmallText.AddAsync(site, [.. Enumerable.Range(0, 130).Select(number => $"Предложение номер {number}.")]);
        var translator = await site.SignInAsAsync($"paging-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "translator", "pair:ru-zh");
        using var taken = await translator.PostAsync("/en/desk/handouts?from=ru&to=zh&text=" + text.Id, [("texts", text.Id.ToString())], "form[action*='handler=Take']");
        var file = await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        file = file.Replace("state=\"initial\"", "state=\"translated\"", StringComparison.Ordinal).Replace("</source>", "</source><target>来自文件</target>", StringComparison.Ordinal);
        for (var i = 0; i < 130; i++) await text.PutAsync(site, SmallText.Other, i, "本站");

        var path = await _steps.UploadAsync(translator, "back.xlf", Encoding.UTF8.GetBytes(file));
        var shown = await translator.PageAsync(path);
        Assert.Equal((100, "130"), (shown.QuerySelectorAll("input[name=chosen]").Length, shown.QuerySelector("h2 .count")!.TextContent));
        var first = shown.QuerySelector("input[name=chosen]")!.GetAttribute("value")!;
        using var kept = await translator.SubmitAsync(shown.QuerySelector("job-progress form")!, path, [("act", "choose"), ("chosen", first)]);
        var next = kept.Headers.Location!.OriginalString;
        Assert.EndsWith("?state=conflict&page=2", next, StringComparison.Ordinal);
        var rest = await translator.PageAsync(next);
        Assert.Equal(30, rest.QuerySelectorAll("input[name=chosen]").Length);
        var last = rest.QuerySelectorAll("input[name=chosen]")[^1].GetAttribute("value")!;
        using var started = await translator.SubmitAsync(rest.QuerySelector("job-progress form")!, path, [("chosen", last)]);
        await _steps.FinishAsync();

        Assert.Contains("Taken over: 2. Approved: 0. Left as they were: 128.", (await translator.PageAsync(path)).QuerySelector(".notice.success")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("来自文件", "本站", "来自文件"), ((await text.ReadAsync(site, 0))!.Text, (await text.ReadAsync(site, 1))!.Text, (await text.ReadAsync(site, 129))!.Text));

        var faulty = await _steps.UploadAsync(translator, "back.xlf", Encoding.UTF8.GetBytes(file.Replace("</xliff>", "<file/></xliff>", StringComparison.Ordinal)));
        Assert.Contains("back.xlf:1:", (await translator.PageAsync(faulty)).QuerySelector(".notice.conflict")!.TextContent, StringComparison.Ordinal);
        var foreign = await _steps.UploadAsync(translator, "back.xlf", Encoding.UTF8.GetBytes(file.Replace("trgLang=\"zh-Hans\"", "trgLang=\"de\"", StringComparison.Ordinal)));
        Assert.Contains("not between two languages", (await translator.PageAsync(foreign)).QuerySelector(".notice.conflict")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_several_portions_is_compared_whole_or_nothing_of_it_is_kept()
    {
        const int Gone = 2500;
        var text = await SmallText.AddAsync(site, "Много частей");
        var file = ReturnSteps.Translate((await _steps.TakeAsync(SmallText.Translator, text))!, ("Много частей", "许多部分", "translated"));
        var (begin, end) = (file.IndexOf("<unit", StringComparison.Ordinal), file.IndexOf("</file>", StringComparison.Ordinal));
        var (own, unit) = (XliffWriter.IdOf(text.Segments[0]), file[begin..end]);
        // Segments that are not here any more stand before the one that is
        var many = file[..begin] + string.Concat(Enumerable.Range(0, Gone).Select(_ => unit.Replace(own, XliffWriter.IdOf(RowId.New()), StringComparison.Ordinal))) + file[begin..];

        var whole = await _steps.SendAsync(SmallText.Translator, "many.xlf", Encoding.UTF8.GetBytes(many));
        var broken = await _steps.SendAsync(SmallText.Translator, "broken.xlf", Encoding.UTF8.GetBytes(many.Replace("</xliff>", "<file/></xliff>", StringComparison.Ordinal)));

        await using var db = site.Db();
        var lines = await db.ReturnLines.Where(line => line.DraftId == whole.Id).OrderBy(line => line.Number).Select(line => new { line.Number, line.State }).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, Gone + 1), lines.Select(line => line.Number));
        Assert.Equal((Gone, ReturnState.Taken), (lines.Count(line => line.State == ReturnState.Missing), lines[^1].State));
        Assert.Equal((ReturnStage.Ready, ReturnStage.Refused), (whole.Stage, broken.Stage));
        Assert.False(await db.ReturnLines.AnyAsync(line => line.DraftId == broken.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_of_thirty_megabytes_streams_through()
    {
        var text = await SmallText.AddAsync(site, "Большой файл");
        var file = ReturnSteps.Translate((await _steps.TakeAsync(SmallText.Translator, text))!, ("Большой файл", "大文件", "translated"));
        var padding = string.Concat(Enumerable.Repeat($"<unit id=\"p\"><segment><source>{new string('ж', 500_000)}</source></segment></unit>", 1));
        var body = string.Concat(Enumerable.Range(0, 30).Select(number => padding.Replace("id=\"p\"", $"id=\"p{number}\"", StringComparison.Ordinal)));
        var translator = await site.SignInAsAsync($"large-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "translator", "pair:ru-zh");

        var path = await _steps.UploadAsync(translator, "large.xlf", Encoding.UTF8.GetBytes(file.Replace("</file>", body + "</file>", StringComparison.Ordinal)));

        var shown = await translator.PageAsync(path);
        Assert.Contains("Taken over: 1;", shown.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("30", shown.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_program_saved_in_its_own_way_is_taken_over()
    {
        var text = await SmallText.AddAsync(site, "Пятая конференция", "Её провёл *университет* в 2022 году.", "Второе", "Третье", "Четвёртое");
        await text.PutAsync(site, SmallText.Translator, 4, "第四");
        var translator = await site.SignInAsAsync($"elsewhere-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "translator", "pair:ru-zh");
        using var taken = await translator.PostAsync("/en/desk/handouts?from=ru&to=zh&text=" + text.Id, [("texts", text.Id.ToString())], "form[action*='handler=Take']");
        var saved = ReturnSteps.Elsewhere(await taken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Null(XliffReader.Check(new MemoryStream(saved)));
        // Meanwhile one segment is translated here and the source of another changes
        await text.PutAsync(site, SmallText.Other, 2, "别人的第二");
        await text.ChangeSourceAsync(site, 3, "Третье, изменённое");

        var path = await _steps.UploadAsync(translator, "ru-zh (edited).xlf", saved);
        var shown = await translator.PageAsync(path);
        Assert.Contains("Taken over: 2; taken over, but the source has changed: 1; to be decided: 1; the same as here: 1.", shown.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Третье, изменённое", string.Concat(shown.QuerySelector(".before-source")!.ChildNodes.Where(node => node.NodeName != "DEL").Select(node => node.TextContent)).Trim());
        Assert.Null(await text.ReadAsync(site, 0));
        using var started = await translator.SubmitAsync(shown.QuerySelector("job-progress form")!, path, []);
        await _steps.FinishAsync();

        Assert.Contains("Taken over: 3. Approved: 0. Left as they were: 1.", (await translator.PageAsync(path)).QuerySelector(".notice.success")!.TextContent, StringComparison.Ordinal);
        var all = new List<SegmentText>();
        for (var i = 0; i < 5; i++) all.Add((await text.ReadAsync(site, i))!);
        Assert.Equal(["第五届会议", "2022年由*大学*承办。", "别人的第二", "第三", "第四"], all.Select(segment => segment.Text));
        // What the file calls final is no approval of a translator's; what changed here while it was away is stale from the start
        Assert.Equal([TranslationState.Translated, TranslationState.Translated, TranslationState.Translated, TranslationState.Translated, TranslationState.Translated], all.Select(segment => segment.State));
        Assert.Equal([SegmentOrigin.Import, SegmentOrigin.Import, SegmentOrigin.Person, SegmentOrigin.Import, SegmentOrigin.Person], all.Select(segment => segment.Origin));
        Assert.Equal((true, "Третье", false), (all[3].IsStale(await text.ReadAsync(site, 3, "ru")), all[3].FromText, all[1].IsStale(await text.ReadAsync(site, 1, "ru"))));
        Assert.DoesNotContain(all, segment => segment.IsApproved);
    }
}

public sealed class ReturnTestsOnSqlite(SqliteSite site) : ReturnTests(site), IClassFixture<SqliteSite>;

public sealed class ReturnTestsOnPostgres(PostgresSite site) : ReturnTests(site), IClassFixture<PostgresSite>;
