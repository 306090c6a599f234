using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Newsroom;
using Rotunda.Tests.Modules.Translation.Handouts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Desk;

/// <summary>What the buttons of the translation desk make of a form: approved beside another language, given back, saved after it was kept, and stored although a segment went.</summary>
public abstract class DeskSavingTests(Site site)
{
    private static readonly Viewer English = new(RowId.New(), "English translator", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("ru", "en"))]);
    private readonly NewsroomSteps _steps = new(site);
    private readonly DeskSteps _desk = new(site);

    [Fact]
    public async Task A_reviewer_gives_approved_words_back_and_a_translator_cannot()
    {
        var text = await SmallText.AddAsync(site, "Форум вернули");
        await text.PutAsync(site, SmallText.Translator, 0, "论坛退回");
        await text.ApproveAsync(site, SmallText.Reviewer, 0);
        var (translator, reviewer) = (await _steps.SignInAsync("translator", "translator", "pair:ru-zh"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:zh"));
        var (path, act) = ($"/en/desk/texts/{text.Id}/zh", ("act", "back:" + text.Segments[0]));
        Assert.True((await text.ReadAsync(site, 0))!.IsApproved);

        // No button offers it, and a request that was made up changes nothing
        var shown = await translator.PageAsync(path);
        Assert.Empty(shown.QuerySelectorAll("button[value^='back:']"));
        using var refused = await translator.SubmitAsync(shown.QuerySelector("form.text-form")!, path, [act]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.True((await text.ReadAsync(site, 0))!.IsApproved);

        await _steps.ActAsync(reviewer, path, act.Item2);

        var back = (await text.ReadAsync(site, 0))!;
        Assert.Equal((false, TranslationState.Initial, "论坛退回", null), (back.IsApproved, back.State, back.Text, back.ApprovedBy));
        await using var db = site.Db();
        Assert.Equal([ChangeKind.Written, ChangeKind.Approved, ChangeKind.SentBack], await db.TextChanges.Where(change => change.TextId == text.Id).OrderBy(change => change.Id).Select(change => change.Kind).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Empty((await reviewer.PageAsync(path)).QuerySelectorAll("button[value^='back:']"));
    }

    [Fact]
    public async Task Words_made_from_one_language_are_approved_beside_another()
    {
        var text = await SmallText.AddAsync(site, "Заседание жюри", "Жюри собралось.", "Жюри разошлось.");
        foreach (var (place, english, chinese) in new[] { (0, "Session of the jury", "评委会会议"), (1, "The jury met.", "评委会开会。"), (2, "The jury parted.", "评委会散会。") })
        {
            await _desk.PutAsync(English, text, "en", new SegmentWish(text.Segments[place], english));
            await text.PutAsync(site, SmallText.Other, place, chinese);
        }

        var reviewer = await _steps.SignInAsync("reviewer", "text-reviewer", "language:zh");
        var path = PathOf(text) + "?from=en";
        var page = await reviewer.PageAsync(path);
        Assert.Equal(["Session of the jury", "The jury met.", "The jury parted."], page.QuerySelectorAll("[data-source]").Select(source => source.TextContent));
        Assert.Equal(3, page.QuerySelectorAll("[data-key=approve]").Length);

        await _steps.ActAsync(reviewer, path, "approve:" + text.Segments[0]);
        Assert.True((await text.ReadAsync(site, 0))!.IsApproved);
        await _steps.ActAsync(reviewer, path, "approve-all");
        Assert.Equal((true, true), ((await text.ReadAsync(site, 1))!.IsApproved, (await text.ReadAsync(site, 2))!.IsApproved));
        Assert.Equal("ru", (await text.ReadAsync(site, 0))!.FromLanguage);
    }

    [Fact]
    public async Task Saving_calls_done_what_the_script_kept_of_the_own_typing_and_nothing_else()
    {
        var text = await SmallText.AddAsync(site, "Набрано самим", "Начато другим", "Взято из памяти", "Источник изменился");
        var (translator, reviewer) = (await _steps.SignInAsync("translator", "translator", "pair:ru-zh"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:zh"));
        var path = PathOf(text);
        await _desk.PutAsync(SmallText.Other, text, "zh", new SegmentWish(text.Segments[1], "别人的") { State = TranslationState.Initial }, new SegmentWish(text.Segments[2], "记忆里的") { State = TranslationState.Initial, Origin = SegmentOrigin.Memory });
        var page = await translator.PageAsync(path);
        foreach (var (row, words) in new[] { (0, "自己的"), (3, "原文会变") }) Assert.Equal("stored", (await DeskSteps.AutosaveAsync(translator, path, page, row, words)).GetProperty("result").GetString());
        await text.ChangeSourceAsync(site, 3, "Источник стал другим");

        await _steps.ActAsync(translator, path, "save");

        Assert.Equal([TranslationState.Translated, TranslationState.Initial, TranslationState.Initial, TranslationState.Initial], await StatesAsync(text));
        Assert.Equal(("自己的", "Источник изменился"), ((await text.ReadAsync(site, 0))!.Text, (await text.ReadAsync(site, 3))!.FromText));

        // What a reviewer sent back waits for its translator to do something about it
        await _steps.ActAsync(reviewer, path, "back:" + text.Segments[0]);
        await _steps.ActAsync(translator, path, "save");
        Assert.Equal(TranslationState.Initial, (await text.ReadAsync(site, 0))!.State);
        await _steps.ActAsync(translator, path, "done:" + text.Segments[0]);
        Assert.Equal(TranslationState.Translated, (await text.ReadAsync(site, 0))!.State);
    }

    [Fact]
    public async Task A_segment_that_goes_while_it_is_saved_is_missing_and_the_others_are_stored()
    {
        var text = await SmallText.AddAsync(site, "Заголовок остаётся", "Абзац исчезает", "Абзац остаётся", "Абзац с переводом исчезает");
        await text.PutAsync(site, SmallText.Translator, 3, "译文");
        var (gone, changed) = (new[] { text.Segments[1], text.Segments[3] }, (await text.ReadAsync(site, 3))!.Hash);
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
            // Between what the operation reads and what it writes somebody else drops two paragraphs of the source
            db.SavingChanges += (_, _) =>
            {
                using var other = site.Db();
                other.Segments.Where(segment => gone.Contains(segment.Id)).ExecuteDelete();
            };
            // Files that come back are stored inside a transaction; the embedded database has one writer, which nobody overtakes there
            await using var transaction = site.Location.IsPostgres ? await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken) : null;

            var answers = await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(
                SmallText.Translator, text.Id, "zh", [.. text.Segments.Select((segment, place) => new SegmentWish(segment, $"新译文{place}") { Base = place == 3 ? changed : null })], isAutosave: false, CancellationToken.None);
            if (transaction is not null) await transaction.CommitAsync(TestContext.Current.CancellationToken);

            Assert.Equal([PutResult.Stored, PutResult.Missing, PutResult.Stored, PutResult.Missing], answers.Select(answer => answer.Result));
            Assert.Equal(["新译文0", null, "新译文2", null], answers.Select(answer => answer.Present?.Text));
        }

        Assert.Equal(("新译文0", "新译文2"), ((await text.ReadAsync(site, 0))!.Text, (await text.ReadAsync(site, 2))!.Text));
        Assert.Equal(2, await _steps.AuditedAsync(text.Id));
    }

    private async Task<List<TranslationState>> StatesAsync(SmallText text)
    {
        var states = new List<TranslationState>();
        for (var i = 0; i < text.Segments.Count; i++) states.Add((await text.ReadAsync(site, i))!.State);
        return states;
    }

    private static string PathOf(SmallText text) => $"/en/desk/texts/{text.Id}/zh";
}

public sealed class DeskSavingTestsOnSqlite(CrowdSqliteSite site) : DeskSavingTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class DeskSavingTestsOnPostgres(CrowdPostgresSite site) : DeskSavingTests(site), IClassFixture<CrowdPostgresSite>;
