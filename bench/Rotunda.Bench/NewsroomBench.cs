using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Bench;

/// <summary>
/// Opening an article of 400 segments beside its translation, one in ten of them stale, beside the queries of the same page alone:
/// processor time of this process, which hosts the site. Then how long after publishing the page and the feed show it; on PostgreSQL also
/// on a second node that serves the same database.
/// </summary>
public static class NewsroomBench
{
    private const int Segments = 400;
    private const double Milliseconds = 150;
    private const double Seconds = 1;
    private const int Rounds = 20;
    private const int Publications = 20;

    /// <param name="folder">The data folder, with a demonstration.</param>
    /// <param name="connection">A PostgreSQL database with a demonstration; null for the embedded one.</param>
    public static async Task<int> RunAsync(string folder, string? connection)
    {
        var location = StoreLocation.At(folder, connection);
        await using var app = await HostedSite.StartAsync(location);
        await using var other = connection is null ? null : await HostedSite.StartAsync(location);
        var address = app.Address;
        var cookies = await Web.SignInAsync(address, "editor");
        var (article, text) = await AddAsync(app.Services);
        var url = $"{address}/en/desk/texts/{text}/en";

        await Web.LoadAsync(url, 20, 1, cookies);
        await Compiled.WaitAsync();
        var pages = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var (_, requests) = await Web.LoadAsync(url, 6, 1, cookies);
            pages.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / requests);
        }

        await QueryAsync(app.Services, text);
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        for (var round = 0; round < Rounds; round++) await QueryAsync(app.Services, text);
        var (page, query) = (pages.Order().ElementAt(2), (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds / Rounds);
        Console.WriteLine($"| desk of an article, {(connection is null ? "SQLite" : "PostgreSQL")} | page, ms CPU | its queries and staleness alone, ms CPU | ratio | floor |");
        Console.WriteLine("|---|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Segments} segments, a tenth stale | {page:F1} | {query:F1} | {page / query:F2} | ≤ {Milliseconds:F0} ms |"));
        Console.WriteLine();

        List<string> nodes = [address, .. other is null ? Array.Empty<string>() : [other.Address]];
        var shown = new List<double[]>();
        for (var round = 0; round < Publications; round++) shown.Add(await PublishAsync(app.Services, nodes, article, round));
        Console.WriteLine("| list and feed show a publication, of " + Publications + " | median, s | slowest, s | floor |");
        Console.WriteLine("|---|---:|---:|---|");
        for (var node = 0; node < nodes.Count; node++)
        {
            var times = shown.Select(row => row[node]).Order().ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {(node == 0 ? "the node that publishes" : "another node")} | {times[times.Count / 2]:F3} | {times[^1]:F3} | ≤ {Seconds:F0} s |"));
        }

        return page <= Milliseconds && shown.TrueForAll(row => row.All(time => time <= Seconds)) ? 0 : 1;
    }

    private static async Task QueryAsync(IServiceProvider services, Guid text)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeskTextQueries>().OpenAsync(text, "en", null, null, Viewer.Program, CancellationToken.None);
    }

    /// <summary>Publishes under a new title, and looks at every node until its list and its feed show that.</summary>
    private static async Task<double[]> PublishAsync(IServiceProvider services, IReadOnlyList<string> nodes, Guid article, int round)
    {
        using var client = Web.Client();
        // All were asked for before, so that what is kept of them must be dropped
        foreach (var path in nodes.SelectMany(PathsOf)) for (var times = 0; times < 2; times++) await client.GetStringAsync(path);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        var title = $"Published in round {round} of the measurement";
        var words = await db.Set<SegmentText>().SingleAsync(row => row.Language == "en" && db.Set<Segment>().Any(segment => segment.Id == row.SegmentId && segment.Field == SegmentField.Title && db.Set<Article>().Any(owner => owner.Id == article && owner.TextId == segment.TextId)));
        (words.Text, words.Hash, words.State) = (title, SegmentText.HashOf(title), TranslationState.Translated);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        var version = await db.Set<ArticleVersion>().Where(row => row.ArticleId == article && row.Language == "en").Select(row => row.Version).SingleAsync();
        var watch = Stopwatch.StartNew();
        await scope.ServiceProvider.GetRequiredService<ArticleWorkflow>().PublishAsync(Viewer.Program, article, "en", new PublishWish(version, "bench-newsroom", "A measurement"), CancellationToken.None);
        return await Task.WhenAll(nodes.Select(async node =>
        {
            foreach (var path in PathsOf(node))
                while (!(await client.GetStringAsync(path)).Contains(title, StringComparison.Ordinal) && watch.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(5);
            return watch.Elapsed.TotalSeconds;
        }));

        static IEnumerable<Uri> PathsOf(string node) => [new(node + "/en/news"), new(node + "/feeds/en/news.atom")];
    }

    private static async Task<(Guid Article, Guid Text)> AddAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var (db, writing) = (scope.ServiceProvider.GetRequiredService<RotundaDb>(), scope.ServiceProvider.GetRequiredService<SourceWriting>());
        var now = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant();
        var text = writing.Create(db, RowId.New(), "ru", Draft("открылось"), null, Viewer.Program);
        foreach (var segment in text.Segments)
        {
            var made = SegmentText.TranslationOf(segment.In("ru")!, "en", $"In a translation of usual length stands what {segment.Id} says of the annual conference and of its forum.", TranslationState.Translated);
            segment.Texts.Add(made);
        }

        var article = new Article { Id = RowId.New(), Key = "bench-newsroom", Kind = ArticleKind.News, TextId = text.Id, Date = now.InUtc().Date };
        foreach (var language in new[] { "ru", "en" }) article.Versions.Add(new ArticleVersion { Language = language, Slug = article.Key, Year = article.Date.Year, State = VersionState.Draft, Title = "", Deck = "" });
        db.AddRange(article, new TranslationTask { TextId = text.Id, Language = "en", FromLanguage = "ru", CreatedAt = now });
        await db.SaveChangesAsync();
        await writing.RewriteAsync(db, text, Draft("завершилось"), Viewer.Program, isReturn: false, CancellationToken.None);
        await db.SaveChangesAsync();
        return (article.Id, text.Id);
    }

    /// <summary>Title, deck and paragraphs; the word stands in every tenth.</summary>
    private static SourceDraft Draft(string word) => new("Заседание рабочей группы", "Что решили представители университетов двух стран.", "", [.. Enumerable.Range(0, Segments - 2)
        .Select(number => new MarkdownBlock(BlockKind.Paragraph, 0, $"Абзац {number}: заседание координаторов {(number % 10 == 0 ? word : "прошло")} в онлайн-формате, участвовали представители университетов двух стран.", number + 1))]);
}
