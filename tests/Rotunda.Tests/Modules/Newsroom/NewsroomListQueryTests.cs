using Rotunda.Data;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Lists of the newsroom and of the translators ask as many questions of thirty things as of one.</summary>
public abstract class NewsroomListQueryTests(Site site)
{
    private static readonly string[] Paths =
    [
        "/ru", "/ru/news", "/ru/news/2026", "/ru/news/2026/11", "/en/news", "/feeds/ru/news.atom", "/feeds/ru/news.json", "/sitemap.xml",
        "/en/desk/articles", "/en/desk/articles?q=%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C", "/en/desk/translations", "/en/desk/handouts?from=ru&to=en&choice=all", "/en/desk/handouts?from=ru&to=en", "/en/desk/handouts?from=ru&to=en&q=%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C", "/en/desk/memory", "/en/desk/memory?q=%D0%A4", "/en/desk/termbase", "/en/desk/termbase?q=%D0%A4",
    ];

    private readonly NewsroomSteps _steps = new(site);
    private int _made;

    [Fact]
    public async Task Thirty_things_cost_as_many_queries_as_one()
    {
        // An editor who translates too: every queue has something for this person
        var editor = await _steps.SignInAsync("editor", "editor");
        var translator = await _steps.SignInAsync("translator", "translator", "pair:ru-en");
        await AddAsync(editor, translator, 1);
        var one = await CountAsync(editor, translator);
        await AddAsync(editor, translator, 29);
        var thirty = await CountAsync(editor, translator);

        var grown = string.Join("\n\n", Paths.Where(path => one[path].Count != thirty[path].Count).Select(path => $"{path}: {one[path].Count} queries of one, {thirty[path].Count} of thirty; more of:\n{string.Join("\n\n", QueryCount.More(thirty[path], one[path]))}"));
        Assert.True(grown.Length == 0, grown);
        Assert.All(Paths.Where(path => !path.StartsWith("/sitemap", StringComparison.Ordinal)), path => Assert.NotEmpty(thirty[path]));
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> CountAsync(Visitor editor, Visitor translator)
    {
        var counts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var path in Paths)
        {
            var visitor = path.EndsWith("/translations", StringComparison.Ordinal) ? translator : editor;
            // Once before, so that nothing is read for the first time
            (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Dispose();
            counts[path] = await QueryCount.FewestCommandsAsync(site, async () => (await visitor.GetAsync(path)).EnsureSuccessStatusCode().Dispose());
        }

        return counts;
    }

    private async Task AddAsync(Visitor editor, Visitor translator, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = ++_made;
            var article = await _steps.BeginAsync(editor, $"Новость номер {number}", $"Абзац новости номер {number}.");
            await _steps.PublishAsync(editor, article.Id, "ru", $"news-{number}");
            // Half of the work is taken, half is free
            var desk = await _steps.AskAsync(editor, article, "en");
            if (number % 2 == 1) await _steps.ActAsync(translator, desk, "take");
            await using var db = site.Db();
            db.Add(new Handout { Id = RowId.New(), SourceLanguage = "ru", TargetLanguage = "en", Texts = [article.TextId], Segments = 3, At = site.Clock.GetCurrentInstant() });
            db.Add(new MemoryEntry { SourceLanguage = "ru", TargetLanguage = "en", SourceText = $"Фраза {number}", TargetText = $"Phrase {number}", SourceHash = MemoryEntry.HashOfKey(MemoryEntry.KeyOf($"Фраза {number}")), FileName = "list.tmx", At = site.Clock.GetCurrentInstant() });
            var concept = new TermConcept { Id = RowId.New(), Subject = "", Notes = Rotunda.Data.Values.LocalizedText.Empty };
            concept.Words.Add(new TermWord { Id = RowId.New(), ConceptId = concept.Id, Language = "en", Use = WordUse.Preferred, Text = $"word {number}", Order = 0 });
            db.Add(concept);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }
}

public sealed class NewsroomListQueryTestsOnSqlite(EmptySqliteSite site) : NewsroomListQueryTests(site), IClassFixture<EmptySqliteSite>;

public sealed class NewsroomListQueryTestsOnPostgres(EmptyPostgresSite site) : NewsroomListQueryTests(site), IClassFixture<EmptyPostgresSite>;
