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
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Handouts;

/// <summary>Texts that leave as XLIFF and come back, on time or late.</summary>
public abstract class HandoutTests(Site site)
{
    private readonly ReturnSteps _steps = new(site);

    [Fact]
    public async Task What_another_tool_translated_is_taken_over()
    {
        var text = await SmallText.AddAsync(site, "Пятая конференция", "Её провёл *университет* в 2022 году.");
        var file = (await _steps.TakeAsync(SmallText.Translator, text))!;

        var returned = ReturnSteps.Translate(file, ("Пятая конференция", "第五届会议", "final"), ("<pc id=\"c1\"", "2022年由<pc id=\"c1\" type=\"fmt\" subType=\"xlf:i\" dataRefStart=\"d1\" dataRefEnd=\"d1\">大学</pc>承办。", "translated"));
        var (plan, result) = await _steps.ReturnAsync(SmallText.Translator, returned);

        Assert.Null(XliffReader.Check(new MemoryStream(Encoding.UTF8.GetBytes(file))));
        Assert.Equal([ReturnState.Taken, ReturnState.Taken], plan.Select(shown => shown.Line.State));
        Assert.Equal(new ReturnSteps.Result(2, 0, 0), result);
        var (title, paragraph) = (await text.ReadAsync(site, 0), await text.ReadAsync(site, 1));
        Assert.Equal(("第五届会议", TranslationState.Translated, SegmentOrigin.Import), (title!.Text, title.State, title.Origin));
        Assert.Equal(("2022年由*大学*承办。", TranslationState.Translated, false), (paragraph!.Text, paragraph.State, paragraph.IsApproved));
        Assert.Equal([SmallText.Translator.AccountId!.Value], paragraph.Makers);
    }

    [Fact]
    public async Task Texts_are_chosen_by_work_by_title_and_one_by_one()
    {
        var (mine, free, other, done) = (await SmallText.AddAsync(site, "Хронометр мой"), await SmallText.AddAsync(site, "Хронометр ничей"), await SmallText.AddAsync(site, "Хронометр без задания"), await SmallText.AddAsync(site, "Хронометр готовый"));
        await using (var db = site.Db())
        {
            db.Add(new TranslationTask { TextId = mine.Id, Language = "zh", FromLanguage = "ru", Stage = TaskStage.Translating, CreatedAt = site.Clock.GetCurrentInstant() });
            db.Add(new TranslationTask { TextId = free.Id, Language = "zh", FromLanguage = "ru", Stage = TaskStage.Reviewing, CreatedAt = site.Clock.GetCurrentInstant() });
            db.Add(new TranslationTask { TextId = done.Id, Language = "zh", FromLanguage = "ru", Stage = TaskStage.Done, CreatedAt = site.Clock.GetCurrentInstant() });
            db.Add(new TranslationTask { TextId = other.Id, Language = "en", FromLanguage = "ru", Stage = TaskStage.Translating, CreatedAt = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var email = $"taker-{site.Location.IsPostgres}@example.org".ToLowerInvariant();
        var translator = await site.SignInAsAsync(email, "translator", "pair:ru-zh");
        await using (var db = site.Db())
        {
            var taker = await db.Accounts.Where(row => row.Email == email).Select(row => row.Id).SingleAsync(TestContext.Current.CancellationToken);
            await db.TranslationTasks.Where(task => task.TextId == mine.Id).ExecuteUpdateAsync(set => set.SetProperty(task => task.TranslatorId, taker), TestContext.Current.CancellationToken);
        }

        Assert.Equal([mine.Id], await ListedAsync("choice=mine"));
        Assert.Equal(Latest(free.Id, mine.Id), await ListedAsync("choice=tasks&q=" + Uri.EscapeDataString("ХРОНОМЕТР")));
        Assert.Equal(Latest(free.Id, mine.Id), await ListedAsync("q=" + Uri.EscapeDataString("хронометр")));
        Assert.Equal(Latest(done.Id, other.Id, free.Id, mine.Id), await ListedAsync("choice=all&q=" + Uri.EscapeDataString("хронометр")));
        Assert.Equal([other.Id], await ListedAsync("text=" + other.Id));
        Assert.Empty(await ListedAsync("choice=all&q=" + Uri.EscapeDataString("нет такого")));

        // From the desk of a text the link leads to that text alone, ticked
        var link = (await translator.PageAsync($"/en/desk/texts/{mine.Id}/zh")).QuerySelector("a[href*='/desk/handouts?']")!.GetAttribute("href")!;
        using var file = await translator.PostAsync(link, [], "form[action*='handler=Take']");
        Assert.Equal(HandoutOperations.XliffType, file.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Хронометр мой", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Ids of one millisecond follow each other by chance
        static IEnumerable<Guid> Latest(params Guid[] ids) => ids.OrderByDescending(id => id.ToString(), StringComparer.Ordinal);

        async Task<List<Guid>> ListedAsync(string query) =>
            [.. (await translator.PageAsync("/en/desk/handouts?from=ru&to=zh&" + query)).QuerySelectorAll("input[name=texts]").Select(box => Guid.Parse(box.GetAttribute("value")!))];
    }

    [Fact]
    public async Task What_returns_late_overwrites_nothing()
    {
        var text = await SmallText.AddAsync(site, "Первое", "Второе", "Третье");
        var file = (await _steps.TakeAsync(SmallText.Translator, text))!;
        await text.ChangeSourceAsync(site, 0, "Первое, изменённое");
        await text.PutAsync(site, SmallText.Other, 1, "别人的第二");

        var returned = ReturnSteps.Translate(file, ("Первое", "第一", "translated"), ("Второе", "第二", "translated"), ("Третье", "第三", "translated"));
        var (plan, result) = await _steps.ReturnAsync(SmallText.Translator, returned);

        Assert.Equal([ReturnState.TakenStale, ReturnState.Conflict, ReturnState.Taken], plan.Select(shown => shown.Line.State));
        Assert.Equal(("Второе", "别人的第二", "第二"), (plan[1].Source, plan[1].Present, plan[1].Line.Target));
        Assert.Equal(new ReturnSteps.Result(2, 0, 1), result);
        Assert.Equal(("第一", true), ((await text.ReadAsync(site, 0))!.Text, (await text.ReadAsync(site, 0))!.IsStale(await text.ReadAsync(site, 0, "ru"))));
        Assert.Equal("Первое", (await text.ReadAsync(site, 0))!.FromText);
        Assert.Equal("别人的第二", (await text.ReadAsync(site, 1))!.Text);

        var (_, chosen) = await _steps.ReturnAsync(SmallText.Translator, returned, text.Segments[1]);
        Assert.Equal(0, chosen.Left);
        Assert.Equal("第二", (await text.ReadAsync(site, 1))!.Text);
    }

    [Fact]
    public async Task A_file_approves_only_what_its_bringer_may_and_did_not_make()
    {
        var text = await SmallText.AddAsync(site, "Своё", "Чужое");
        await text.PutAsync(site, SmallText.Translator, 1, "别人的");
        var file = (await _steps.TakeAsync(SmallText.Reviewer, text))!;
        var returned = ReturnSteps.Translate(file, ("Своё", "自己的", "final")).Replace("state=\"translated\"", "state=\"final\"", StringComparison.Ordinal);

        var (plan, result) = await _steps.ReturnAsync(SmallText.Reviewer, returned);

        Assert.Equal([ReturnState.Taken, ReturnState.Unchanged], plan.Select(shown => shown.Line.State));
        Assert.Equal((1, 1), (result.Taken, result.Approved));
        Assert.False((await text.ReadAsync(site, 0))!.IsApproved);
        Assert.True((await text.ReadAsync(site, 1))!.IsApproved);
    }

    [Fact]
    public async Task Who_may_not_write_the_pair_neither_takes_nor_brings_nor_sees()
    {
        var text = await SmallText.AddAsync(site, "Тайное");
        await text.PutAsync(site, SmallText.Translator, 0, "秘密");
        var file = (await _steps.TakeAsync(SmallText.Translator, text))!.Replace("<target>秘密", "<target>被改", StringComparison.Ordinal);

        Assert.Null(await _steps.TakeAsync(SmallText.Stranger, text));
        var (plan, result) = await _steps.ReturnAsync(SmallText.Stranger, file);

        Assert.Equal((ReturnState.Refused, "", null), (plan[0].Line.State, plan[0].Source, plan[0].Present));
        Assert.Equal(0, result.Taken);
        Assert.Equal("秘密", (await text.ReadAsync(site, 0))!.Text);
    }

    [Fact]
    public async Task Several_texts_leave_as_an_archive_and_return_as_one()
    {
        var (first, second) = (await SmallText.AddAsync(site, "Один"), await SmallText.AddAsync(site, "Два"));
        var empty = await SmallText.AddAsync(site, "Уже переведён");
        await empty.PutAsync(site, SmallText.Translator, 0, "已译");
        await using var scope = site.Services.CreateAsyncScope();
        var (_, file) = await scope.ServiceProvider.GetRequiredService<HandoutOperations>().TakeOutAsync(SmallText.Editor, [first.Id, empty.Id, second.Id], "ru", "zh", onlyOpen: true, CancellationToken.None);
        await using var content = file!.Content;

        var read = new List<XliffReturned>();
        var returned = new ReturnedFiles(file.Name, content);
        Assert.Null(await returned.ReadAsync(unit =>
        {
            if (unit.Segment is not null) read.Add(unit.Segment);
            return Task.CompletedTask;
        }));

        Assert.Equal(("application/zip", 2), (file.MediaType, new ZipArchive(content).Entries.Count));
        Assert.Equal([first.Segments[0], second.Segments[0]], read.Select(segment => segment.SegmentId));
        var job = Assert.Single(read.Select(segment => segment.JobId).Distinct());
        await using var db = site.Db();
        var handout = await db.Handouts.SingleAsync(row => row.Id == job, TestContext.Current.CancellationToken);
        Assert.Equal((2, 2), (handout.Texts.Count, handout.Segments));
    }

    [Fact]
    public async Task Every_text_of_a_list_leaves_at_once()
    {
        for (var i = 0; i < 32; i++) await SmallText.AddAsync(site, $"Гномон {i}");
        var editor = await site.SignInAsAsync($"all-{site.Location.IsPostgres}@example.org".ToLowerInvariant(), "editor");

        using var response = await editor.PostAsync("/en/desk/handouts?from=ru&to=zh&choice=all&q=" + Uri.EscapeDataString("гномон"), [("all", "true")], "form[action*='handler=Take']");

        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(32, archive.Entries.Count);
    }

    [Fact]
    public async Task The_pages_hand_out_and_show_what_would_happen()
    {
        var text = await SmallText.AddAsync(site, "Страница рабочего стола");
        var editor = await site.SignInAsAsync("handout-editor@example.org", "editor");
        var reader = await site.SignInAsAsync("handout-member@example.org", "member");

        using var response = await editor.PostAsync("/en/desk/handouts?from=ru&to=zh", [("texts", text.Id.ToString())], "form[action*='handler=Take']");

        Assert.Equal((HttpStatusCode.OK, HandoutOperations.XliffType), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        await reader.PageAsync("/en/desk/handouts", HttpStatusCode.Forbidden);
    }
}

public sealed class HandoutTestsOnSqlite(SqliteSite site) : HandoutTests(site), IClassFixture<SqliteSite>;

public sealed class HandoutTestsOnPostgres(PostgresSite site) : HandoutTests(site), IClassFixture<PostgresSite>;

/// <summary>Archives that nobody means well with.</summary>
public sealed class ReturnedFilesTests
{
    [Fact]
    public async Task An_archive_that_unpacks_without_end_is_refused()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("bomb.xlf", CompressionLevel.Fastest).Open();
            var blanks = new byte[1024 * 1024];
            blanks.AsSpan().Fill((byte)' ');
            for (var i = 0; i < 3; i++) entry.Write(blanks);
        }

        Assert.Contains("unpacks to more than 2 MiB", (await new ReturnedFiles("bomb.zip", stream) { LargestUnpacked = 2 * 1024 * 1024 }.ReadAsync(_ => Task.CompletedTask))!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK no archive at all", "damaged")]
    [InlineData("PKPK", "damaged")]
    [InlineData("", "not well-formed")]
    public async Task What_is_no_archive_is_refused(string content, string reason) =>
        Assert.Contains(reason, (await new ReturnedFiles("x.zip", new MemoryStream(Encoding.UTF8.GetBytes(content))).ReadAsync(_ => Task.CompletedTask))!.Reason, StringComparison.Ordinal);

    [Fact]
    public async Task Names_in_an_archive_are_shown_and_lead_nowhere()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("../../etc/evil.xlf");
        var files = new ReturnedFiles("x.zip", stream);

        Assert.NotNull(await files.ReadAsync(_ => Task.CompletedTask));
        Assert.Equal("evil.xlf", files.At);
    }
}
