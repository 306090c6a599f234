using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Testing;
using Xunit;
using Outcome = Rotunda.Modules.Shared.Outcome;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>
/// The rule of staleness over what people really do to an article, in any order: rewriting, moving paragraphs, giving another address, tagging,
/// translating, typing, keeping the meaning, approving. Only contents count, and what does not touch them makes nothing stale.
/// </summary>
public abstract class StalenessOfOperationsTests(Site site)
{
    private const int Paragraphs = 3;
    private static readonly string[] Languages = ["en", "zh"];
    private static readonly Viewer Editor = new(RowId.New(), "editor", [new Grant(TranslationRoles.Editor, null)]);
    private static readonly Viewer Translator = new(RowId.New(), "translator", [.. new[] { ("ru", "en"), ("ru", "zh"), ("en", "zh"), ("zh", "en") }.Select(pair => new Grant(TranslationRoles.Translator, TranslationActs.Pair(pair.Item1, pair.Item2)))]);
    private static readonly Viewer Reviewer = new(RowId.New(), "reviewer", [.. Languages.Select(language => new Grant(TranslationRoles.TextReviewer, TranslationActs.Language(language)))]);
    private static int s_number;

    public enum Deed
    {
        Rewrite,
        Move,
        Readdress,
        Tag,
        Translate,
        Type,
        Keep,
        Approve,
    }

    /// <summary>A step in the life of an article.</summary>
    public sealed record Step(Deed Deed, int Paragraph, int Language, bool IsFromPivot, int Words);

    /// <summary>What a translation says, and what it was made from: all that staleness may follow from.</summary>
    private sealed record Made(string Text, string From, string FromText);

    [Fact]
    public void Only_contents_make_a_translation_stale_whatever_is_done_in_whatever_order()
    {
        var lives = (from deed in Gen.Elements(Enum.GetValues<Deed>().Concat([Deed.Translate, Deed.Translate, Deed.Rewrite]).ToArray())
                     from paragraph in Gen.Choose(0, Paragraphs - 1)
                     from language in Gen.Choose(0, 1)
                     from isFromPivot in Gen.Elements(true, false)
                     from words in Gen.Choose(0, 2)
                     select new Step(deed, paragraph, language, isFromPivot, words)).ArrayOf(18).ToArbitrary();
        Prop.ForAll(lives, Live).Check(Config.QuickThrowOnFailure.WithMaxTest(8));
    }

    /// <summary>FsCheck waits for each life, so that it can make a failing one shorter.</summary>
    private void Live(Step[] steps) => LiveAsync(steps).GetAwaiter().GetResult();

    private async Task LiveAsync(Step[] steps)
    {
        var number = Interlocked.Increment(ref s_number);
        var russian = Enumerable.Range(0, Paragraphs).Select(place => $"Абзац {place}, слова 0.").ToList();
        var (article, text) = await BeginAsync($"Жизнь {number} {site.Location.IsPostgres}", russian);
        var segments = (await ReadAsync(text)).Segments.Where(segment => segment.Field == SegmentField.Content).OrderBy(segment => segment.In("ru")!.Text, StringComparer.Ordinal).Select(segment => segment.Id).ToList();
        var made = new Dictionary<(int Place, string Language), Made>();
        var order = Enumerable.Range(0, Paragraphs).ToList();
        foreach (var (deed, place, chosen, isFromPivot, words) in steps)
        {
            var (language, present) = (Languages[chosen], await ReadAsync(text));
            var from = isFromPivot ? Languages[1 - chosen] : "ru";
            var segment = present.Segments.Single(row => row.Id == segments[place]);
            switch (deed)
            {
                case Deed.Rewrite:
                    russian[place] = $"Абзац {place}, слова {words}.";
                    await RewriteAsync(article, present, order, russian, segments);
                    break;
                case Deed.Move:
                    (order[place], order[0]) = (order[0], order[place]);
                    await RewriteAsync(article, present, order, russian, segments);
                    break;
                case Deed.Readdress:
                    await DoAsync<AddressOperations>(async operations => Assert.IsType<Outcome.Done>(await operations.MoveAsync(Editor, (await ArticleAsync(article)).Key, (await ArticleAsync(article)).Version, $"20{10 + words}-0{place + 1}-02", new Dictionary<string, string> { ["ru"] = $"life-{number}-{words}-{site.Location.IsPostgres}".ToLowerInvariant() }, CancellationToken.None)));
                    break;
                case Deed.Tag:
                    await TagAsync(article, words);
                    break;
                case Deed.Translate or Deed.Type when TextIn(from) is { } origin:
                    var wish = new SegmentWish(segment.Id, $"{language} {place} {words}") { Base = segment.In(language)?.Hash, FromLanguage = from, FromHash = SegmentText.HashOf(origin), State = deed == Deed.Type ? TranslationState.Initial : TranslationState.Translated };
                    await DoAsync<SegmentOperations>(async operations => Assert.True((await operations.PutAsync(Translator, text, language, [wish], deed == Deed.Type, CancellationToken.None))[0].IsDone));
                    // Who only types has not yet taken a change of the source into account
                    var stamp = deed == Deed.Type && made.TryGetValue((place, language), out var was) && was.From == from ? was.FromText : origin;
                    made[(place, language)] = new Made(wish.Text, from, stamp);
                    break;
                case Deed.Keep when made.TryGetValue((place, language), out var kept) && TextIn(kept.From) is { } now:
                    await DoAsync<SegmentOperations>(async operations => Assert.True((await operations.KeepMeaningAsync(Translator, text, language, new Dictionary<Guid, SeenSegment> { [segment.Id] = new(segment.In(language)!.Hash, SegmentText.HashOf(now)) }, CancellationToken.None))[0].IsDone));
                    made[(place, language)] = kept with { FromText = now };
                    break;
                case Deed.Approve when made.ContainsKey((place, language)):
                    // Allowed or not: neither makes anything stale
                    await DoAsync<SegmentOperations>(operations => operations.ApproveAsync(Reviewer, text, language, new Dictionary<Guid, SeenSegment> { [segment.Id] = new(segment.In(language)!.Hash) }, null, CancellationToken.None));
                    break;
            }

            var after = await ReadAsync(text);
            for (var i = 0; i < Paragraphs; i++)
            {
                var row = after.Segments.Single(candidate => candidate.Id == segments[i]);
                Assert.Equal(russian[i], row.In("ru")!.Text);
                foreach (var (key, expected) in made.Where(pair => pair.Key.Place == i))
                    Assert.True(IsFresh(i, key.Language, []) == (Staleness.Of(row, key.Language) == Freshness.Fresh), $"{deed} of {place} in {language}: {key} is {Staleness.Of(row, key.Language)}, made from {expected}.");
            }

            string? TextIn(string code) => code == "ru" ? russian[place] : made.GetValueOrDefault((place, code))?.Text;
        }

        // The rule as the specification says it
        bool IsFresh(int place, string language, HashSet<string> seen) => language == "ru" || !seen.Add(language)
            || (made.TryGetValue((place, language), out var text) && (text.From == "ru" ? russian[place] : made.GetValueOrDefault((place, text.From))?.Text) == text.FromText && IsFresh(place, text.From, seen));
    }

    private async Task<(Guid Id, Guid TextId)> BeginAsync(string title, IReadOnlyList<string> paragraphs)
    {
        Guid? id = null;
        await DoAsync<ArticleOperations>(async operations => (_, id) = await operations.CreateAsync(Editor, new NewArticle("ru", new SourceWish { Title = title, Markdown = string.Join("\n\n", paragraphs) }, new DetailsWish { Date = "2026-11-22" }), CancellationToken.None));
        return (id!.Value, (await ArticleAsync(id.Value)).TextId);
    }

    private Task RewriteAsync(Guid article, TranslatedText present, List<int> order, List<string> russian, List<Guid> segments) => DoAsync<ArticleOperations>(async operations => Assert.IsType<Outcome.Done>(await operations.RewriteAsync(
        Editor, article, present.Version, new SourceWish
        {
            Title = present.Segments.Single(segment => segment.Field == SegmentField.Title).In("ru")!.Text, Markdown = string.Join("\n\n", order.Select(place => russian[place])),
            Continues = [.. order.Select(place => present.Segments.Single(segment => segment.Id == segments[place]).BlockId!.Value)],
        }, CancellationToken.None)));

    private async Task TagAsync(Guid id, int many)
    {
        await using var db = site.Db();
        var codes = await db.Topics.OrderBy(topic => topic.Code).Select(topic => topic.Code).Take(many).ToListAsync(TestContext.Current.CancellationToken);
        var article = await ArticleAsync(id);
        await DoAsync<ArticleOperations>(async operations => Assert.IsType<Outcome.Done>(await operations.EditAsync(Editor, id, article.Version, new DetailsWish { Date = NodaTime.Text.LocalDatePattern.Iso.Format(article.Date), Categories = codes }, CancellationToken.None)));
    }

    private async Task<Article> ArticleAsync(Guid id)
    {
        await using var db = site.Db();
        return await db.Articles.AsNoTracking().SingleAsync(article => article.Id == id);
    }

    private Task<TranslatedText> ReadAsync(Guid text) => new NewsroomSteps(site).TextAsync(text);

    private async Task DoAsync<T>(Func<T, Task> act) where T : notnull
    {
        await using var scope = site.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<T>());
    }
}

public sealed class StalenessOfOperationsTestsOnSqlite(SqliteSite site) : StalenessOfOperationsTests(site), IClassFixture<SqliteSite>;

public sealed class StalenessOfOperationsTestsOnPostgres(PostgresSite site) : StalenessOfOperationsTests(site), IClassFixture<PostgresSite>;
