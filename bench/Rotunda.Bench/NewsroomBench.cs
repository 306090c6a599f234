using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
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
/// processor time of this process, which hosts the site. Then how long after publishing the page and the feed show it.
/// </summary>
public static class NewsroomBench
{
    private const int Segments = 400;
    private const double Milliseconds = 150;
    private const double Seconds = 1;
    private const int Rounds = 20;

    public static async Task<int> RunAsync(string folder)
    {
        await using var app = RotundaApp.Build(StoreLocation.At(folder, null), "http://127.0.0.1:0");
        await app.StartAsync();
        var address = app.Urls.First();
        var cookies = await Web.SignInAsync(address, "editor");
        var (article, text) = await AddAsync(app.Services);
        var url = $"{address}/en/desk/texts/{text}/en";

        await Web.LoadAsync(url, 10, 1, cookies);
        var pages = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var (_, requests) = await Web.LoadAsync(url, 6, 1, cookies);
            pages.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / requests);
        }

        await QueryAsync(app.Services, text);
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        for (var round = 0; round < Rounds; round++) await QueryAsync(app.Services, text);
        var (page, query) = (pages.Order().ElementAt(1), (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds / Rounds);
        var shown = await PublishAsync(app.Services, address, article);

        Console.WriteLine("| desk of an article | page, ms CPU | its queries and staleness alone, ms CPU | ratio | floor | page and feed show it after publishing, s | floor |");
        Console.WriteLine("|---|---:|---:|---:|---|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Segments} segments, a tenth stale | {page:F1} | {query:F1} | {page / query:F2} | ≤ {Milliseconds:F0} ms | {shown:F2} | ≤ {Seconds:F0} s |"));
        return page <= Milliseconds && shown <= Seconds ? 0 : 1;
    }

    private static async Task QueryAsync(IServiceProvider services, Guid text)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DeskTextQueries>().OpenAsync(text, "en", null, null, Viewer.Program, CancellationToken.None);
    }

    private static async Task<double> PublishAsync(IServiceProvider services, string address, Guid article)
    {
        // Both were asked for before, so that what is kept of them must be dropped
        using var client = Web.Client();
        var (page, feed) = (new Uri(address + "/en/news"), new Uri(address + "/feeds/en/news.atom"));
        foreach (var path in new[] { page, feed, page, feed }) await client.GetStringAsync(path);
        await using var scope = services.CreateAsyncScope();
        var version = await scope.ServiceProvider.GetRequiredService<RotundaDb>().ArticleVersions.Where(row => row.ArticleId == article && row.Language == "en").Select(row => row.Version).SingleAsync();
        var watch = Stopwatch.StartNew();
        await scope.ServiceProvider.GetRequiredService<ArticleWorkflow>().PublishAsync(Viewer.Program, article, "en", new PublishWish(version, "bench-newsroom", "A measurement"), CancellationToken.None);
        while (!(await client.GetStringAsync(page)).Contains("bench-newsroom", StringComparison.Ordinal) || !(await client.GetStringAsync(feed)).Contains("bench-newsroom", StringComparison.Ordinal))
            if (watch.Elapsed > TimeSpan.FromSeconds(30)) break;
        return watch.Elapsed.TotalSeconds;
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
        writing.Rewrite(db, text, Draft("завершилось"), Viewer.Program);
        await db.SaveChangesAsync();
        return (article.Id, text.Id);
    }

    /// <summary>Title, deck and paragraphs; the word stands in every tenth.</summary>
    private static SourceDraft Draft(string word) => new("Заседание рабочей группы", "Что решили представители университетов двух стран.", "", [.. Enumerable.Range(0, Segments - 2)
        .Select(number => new MarkdownBlock(BlockKind.Paragraph, 0, $"Абзац {number}: заседание координаторов {(number % 10 == 0 ? word : "прошло")} в онлайн-формате, участвовали представители университетов двух стран.", number + 1))]);
}
