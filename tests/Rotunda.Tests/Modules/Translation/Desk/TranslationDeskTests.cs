using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Rotunda.Tests.Modules.Newsroom;
using Rotunda.Tests.Modules.Translation.Handouts;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Desk;

/// <summary>The translation desk: nothing counts as made from words that nobody saw, and no word that was typed is lost.</summary>
public abstract class TranslationDeskTests(Site site)
{
    private static readonly Viewer English = new(RowId.New(), "English translator", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("ru", "en"))]);
    private static readonly Viewer Chinese = new(RowId.New(), "Chinese translator", [new Grant(TranslationRoles.Translator, TranslationActs.Pair("en", "zh"))]);
    private static readonly Viewer EnglishReviewer = new(RowId.New(), "English reviewer", [new Grant(TranslationRoles.TextReviewer, TranslationActs.Language("en"))]);
    private readonly NewsroomSteps _steps = new(site);
    private readonly DeskSteps _desk = new(site);

    [Fact]
    public async Task Who_translates_English_into_Chinese_is_kept_while_typing_on_a_Russian_text()
    {
        var text = await SmallText.AddAsync(site, "Заголовок форума", "Абзац, которого нет по-английски.");
        await _desk.PutAsync(English, text, "en", new SegmentWish(text.Segments[0], "Title of the forum"));
        var (chinese, both) = (await _steps.SignInAsync("chinese", "translator", "pair:en-zh"), await _steps.SignInAsync("both", "editor"));
        var path = PathOf(text);
        var page = await chinese.PageAsync(path + "?from=en");

        var first = await DeskSteps.AutosaveAsync(chinese, path, page, 0, "论");
        var second = await DeskSteps.AutosaveAsync(chinese, path, page, 0, "论坛标题", first.GetProperty("base").GetString());
        var russian = await DeskSteps.AutosaveAsync(chinese, path, page, 1, "一段");

        Assert.Equal(("stored", "stored", "refused"), (first.GetProperty("result").GetString(), second.GetProperty("result").GetString(), russian.GetProperty("result").GetString()));
        var stored = await text.ReadAsync(site, 0);
        Assert.Equal(("论坛标题", "en", "Title of the forum"), (stored!.Text, stored.FromLanguage, stored.FromText));
        Assert.Null(await text.ReadAsync(site, 1));
        var areas = page.QuerySelectorAll(".segment textarea");
        Assert.Equal((false, true), (areas[0].HasAttribute("readonly"), areas[1].HasAttribute("readonly")));
        Assert.Contains("Russian", page.QuerySelectorAll(".segment-actions")[1].TextContent, StringComparison.Ordinal);

        // Who may translate from both is recorded by what was shown
        var other = await SmallText.AddAsync(site, "Другой заголовок");
        await _desk.PutAsync(English, other, "en", new SegmentWish(other.Segments[0], "Another title"));
        await using (var db = site.Db())
        {
            var account = await db.Set<Rotunda.Modules.Accounts.Identity.Account>().Where(row => row.Email!.StartsWith("both-")).OrderByDescending(row => row.Id).Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
            foreach (var pair in new[] { "pair:en-zh", "pair:ru-zh" }) db.Add(new Rotunda.Modules.Accounts.Identity.RoleGrant { Id = RowId.New(), AccountId = account, Role = "translator", Scope = pair, GrantedAt = site.Clock.GetCurrentInstant() });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await DeskSteps.AutosaveAsync(both, PathOf(other), await both.PageAsync(PathOf(other) + "?from=en"), 0, "另一个标题");
        Assert.Equal("en", (await other.ReadAsync(site, 0))!.FromLanguage);
    }

    [Fact]
    public async Task What_was_made_beside_an_earlier_source_is_stored_as_made_from_that_and_stale_at_once()
    {
        var (editor, translator) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"));
        var article = await _steps.BeginAsync(editor, "Срок форума", "Форум откроется 10 июня.\n\nРегистрация до 1 мая.\n\nТретий абзац.");
        var path = await _steps.AskAsync(editor, article, "en");
        await _steps.TypeAsync(translator, path, ["Date of the forum", "A deck.", "The forum opens on 10 June."], "save");
        var open = await translator.PageAsync(path);
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Форум откроется 12 июня.\n\nРегистрация до 3 мая.\n\nТретий абзац, новый.");

        // One segment called done without a change, one written anew, one begun by an autosave: all beside the former source
        var names = open.QuerySelectorAll(".segment textarea").Select(area => area.GetAttribute("name")!).ToList();
        var typing = await DeskSteps.AutosaveAsync(translator, path, open, 4, "The third");
        using var answer = await translator.SubmitAsync(open.QuerySelector("form.text-form")!, path, [(names[3], "Registration until 1 May."), ("act", "done:" + names[2].Split(':')[1])]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(("stored", true), (typing.GetProperty("result").GetString(), typing.GetProperty("moved").GetBoolean()));
        var page = await Visitor.ParseAsync(answer);
        var rows = page.QuerySelectorAll(".segment");
        Assert.Equal([("10", "12"), ("1", "3")], new[] { rows[2], rows[3] }.Select(row => (row.QuerySelector(".source-change del")!.TextContent, row.QuerySelector(".source-change ins")!.TextContent)));
        Assert.All([rows[2], rows[3]], row => Assert.Contains("stored", row.QuerySelector(".fault")!.TextContent, StringComparison.Ordinal));
        Assert.Equal("Registration until 1 May.", rows[3].QuerySelector("textarea")!.TextContent);
        var segments = (await _steps.TextAsync(article.TextId)).Segments;
        foreach (var (place, was) in new[] { (2, "Форум откроется 10 июня."), (3, "Регистрация до 1 мая."), (4, "Третий абзац.") })
        {
            var segment = segments.Single(row => row.Id == Guid.Parse(names[place].Split(':')[1]));
            Assert.Equal((was, Freshness.Stale), (segment.In("en")!.FromText, Staleness.Of(segment, "en")));
        }
    }

    [Fact]
    public async Task Words_beside_a_source_that_nobody_remembers_are_given_back_and_not_stored()
    {
        var text = await SmallText.AddAsync(site, "Слова, которых нет в записях");
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-zh");
        var open = await translator.PageAsync(PathOf(text));
        await text.ChangeSourceAsync(site, 0, "Совсем другие слова");

        using var answer = await translator.SubmitAsync(open.QuerySelector("form.text-form")!, PathOf(text), [(open.QuerySelector(".segment textarea")!.GetAttribute("name")!, "译文"), ("act", "save")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var row = (await Visitor.ParseAsync(answer)).QuerySelector(".segment")!;
        Assert.Equal(("译文", "Совсем другие слова"), (row.QuerySelector("textarea")!.TextContent, row.QuerySelector("[data-source]")!.TextContent));
        Assert.Contains("Nothing was stored", row.QuerySelector(".fault")!.TextContent, StringComparison.Ordinal);
        Assert.Null(await text.ReadAsync(site, 0));
    }

    [Fact]
    public async Task Meaning_is_kept_and_words_are_approved_only_beside_the_source_that_was_read()
    {
        var text = await SmallText.AddAsync(site, "Форум в июне");
        await text.PutAsync(site, SmallText.Translator, 0, "六月论坛");
        await text.ChangeSourceAsync(site, 0, "Форум в июле");
        var (translator, reviewer) = (await _steps.SignInAsync("translator", "translator", "pair:ru-zh"), await _steps.SignInAsync("reviewer", "text-reviewer", "language:zh"));
        var shown = await translator.PageAsync(PathOf(text));
        await text.ChangeSourceAsync(site, 0, "Форум в августе");

        using (var kept = await translator.SubmitAsync(shown.QuerySelector("form.text-form")!, PathOf(text), [("act", "keep:" + text.Segments[0])]))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
            Assert.Contains("read the source as it stands now", (await Visitor.ParseAsync(kept)).QuerySelector(".segment .fault")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal("Форум в июне", (await text.ReadAsync(site, 0))!.FromText);
        await _steps.ActAsync(translator, PathOf(text), "keep:" + text.Segments[0]);
        Assert.Equal("Форум в августе", (await text.ReadAsync(site, 0))!.FromText);

        var review = await reviewer.PageAsync(PathOf(text));
        await text.ChangeSourceAsync(site, 0, "Форум в сентябре");
        await _steps.ActAsync(translator, PathOf(text), "keep:" + text.Segments[0]);
        using var approved = await reviewer.SubmitAsync(review.QuerySelector("form.text-form")!, PathOf(text), [("act", "approve:" + text.Segments[0])]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, approved.StatusCode);
        Assert.False((await text.ReadAsync(site, 0))!.IsApproved);
        await _steps.ActAsync(reviewer, PathOf(text), "approve:" + text.Segments[0]);
        Assert.True((await text.ReadAsync(site, 0))!.IsApproved);
    }

    [Fact]
    public async Task Words_for_a_segment_that_the_filter_no_longer_shows_are_saved_or_shown_as_a_conflict()
    {
        var text = await SmallText.AddAsync(site, "Открытый сегмент", "Ещё один открытый сегмент");
        await text.PutAsync(site, SmallText.Other, 0, "旧译文");
        await text.PutAsync(site, SmallText.Other, 1, "第二段旧译文");
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-zh");
        var path = PathOf(text) + "?show=open";
        var open = await translator.PageAsync(path);
        var names = open.QuerySelectorAll(".segment textarea").Select(area => area.GetAttribute("name")!).ToList();
        // Meanwhile both are settled, the second with other words
        await text.PutAsync(site, SmallText.Other, 1, "别人的新译文", (await text.ReadAsync(site, 1))!.Hash);
        await text.ApproveAsync(site, SmallText.Reviewer, 0, 1);

        using var answer = await translator.SubmitAsync(open.QuerySelector("form.text-form")!, path, [(names[0], "我的新译文"), (names[1], "我的第二段"), ("act", "save")]);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("我的新译文", (await text.ReadAsync(site, 0))!.Text);
        Assert.Equal("别人的新译文", (await text.ReadAsync(site, 1))!.Text);
        var row = (await Visitor.ParseAsync(answer)).QuerySelector("#s-" + text.Segments[1])!;
        Assert.Equal(("我的第二段", "别人的新译文"), (row.QuerySelector("textarea")!.TextContent, row.QuerySelector(".stored-value")!.TextContent));
    }

    [Fact]
    public async Task Words_for_a_block_that_the_source_dropped_are_shown_and_the_others_saved()
    {
        var (editor, translator) = (await _steps.SignInAsync("editor", "editor"), await _steps.SignInAsync("translator", "translator", "pair:ru-en"));
        var article = await _steps.BeginAsync(editor, "Абзац пропал", "Первый абзац остаётся.\n\nБудет выброшено целиком.");
        var path = await _steps.AskAsync(editor, article, "en");
        var open = await translator.PageAsync(path);
        var names = open.QuerySelectorAll(".segment textarea").Select(area => area.GetAttribute("name")!).ToList();
        await NewsroomSteps.RewriteAsync(editor, article.Id, "Первый абзац остаётся.");

        using var answer = await translator.SubmitAsync(open.QuerySelector("form.text-form")!, path, [(names[2], "The first stays."), (names[3], "Words that took an hour."), ("act", "save")]);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await Visitor.ParseAsync(answer);
        Assert.Equal("Words that took an hour.", page.QuerySelector(".lost li")!.TextContent.Trim());
        Assert.Equal("The first stays.", page.QuerySelectorAll(".segment textarea")[2].TextContent);
        Assert.Equal("The first stays.", (await _steps.TextAsync(article.TextId)).Segments.Single(segment => segment.Id == Guid.Parse(names[2].Split(':')[1])).In("en")!.Text);
    }

    [Fact]
    public async Task Added_block_is_not_removed_over_words_of_somebody_else_and_a_rewriting_at_the_same_moment_is_a_conflict()
    {
        var text = await SmallText.AddAsync(site, "Добавленный абзац", "Абзац источника.");
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-zh");
        await _steps.ActAsync(translator, PathOf(text), "add:" + text.Segments[1]);
        var open = await translator.PageAsync(PathOf(text));
        var added = Guid.Parse(open.QuerySelectorAll(".segment")[2].GetAttribute("data-segment")!);
        await _desk.PutAsync(SmallText.Other, text, "zh", new SegmentWish(added, "别人写的说明") { Base = SegmentText.HashOf("") });

        using (var removed = await translator.SubmitAsync(open.QuerySelector("form.text-form")!, PathOf(text), [("act", "remove:" + added)])) Assert.Equal(HttpStatusCode.UnprocessableEntity, removed.StatusCode);
        Assert.Equal("别人写的说明", (await translator.PageAsync(PathOf(text))).QuerySelectorAll(".segment textarea")[2].TextContent);

        Assert.IsType<Outcome.Conflict>(await BesideAsync(blocks => blocks.AddAsync(SmallText.Translator, text.Id, "zh", text.Segments[0], CancellationToken.None)));
        Assert.IsType<Outcome.Conflict>(await BesideAsync(blocks => blocks.RemoveAsync(SmallText.Translator, text.Id, "zh", added, SegmentText.HashOf("别人写的说明"), CancellationToken.None)));
        Assert.Equal([0, 1], (await _steps.TextAsync(text.Id)).Blocks.Select(block => block.Order).Order());
        await _steps.ActAsync(translator, PathOf(text), "remove:" + added);
        Assert.Single((await _steps.TextAsync(text.Id)).Blocks);

        // Between what the operation reads and what it writes somebody else rewrites the source
        async Task<Outcome> BesideAsync(Func<AddedBlocks, Task<Outcome>> act)
        {
            await using var scope = site.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<RotundaDb>().SavingChanges += (_, _) =>
            {
                using var other = site.Db();
                other.Texts.Where(row => row.Id == text.Id).ExecuteUpdate(set => set.SetProperty(row => row.Version, row => row.Version + 1));
            };
            return await act(scope.ServiceProvider.GetRequiredService<AddedBlocks>());
        }
    }

    [Fact]
    public async Task Match_from_the_same_place_comes_first_and_any_match_goes_in_by_its_button()
    {
        var (first, second) = (await SmallText.AddAsync(site, "Раздел секстантов", "Общая фраза о секстантах."), await SmallText.AddAsync(site, "Раздел октантов", "Общая фраза о секстантах."));
        foreach (var (text, words) in new[] { (first, "第一种六分仪译法"), (second, "第二种六分仪译法") })
        {
            await text.PutAsync(site, SmallText.Translator, 1, words);
            await text.ApproveAsync(site, SmallText.Reviewer, 1);
            await site.DeliverAsync("memory");
            site.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        }

        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-zh");
        var (same, other) = (await SmallText.AddAsync(site, "Раздел секстантов", "Общая фраза о секстантах."), await SmallText.AddAsync(site, "Раздел прочего", "Общая фраза о секстантах."));
        Assert.Contains("第一种六分仪译法", (await RowAsync(same)).QuerySelector(".match")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("same place", (await RowAsync(same)).QuerySelector(".match")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("第二种六分仪译法", (await RowAsync(other)).QuerySelector(".match")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["第一种六分仪译法", "第二种六分仪译法"], (await RowAsync(same, $"?matches={same.Segments[1]}")).QuerySelectorAll(".similar [data-match]").Select(match => match.TextContent));

        // Nearly the same: by a button of its own, as it is, for somebody to call it done
        var nearly = await SmallText.AddAsync(site, "Ещё раздел", "Общая новая фраза о секстантах.");
        var button = (await RowAsync(nearly, $"?matches={nearly.Segments[1]}")).QuerySelector(".similar button")!.GetAttribute("value")!;
        await _steps.ActAsync(translator, PathOf(nearly), $"match:{nearly.Segments[1]}:999999999", [], HttpStatusCode.UnprocessableEntity);
        await _steps.ActAsync(translator, PathOf(nearly), button);
        var stored = await nearly.ReadAsync(site, 1);
        Assert.Equal((SegmentOrigin.Memory, TranslationState.Initial, "Общая новая фраза о секстантах."), (stored!.Origin, stored.State, stored.FromText));
        Assert.EndsWith("六分仪译法", stored.Text, StringComparison.Ordinal);

        // What goes out as a file has the same order
        await using var scope = site.Services.CreateAsyncScope();
        var file = (await scope.ServiceProvider.GetRequiredService<Rotunda.Modules.Translation.Handouts.HandoutOperations>().TakeOutAsync(SmallText.Translator, [same.Id], "ru", "zh", onlyOpen: true, CancellationToken.None)).File!;
        using var content = new StreamReader(file.Content);
        var xliff = await content.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.InRange(xliff.IndexOf("第一种六分仪译法", StringComparison.Ordinal), 0, xliff.IndexOf("第二种六分仪译法", StringComparison.Ordinal));

        async Task<IElement> RowAsync(SmallText text, string query = "") => (await translator.PageAsync(PathOf(text) + query)).QuerySelector("#s-" + text.Segments[1])!;
    }

    [Fact]
    public async Task Mark_and_makers_of_machine_words_follow_their_likeness_however_they_are_typed()
    {
        const string proposed = "大学校长论坛将于六月在莫斯科举行";
        var text = await SmallText.AddAsync(site, "Форум ректоров пройдёт в июне в Москве", "Второй сегмент", "Третий сегмент");
        await _desk.PutAsync(SmallText.Other, text, "zh", [.. text.Segments.Select(segment => new SegmentWish(segment, proposed) { State = TranslationState.Initial, Origin = SegmentOrigin.Machine })]);

        // Nobody's until somebody answers for it
        Assert.Empty((await text.ReadAsync(site, 0))!.Makers);
        await using (var db = site.Db())
        {
            var entry = await db.TextChanges.SingleAsync(change => change.SegmentId == text.Segments[0] && change.Language == "zh", TestContext.Current.CancellationToken);
            Assert.Equal((ChangeKind.Proposed, (Guid?)null), (entry.Kind, entry.AccountId));
        }

        // A letter more leaves the mark; a wording made anew letter by letter takes it away, and taking that back brings it again
        await TypeAsync(0, proposed + "。");
        Assert.Equal((SegmentOrigin.Machine, SmallText.Translator.AccountId), await StandAsync(0));
        foreach (var step in new[] { "大学校长论坛将于六月在俄罗斯举行", "各校校长论坛将于六月在俄罗斯召开", "各校领导论坛于初夏在俄罗斯召开", "各校领导于初夏齐聚俄罗斯召开", "各校领导于初夏齐聚俄国首都" }) await TypeAsync(0, step);
        Assert.Equal((SegmentOrigin.Person, SmallText.Translator.AccountId), await StandAsync(0));
        await TypeAsync(0, proposed);
        Assert.Equal(SegmentOrigin.Machine, (await text.ReadAsync(site, 0))!.Origin);

        // Who calls them done unchanged has made them, and does not approve them; the mark stays
        await _desk.PutAsync(SmallText.Translator, text, "zh", new SegmentWish(text.Segments[1], proposed) { Base = SegmentText.HashOf(proposed) });
        var done = await text.ReadAsync(site, 1);
        Assert.Equal((SegmentOrigin.Machine, TranslationState.Translated), (done!.Origin, done.State));
        Assert.Equal([SmallText.Translator.AccountId!.Value], done.Makers);
        var reviewing = new Viewer(SmallText.Translator.AccountId, "both", [new Grant(TranslationRoles.TextReviewer, TranslationActs.Language("zh"))]);
        Assert.Equal(PutResult.OwnWork, await _desk.ApproveAsync(reviewing, text, 1, "zh"));
        Assert.Equal(PutResult.Stored, await _desk.ApproveAsync(SmallText.Reviewer, text, 1, "zh"));
        Assert.Equal(PutResult.Invalid, await _desk.ApproveAsync(SmallText.Reviewer, text, 2, "zh"));

        async Task TypeAsync(int segment, string words)
        {
            await using var scope = site.Services.CreateAsyncScope();
            var answers = await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(SmallText.Translator, text.Id, "zh", [new SegmentWish(text.Segments[segment], words) { Base = (await text.ReadAsync(site, segment))!.Hash, State = TranslationState.Initial }], isAutosave: true, CancellationToken.None);
            Assert.Equal(PutResult.Stored, answers[0].Result);
        }

        async Task<(SegmentOrigin, Guid?)> StandAsync(int segment) => await text.ReadAsync(site, segment) is { } now ? (now.Origin, Assert.Single(now.Makers)) : default;
    }

    [Fact]
    public async Task Chinese_made_from_English_waits_for_the_approval_of_the_English()
    {
        var text = await SmallText.AddAsync(site, "Цепочка языков", "Второе звено");
        foreach (var (place, english, chinese) in new[] { (0, "Chain of languages", "语言链"), (1, "The second link", "第二环") })
        {
            await _desk.PutAsync(English, text, "en", new SegmentWish(text.Segments[place], english));
            await _desk.PutAsync(Chinese, text, "zh", new SegmentWish(text.Segments[place], chinese) { FromLanguage = "en" });
        }

        var reviewer = await _steps.SignInAsync("reviewer", "text-reviewer", "language:zh");
        var page = await reviewer.PageAsync(PathOf(text));
        Assert.Equal(2, page.QuerySelectorAll(".badge.pivot").Length);
        Assert.Null(page.QuerySelector("[data-key=approve]"));
        await _steps.ActAsync(reviewer, PathOf(text), "approve:" + text.Segments[0], [], HttpStatusCode.UnprocessableEntity);
        Assert.False((await text.ReadAsync(site, 0))!.IsApproved);

        Assert.Equal(PutResult.Stored, await _desk.ApproveAsync(EnglishReviewer, text, 0, "en"));
        page = await reviewer.PageAsync(PathOf(text));
        Assert.Single(page.QuerySelectorAll(".badge.pivot"));
        await _steps.ActAsync(reviewer, PathOf(text), "approve:" + text.Segments[0]);
        Assert.True((await text.ReadAsync(site, 0))!.IsApproved);

        // Set aside with a reason, which stays in the record
        var editing = new Viewer(RowId.New(), "editor", [new Grant(TranslationRoles.Editor, null), new Grant(TranslationRoles.TextReviewer, TranslationActs.Language("zh"))]);
        Assert.Equal(PutResult.PivotOpen, await _desk.ApproveAsync(editing, text, 1, "zh"));
        Assert.Equal(PutResult.Stored, await _desk.ApproveAsync(editing, text, 1, "zh", "The English is never published"));
        await using var db = site.Db();
        Assert.Equal("The English is never published", (await db.TextChanges.SingleAsync(change => change.SegmentId == text.Segments[1] && change.Kind == ChangeKind.ApprovedByOverride, TestContext.Current.CancellationToken)).Note);
    }

    [Fact]
    public async Task Meaning_of_chosen_segments_is_kept_logged_and_leaves_their_approval()
    {
        var text = await SmallText.AddAsync(site, "Первое название", "Второе предложение", "Третье предложение");
        foreach (var (place, words) in new[] { (0, "第一"), (1, "第二"), (2, "第三") }) await text.PutAsync(site, SmallText.Other, place, words);
        await text.ApproveAsync(site, SmallText.Reviewer, 0, 1, 2);
        foreach (var (place, words) in new[] { (0, "Первое название."), (1, "Второе предложение."), (2, "Третье, совсем другое") }) await text.ChangeSourceAsync(site, place, words);
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-zh");
        var before = await _steps.AuditedAsync(text.Id);
        Assert.Equal(3, (await translator.PageAsync(PathOf(text) + "?show=stale")).QuerySelectorAll("input[name=keep]").Length);

        await _steps.ActAsync(translator, PathOf(text) + "?show=stale", "keep-chosen", [("keep", text.Segments[0].ToString()), ("keep", text.Segments[1].ToString())]);

        var segments = (await _steps.TextAsync(text.Id)).Segments.ToDictionary(segment => segment.Id);
        Assert.Equal([Freshness.Fresh, Freshness.Fresh, Freshness.Stale], text.Segments.Select(id => Staleness.Of(segments[id], "zh")));
        Assert.All(segments.Values, segment => Assert.Equal((true, TranslationState.Final), (segment.In("zh")!.IsApproved, segment.In("zh")!.State)));
        Assert.Equal(before + 1, await _steps.AuditedAsync(text.Id));
        await using var db = site.Db();
        var subject = text.Id.ToString();
        Assert.Equal(1, await db.AuditEntries.CountAsync(row => row.SubjectId == subject && row.Action == "text.meaning-unchanged", TestContext.Current.CancellationToken));
        var record = await db.TextChanges.Where(change => change.TextId == text.Id && change.Kind == ChangeKind.MeaningUnchanged).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([.. text.Segments.Take(2).Order()], record.Select(change => change.SegmentId).Order());
        Assert.Single(record.Select(change => change.AccountId).Distinct(), account => account is not null);
    }

    [Fact]
    public async Task Segments_are_commented_settled_and_shown_beside_a_second_language()
    {
        var text = await SmallText.AddAsync(site, "Обсуждаемый заголовок", "Обсуждаемый абзац");
        await _desk.PutAsync(English, text, "en", new SegmentWish(text.Segments[1], "A discussed paragraph"));
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-zh");
        var path = PathOf(text);

        await _steps.ActAsync(translator, $"{path}?comment={text.Segments[1]}", "comment:" + text.Segments[1], [("Comment", "Which paragraph?")]);
        await _steps.ActAsync(translator, $"{path}?comment={text.Segments[1]}", "comment:" + text.Segments[1], [("Comment", " ")], HttpStatusCode.UnprocessableEntity);
        var open = Assert.Single((await translator.PageAsync(path + "?show=comments")).QuerySelectorAll(".segment"));
        Assert.Contains("Which paragraph?", open.QuerySelector(".segment-comments")!.TextContent, StringComparison.Ordinal);
        await _steps.ActAsync(translator, path, open.QuerySelector(".segment-comments button")!.GetAttribute("value")!);
        Assert.Empty((await translator.PageAsync(path + "?show=comments")).QuerySelectorAll(".segment"));
        Assert.NotNull((await translator.PageAsync(path)).QuerySelector(".segment-comments .settled"));

        var second = Assert.Single((await translator.PageAsync(path + "?second=en")).QuerySelectorAll(".second"));
        Assert.Equal("en", second.GetAttribute("lang"));
        Assert.Contains("A discussed paragraph", second.TextContent, StringComparison.Ordinal);
    }

    private static string PathOf(SmallText text) => $"/en/desk/texts/{text.Id}/zh";
}

public sealed class TranslationDeskTestsOnSqlite(CrowdSqliteSite site) : TranslationDeskTests(site), IClassFixture<CrowdSqliteSite>;

public sealed class TranslationDeskTestsOnPostgres(CrowdPostgresSite site) : TranslationDeskTests(site), IClassFixture<CrowdPostgresSite>;
