using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Handouts;

/// <summary>Texts that leave as XLIFF and come back, on time or late.</summary>
public abstract class HandoutTests(Site site)
{
    [Fact]
    public async Task What_another_tool_translated_is_taken_over()
    {
        var text = await SmallText.AddAsync(site, "Пятая конференция", "Её провёл *университет* в 2022 году.");
        var file = Encoding.UTF8.GetString((await TakeAsync(SmallText.Translator, text))!.Content);

        var returned = Translate(file, ("Пятая конференция", "第五届会议", "final"), ("<pc id=\"c1\"", "2022年由<pc id=\"c1\" type=\"fmt\" subType=\"xlf:i\" dataRefStart=\"d1\" dataRefEnd=\"d1\">大学</pc>承办。", "translated"));
        var (plan, result) = await ReturnAsync(SmallText.Translator, returned);

        Assert.Null(XliffReader.Check(new MemoryStream(Encoding.UTF8.GetBytes(file))));
        Assert.Equal([ReturnState.Taken, ReturnState.Taken], plan.Lines.Select(line => line.State));
        Assert.Equal(new ReturnResult(2, 0, 0), result);
        var (title, paragraph) = (await text.ReadAsync(site, 0), await text.ReadAsync(site, 1));
        Assert.Equal(("第五届会议", TranslationState.Translated, SegmentOrigin.Import), (title!.Text, title.State, title.Origin));
        Assert.Equal(("2022年由*大学*承办。", TranslationState.Translated, false), (paragraph!.Text, paragraph.State, paragraph.IsApproved));
        Assert.Equal([SmallText.Translator.AccountId!.Value], paragraph.Makers);
    }

    [Fact]
    public async Task What_returns_late_overwrites_nothing()
    {
        var text = await SmallText.AddAsync(site, "Первое", "Второе", "Третье");
        var file = Encoding.UTF8.GetString((await TakeAsync(SmallText.Translator, text))!.Content);
        await text.ChangeSourceAsync(site, 0, "Первое, изменённое");
        await text.PutAsync(site, SmallText.Other, 1, "别人的第二");

        var returned = Translate(file, ("Первое", "第一", "translated"), ("Второе", "第二", "translated"), ("Третье", "第三", "translated"));
        var (plan, result) = await ReturnAsync(SmallText.Translator, returned);

        Assert.Equal([ReturnState.TakenStale, ReturnState.Conflict, ReturnState.Taken], plan.Lines.Select(line => line.State));
        Assert.Equal(("Второе", "别人的第二", "第二"), (plan.Lines[1].Source, plan.Lines[1].Present, plan.Lines[1].Returned.Target));
        Assert.Equal(new ReturnResult(2, 0, 1), result);
        Assert.Equal(("第一", true), ((await text.ReadAsync(site, 0))!.Text, (await text.ReadAsync(site, 0))!.IsStale(await text.ReadAsync(site, 0, "ru"))));
        Assert.Equal("Первое", (await text.ReadAsync(site, 0))!.FromText);
        Assert.Equal("别人的第二", (await text.ReadAsync(site, 1))!.Text);

        var (_, chosen) = await ReturnAsync(SmallText.Translator, returned, text.Segments[1]);
        Assert.Equal(0, chosen.Left);
        Assert.Equal("第二", (await text.ReadAsync(site, 1))!.Text);
    }

    [Fact]
    public async Task A_file_approves_only_what_its_bringer_may_and_did_not_make()
    {
        var text = await SmallText.AddAsync(site, "Своё", "Чужое");
        await text.PutAsync(site, SmallText.Translator, 1, "别人的");
        var file = Encoding.UTF8.GetString((await TakeAsync(SmallText.Reviewer, text))!.Content);
        var returned = Translate(file, ("Своё", "自己的", "final")).Replace("state=\"translated\"", "state=\"final\"", StringComparison.Ordinal);

        var (plan, result) = await ReturnAsync(SmallText.Reviewer, returned);

        Assert.Equal([ReturnState.Taken, ReturnState.Unchanged], plan.Lines.Select(line => line.State));
        Assert.Equal((1, 1), (result.Taken, result.Approved));
        Assert.False((await text.ReadAsync(site, 0))!.IsApproved);
        Assert.True((await text.ReadAsync(site, 1))!.IsApproved);
    }

    [Fact]
    public async Task What_moved_since_it_was_looked_at_is_looked_at_again()
    {
        var text = await SmallText.AddAsync(site, "Заголовок");
        var file = Encoding.UTF8.GetString((await TakeAsync(SmallText.Translator, text))!.Content);
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<HandoutOperations>();
        var bytes = Encoding.UTF8.GetBytes(Translate(file, ("Заголовок", "标题", "translated")));
        var (_, id) = await operations.SendAsync(SmallText.Translator, "back.xlf", bytes, CancellationToken.None);
        var plan = await scope.ServiceProvider.GetRequiredService<HandoutQueries>().PlanAsync(SmallText.Translator, ReturnedFiles.Read("back.xlf", bytes), CancellationToken.None);
        await text.PutAsync(site, SmallText.Other, 0, "别的标题");

        var (outcome, result) = await operations.TakeOverAsync(SmallText.Translator, id, plan!.Fingerprint, new HashSet<Guid>(), CancellationToken.None);

        Assert.IsType<Outcome.Conflict>(outcome);
        Assert.Null(result);
        Assert.Equal("别的标题", (await text.ReadAsync(site, 0))!.Text);
    }

    [Fact]
    public async Task Who_may_not_write_the_pair_neither_takes_nor_brings_nor_sees()
    {
        var text = await SmallText.AddAsync(site, "Тайное");
        await text.PutAsync(site, SmallText.Translator, 0, "秘密");
        var file = Encoding.UTF8.GetString((await TakeAsync(SmallText.Translator, text))!.Content).Replace("<target>秘密", "<target>被改", StringComparison.Ordinal);

        Assert.Null(await TakeAsync(SmallText.Stranger, text));
        var (plan, result) = await ReturnAsync(SmallText.Stranger, file);

        Assert.Equal((ReturnState.Refused, "", null), (plan.Lines[0].State, plan.Lines[0].Source, plan.Lines[0].Present));
        Assert.Equal(0, result.Taken);
        Assert.Equal("秘密", (await text.ReadAsync(site, 0))!.Text);
    }

    [Fact]
    public async Task Several_texts_leave_as_an_archive_and_return_as_one()
    {
        var (first, second) = (await SmallText.AddAsync(site, "Один"), await SmallText.AddAsync(site, "Два"));
        await using var scope = site.Services.CreateAsyncScope();
        var (_, file) = await scope.ServiceProvider.GetRequiredService<HandoutOperations>().TakeOutAsync(SmallText.Editor, [first.Id, second.Id], "ru", "zh", onlyOpen: true, CancellationToken.None);

        using var archive = new ZipArchive(new MemoryStream(file!.Content));
        var read = ReturnedFiles.Read(file.Name, file.Content);

        Assert.Equal(("application/zip", 2), (file.MediaType, archive.Entries.Count));
        Assert.Null(read.Fault);
        Assert.Equal([first.Segments[0], second.Segments[0]], read.Files.SelectMany(entry => entry.File.Segments).Select(segment => segment.SegmentId));
        Assert.Single(read.Files.SelectMany(entry => entry.File.Segments).Select(segment => segment.JobId).Distinct());
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

    private async Task<HandoutFile?> TakeAsync(Viewer viewer, SmallText text)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<HandoutOperations>().TakeOutAsync(viewer, [text.Id], "ru", "zh", onlyOpen: false, CancellationToken.None)).File;
    }

    private async Task<(ReturnPlan Plan, ReturnResult Result)> ReturnAsync(Viewer viewer, string file, params Guid[] chosen)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<HandoutOperations>();
        var bytes = Encoding.UTF8.GetBytes(file);
        var plan = await scope.ServiceProvider.GetRequiredService<HandoutQueries>().PlanAsync(viewer, ReturnedFiles.Read("back.xlf", bytes), CancellationToken.None);
        var (_, id) = await operations.SendAsync(viewer, "back.xlf", bytes, CancellationToken.None);
        var (_, result) = await operations.TakeOverAsync(viewer, id, plan!.Fingerprint, chosen.ToHashSet(), CancellationToken.None);
        return (plan, result!);
    }

    /// <summary>Puts targets behind the sources that hold these words, as a translator's program would.</summary>
    private static string Translate(string file, params (string Words, string Target, string State)[] translations)
    {
        foreach (var (words, target, state) in translations)
        {
            var end = file.IndexOf("</source>", file.IndexOf(words, file.IndexOf("<unit", StringComparison.Ordinal), StringComparison.Ordinal), StringComparison.Ordinal) + "</source>".Length;
            var begin = file.LastIndexOf("<segment", end, StringComparison.Ordinal);
            file = file[..begin] + file[begin..end].Replace("state=\"initial\"", $"state=\"{state}\"", StringComparison.Ordinal) + $"\n  <target>{target}</target>" + file[end..];
        }

        return file;
    }
}

public sealed class HandoutTestsOnSqlite(SqliteSite site) : HandoutTests(site), IClassFixture<SqliteSite>;

public sealed class HandoutTestsOnPostgres(PostgresSite site) : HandoutTests(site), IClassFixture<PostgresSite>;

/// <summary>Archives that nobody means well with.</summary>
public sealed class ReturnedFilesTests
{
    [Fact]
    public void An_archive_that_unpacks_without_end_is_refused()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("bomb.xlf", CompressionLevel.Fastest).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 140; i++) entry.Write(zeros);
        }

        Assert.Contains("unpacks to more than 128 MiB", ReturnedFiles.Read("bomb.zip", stream.ToArray()).Fault!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK no archive at all", "damaged")]
    [InlineData("PKPK", "damaged")]
    [InlineData("", "not well-formed")]
    public void What_is_no_archive_is_refused(string content, string reason) => Assert.Contains(reason, ReturnedFiles.Read("x.zip", Encoding.UTF8.GetBytes(content)).Fault!.Reason, StringComparison.Ordinal);

    [Fact]
    public void Names_in_an_archive_are_shown_and_lead_nowhere()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("../../etc/evil.xlf");

        Assert.Equal("evil.xlf", ReturnedFiles.Read("x.zip", stream.ToArray()).FaultIn);
    }
}
