using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Audit;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Handouts;

/// <summary>Translations of several texts that are stored at once.</summary>
public abstract class SegmentsOfSeveralTextsTests(Site site)
{
    private static readonly string[] Sources = [.. Enumerable.Range(0, 12).Select(number => $"Строка {number}")];

    [Fact]
    public async Task Each_text_is_audited_by_itself_and_who_was_quicker_in_one_takes_nothing_from_the_others()
    {
        var (one, other, absent) = (await SmallText.AddAsync(site, Sources), await SmallText.AddAsync(site, Sources), Guid.CreateVersion7());
        var wishes = new[] { one, other }.SelectMany(text => text.Segments.Select(id => new TextWish(text.Id, new SegmentWish(id, "译文")))).ToList();
        await using var scope = site.Services.CreateAsyncScope();
        var operations = ActivatorUtilities.CreateInstance<SegmentOperations>(scope.ServiceProvider, (IClock)new OnceActingClock(() => other.PutAsync(site, SmallText.Other, 5, "别人的"), site.Clock));

        // A segment that is asked for in another text than its own is missing, and so is all of a text that is none
        var answers = await operations.PutAsync(
            SmallText.Translator, "zh", [.. wishes, new TextWish(absent, new SegmentWish(one.Segments[0], "无"))], isAutosave: false, TestContext.Current.CancellationToken);

        Assert.Equal(Sources.Length * 2 + 1, answers.Count);
        Assert.Equal((Sources.Length * 2) - 1, answers.Count(answer => answer.Result == PutResult.Stored));
        var conflict = Assert.Single(answers, answer => answer.Result == PutResult.Conflict);
        Assert.Equal((other.Segments[5], "别人的"), (conflict.SegmentId, conflict.Present!.Text));
        Assert.Single(answers, answer => answer.Result == PutResult.Missing);
        Assert.Equal(("译文", "别人的", "译文"), ((await one.ReadAsync(site, 11))!.Text, (await other.ReadAsync(site, 5))!.Text, (await other.ReadAsync(site, 6))!.Text));
        await using var db = site.Db();
        Assert.Equal((12, 12), (await db.TextChanges.CountAsync(change => change.TextId == one.Id, TestContext.Current.CancellationToken), await db.TextChanges.CountAsync(change => change.TextId == other.Id, TestContext.Current.CancellationToken)));
        // The other text was written by two people
        var subjects = new[] { one.Id.ToString(), other.Id.ToString() };
        var audited = await db.Set<AuditEntry>().Where(entry => entry.Action == "text.translate" && subjects.Contains(entry.SubjectId)).Select(entry => entry.SubjectId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 2), (audited.Count(subject => subject == subjects[0]), audited.Count(subject => subject == subjects[1])));
    }

    [Fact]
    public async Task What_stands_there_is_changed_where_it_is_what_was_seen()
    {
        var (one, other) = (await SmallText.AddAsync(site, Sources), await SmallText.AddAsync(site, Sources));
        await one.PutAsync(site, SmallText.Other, 0, "旧");
        await other.PutAsync(site, SmallText.Other, 0, "旧");
        var seen = SegmentText.HashOf("旧");
        await using var scope = site.Services.CreateAsyncScope();

        var answers = await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(
            SmallText.Translator, "zh",
            [
                new TextWish(one.Id, new SegmentWish(one.Segments[0], "新") { Base = seen }), new TextWish(one.Id, new SegmentWish(one.Segments[1], "新")), new TextWish(other.Id, new SegmentWish(other.Segments[0], "新")),
                new TextWish(other.Id, new SegmentWish(one.Segments[2], "新")), new TextWish(other.Id, new SegmentWish(other.Segments[1], "")),
            ],
            isAutosave: false, TestContext.Current.CancellationToken);

        Assert.Equal([PutResult.Stored, PutResult.Stored, PutResult.Conflict, PutResult.Missing, PutResult.Unchanged], answers.Select(answer => answer.Result));
        Assert.Equal(("新", "新", "旧", null), ((await one.ReadAsync(site, 0))!.Text, (await one.ReadAsync(site, 1))!.Text, (await other.ReadAsync(site, 0))!.Text, await one.ReadAsync(site, 2)));
        // Nothing of the old wording survives
        Assert.Equal([SmallText.Translator.AccountId!.Value], (await one.ReadAsync(site, 0))!.Makers);
    }

    [Fact]
    public async Task What_was_read_ahead_is_no_ground_to_overwrite_what_came_since()
    {
        var (one, other) = (await SmallText.AddAsync(site, Sources), await SmallText.AddAsync(site, Sources));
        await one.PutAsync(site, SmallText.Other, 0, "旧");
        var wishes = new[] { one, other }.SelectMany(text => text.Segments.Select(id => new TextWish(text.Id, new SegmentWish(id, "译文") { Base = id == one.Segments[0] ? SegmentText.HashOf("旧") : null }))).ToList();
        await using var scope = site.Services.CreateAsyncScope();
        SegmentsStanding standing;
        await using (var reading = site.Db())
        {
            var sources = await SegmentsStanding.SourcesAsync(reading, wishes.Select(wish => wish.TextId), TestContext.Current.CancellationToken);
            standing = await SegmentsStanding.ReadAsync(reading, SmallText.Translator, "zh", sources, wishes.ConvertAll(wish => wish.Wish.SegmentId), site.Clock, TestContext.Current.CancellationToken);
        }

        // Somebody changes one translation, adds another, and the author changes a source of the other text
        await one.PutAsync(site, SmallText.Other, 0, "更新", SegmentText.HashOf("旧"));
        await one.PutAsync(site, SmallText.Other, 5, "别人的");
        await other.ChangeSourceAsync(site, 7, "Другая строка");

        var answers = await scope.ServiceProvider.GetRequiredService<SegmentOperations>().PutAsync(SmallText.Translator, "zh", wishes, standing, isAutosave: false, TestContext.Current.CancellationToken);

        var conflicts = answers.Where(answer => answer.Result == PutResult.Conflict).ToDictionary(answer => answer.SegmentId, answer => answer.Present!.Text);
        Assert.Equal(new Dictionary<Guid, string> { [one.Segments[0]] = "更新", [one.Segments[5]] = "别人的" }, conflicts);
        Assert.Equal((Sources.Length * 2) - 2, answers.Count(answer => answer.Result == PutResult.Stored));
        Assert.Equal(("更新", "别人的", "译文"), ((await one.ReadAsync(site, 0))!.Text, (await one.ReadAsync(site, 5))!.Text, (await one.ReadAsync(site, 6))!.Text));
        // All of the portion was judged anew, so it is made from the source as it reads now
        var changed = (await other.ReadAsync(site, 7))!;
        Assert.Equal(("译文", "Другая строка"), (changed.Text, changed.FromText));
    }

    [Fact]
    public async Task What_was_approved_or_sent_back_after_it_was_read_ahead_is_judged_as_it_stands()
    {
        var text = await SmallText.AddAsync(site, Sources);
        foreach (var segment in new[] { 0, 1, 2 }) await text.PutAsync(site, SmallText.Other, segment, "旧");
        var wishes = new[] { 0, 1, 2 }.Select(segment => new TextWish(text.Id, new SegmentWish(text.Segments[segment], "新") { Base = SegmentText.HashOf("旧") })).ToList();
        await using var scope = site.Services.CreateAsyncScope();
        SegmentsStanding standing;
        await using (var reading = site.Db())
            standing = await SegmentsStanding.ReadAsync(reading, SmallText.Translator, "zh", await SegmentsStanding.SourcesAsync(reading, [text.Id], TestContext.Current.CancellationToken), [.. text.Segments], site.Clock, TestContext.Current.CancellationToken);
        await text.ApproveAsync(site, SmallText.Reviewer, 0);
        var operations = scope.ServiceProvider.GetRequiredService<SegmentOperations>();
        await operations.SendBackAsync(SmallText.Reviewer, text.Id, "zh", [text.Segments[1]], null, TestContext.Current.CancellationToken);

        var answers = await operations.PutAsync(SmallText.Translator, "zh", wishes, standing, isAutosave: false, TestContext.Current.CancellationToken);

        Assert.All(answers, answer => Assert.Equal(PutResult.Stored, answer.Result));
        foreach (var segment in new[] { 0, 1, 2 })
        {
            // Nothing of the approval stays, and what was sent back is translated anew
            var stored = (await text.ReadAsync(site, segment))!;
            Assert.Equal(("新", TranslationState.Translated, null, null), (stored.Text, stored.State, stored.ApprovedBy, stored.ApprovedHash));
        }
    }

    [Fact]
    public async Task Words_of_a_source_that_the_record_does_not_know_are_taken_from_whoever_has_them()
    {
        var text = await SmallText.AddAsync(site, Sources);
        await text.ChangeSourceAsync(site, 3, "Другая строка");
        await using var scope = site.Services.CreateAsyncScope();
        var operations = scope.ServiceProvider.GetRequiredService<SegmentOperations>();
        var wish = new SegmentWish(text.Segments[3], "译文") { FromLanguage = "ru", FromHash = SegmentText.HashOf(Sources[3]) };

        Assert.Equal(PutResult.SourceMoved, Assert.Single(await operations.PutAsync(SmallText.Translator, text.Id, "zh", [wish], isAutosave: false, TestContext.Current.CancellationToken)).Result);
        Assert.Equal(PutResult.Stored, Assert.Single(await operations.PutAsync(SmallText.Translator, text.Id, "zh", [wish with { FromWords = Sources[3] }], isAutosave: false, TestContext.Current.CancellationToken)).Result);
        var stored = (await text.ReadAsync(site, 3))!;
        Assert.Equal((Sources[3], true), (stored.FromText, stored.IsStale(await text.ReadAsync(site, 3, "ru"))));
    }

    [Fact]
    public async Task Who_was_quicker_in_one_segment_of_a_text_takes_nothing_from_its_others()
    {
        var text = await SmallText.AddAsync(site, Sources);
        await using var scope = site.Services.CreateAsyncScope();
        var operations = ActivatorUtilities.CreateInstance<SegmentOperations>(scope.ServiceProvider, (IClock)new OnceActingClock(() => text.PutAsync(site, SmallText.Other, 5, "别人的"), site.Clock));

        var answers = await operations.PutAsync(SmallText.Translator, text.Id, "zh", [.. text.Segments.Select(id => new SegmentWish(id, "译文"))], isAutosave: false, TestContext.Current.CancellationToken);

        Assert.Equal(text.Segments, answers.Select(answer => answer.SegmentId));
        Assert.Equal("别人的", Assert.Single(answers, answer => answer.Result == PutResult.Conflict).Present!.Text);
        Assert.Equal(Sources.Length - 1, answers.Count(answer => answer.Result == PutResult.Stored));
        Assert.Equal(("译文", "别人的"), ((await text.ReadAsync(site, 4))!.Text, (await text.ReadAsync(site, 5))!.Text));
    }

    /// <summary>Lets somebody else be quicker, once, when it is first asked.</summary>
    private sealed class OnceActingClock(Func<Task> act, IClock clock) : IClock
    {
        private bool _hasActed;

        public Instant GetCurrentInstant()
        {
            if (!_hasActed)
            {
                _hasActed = true;
                Task.Run(act).GetAwaiter().GetResult();
            }

            return clock.GetCurrentInstant();
        }
    }
}

public sealed class SegmentsOfSeveralTextsTestsOnSqlite(SqliteSite site) : SegmentsOfSeveralTextsTests(site), IClassFixture<SqliteSite>;

public sealed class SegmentsOfSeveralTextsTestsOnPostgres(PostgresSite site) : SegmentsOfSeveralTextsTests(site), IClassFixture<PostgresSite>;
