using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Search.Finding;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Bench;

/// <summary>
/// The search in 20,000 paragraphs of each language, in-process and as a reader of that language asks, with the second list of other languages, beside the full-text search of the database on the same paragraphs in the same run:
/// FTS5 with bm25 on SQLite, tsvector with ts_rank on PostgreSQL, each asked for any of the words.
/// </summary>
public static class SearchBench
{
    private const int Paragraphs = 20_000;
    private const int Queries = 300;

    /// <summary>Paragraphs from one query to the next.</summary>
    private const int Step = 61;

    private const double ItemsPerSecond = 500;

    /// <param name="articles">The folder of the demonstration's articles, whose sentences are shuffled with those of the interface.</param>
    /// <param name="folder">An empty data folder.</param>
    /// <param name="connection">A PostgreSQL database, or null for SQLite.</param>
    public static async Task<int> RunAsync(string articles, string folder, string? connection)
    {
        Directory.CreateDirectory(folder);
        var location = StoreLocation.At(folder, connection);
        await using var app = RotundaApp.Build(location);
        await StartChecks.RequireVersionAsync(app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate: true, CancellationToken.None);
        var source = new Shuffled(articles);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();

        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var items = await new IndexKeeper(db, [source], app.Services.GetRequiredService<NodeLeases>()).RebuildAsync((done, total) => done % 5000 == 0 ? Console.Error.WriteLineAsync($"{done} of {total}") : Task.CompletedTask, CancellationToken.None) ?? throw new InvalidOperationException("Somebody else writes this database.");
        var (seconds, ownSeconds) = (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        if (location.IsPostgres) await db.Database.ExecuteSqlRawAsync("ANALYZE");
        await FillPeerAsync(db, source);

        var (database, fast, slow) = location.IsPostgres ? ("PostgreSQL", double.PositiveInfinity, 30d) : ("SQLite", 3d, 20d);
        var holds = location.IsPostgres || items / seconds >= ItemsPerSecond;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database}: {items} items of one language each indexed in {seconds:F1} s ({ownSeconds:F1} s CPU of this program), {items / seconds:F0} a second (floor {ItemsPerSecond:F0} on SQLite)."));
        Console.WriteLine();
        Console.WriteLine("| language | queries | p50, ms | p95, ms | CPU of this program, ms | database's own p50, ms | p95, ms | CPU, ms | ratio of p50 | floor |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|---:|---|");
        var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
        var search = new SearchQueries(db, scope.ServiceProvider.GetRequiredService<Permissions>(), []);
        // Rounds for the compiler of the run time alone: it takes hundreds of calls to make fast code of what a server has long at hand
        for (var round = 0; round < 2; round++)
            foreach (var code in Shuffled.Languages)
                foreach (var (_, asked) in Kinds(source.Queries(code))) await TimeAsync(asked, query => AskAsync(code, query));
        foreach (var code in Shuffled.Languages)
        {
            var own = await TimeAsync(Kinds(source.Queries(code))[0].Asked, query => AskAsync(code, query));
            var peer = await TimeAsync(source.Queries(code), query => AskPeerAsync(db, code, query));
            holds &= own.Median <= fast && own.Slow <= slow;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {code} | pieces of sentences | {own.Median:F2} | {own.Slow:F2} | {own.Processor:F2} | {peer.Median:F2} | {peer.Slow:F2} | {peer.Processor:F2} | {own.Median / peer.Median:F2} | {(location.IsPostgres ? "p95 ≤ 30 ms" : "p50 ≤ 3 ms, p95 ≤ 20 ms")} |"));
            foreach (var (kind, asked) in Kinds(source.Queries(code)).Skip(1))
            {
                var time = await TimeAsync(asked, query => AskAsync(code, query));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {code} | {kind} | {time.Median:F2} | {time.Slow:F2} | {time.Processor:F2} | | | | | |"));
            }
        }

        return holds ? 0 : 1;

        async Task<int> AskAsync(string code, Asked query)
        {
            var language = languages.Find(code)!;
            return (await search.FindAsync(new SearchRequest(SearchQuery.Parse(query.Text, query.IsTyping), Year: query.Year), new Reader(language, languages.TextsOf(language), Viewer.Anonymous), CancellationToken.None)).Own.Count;
        }
    }

    /// <summary>What is asked: words, whether somebody is still typing them, and the year to which the answers must belong.</summary>
    private readonly record struct Asked(string Text, bool IsTyping = false, int? Year = null);

    /// <summary>The queries as they are, as somebody types them, with a wrong letter, in quotes, and narrowed down to a year.</summary>
    private static List<(string Kind, IReadOnlyList<Asked> Asked)> Kinds(List<string> queries) =>
    [
        ("pieces of sentences", queries.ConvertAll(query => new Asked(query))),
        ("suggestions while typing", queries.ConvertAll(query => new Asked(query[..^1], IsTyping: true))),
        ("one word misspelt", queries.ConvertAll(query => new Asked(Misspelt(query)))),
        ("in quotes", queries.ConvertAll(query => new Asked($"\"{query}\""))),
        ("of one year", [.. queries.Select((query, i) => new Asked(query, Year: YearOf(i * Step)))]),
    ];

    /// <summary>The longest word with another letter in its middle; of Chinese, another character.</summary>
    private static string Misspelt(string query)
    {
        var word = TextAnalyzer.Words(query).MaxBy(word => word.Length);
        var at = word.Start + (word.Length / 2);
        return query[..at] + (word.Script switch { Script.Cyrillic => 'ъ', Script.Han => '龘', _ => 'q' }) + query[(at + 1)..];
    }

    private static int YearOf(int number) => 2000 + (number % 20);

    private static async Task<(double Median, double Slow, double Processor)> TimeAsync<T>(IReadOnlyList<T> queries, Func<T, Task<int>> ask)
    {
        foreach (var query in queries.Take(Queries / 5)) await ask(query);
        var (times, processor) = (new List<double>(queries.Count), Environment.CpuUsage.TotalTime);
        foreach (var query in queries)
        {
            var start = Stopwatch.GetTimestamp();
            await ask(query);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        return (times[times.Count / 2], times[times.Count * 95 / 100], processor.TotalMilliseconds / queries.Count);
    }

    private static async Task FillPeerAsync(RotundaDb db, Shuffled source)
    {
        var isPostgres = db.Database.IsNpgsql();
        await db.Database.OpenConnectionAsync();
        await ExecuteAsync(db, isPostgres ? "CREATE TABLE peer (id int, language text, body text, words tsvector)" : "CREATE VIRTUAL TABLE peer USING fts5(body, language UNINDEXED)");
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            foreach (var (language, body) in source.All())
                await ExecuteAsync(db, isPostgres ? "INSERT INTO peer (language, body, words) VALUES (@p0, @p1, to_tsvector('simple', @p1))" : "INSERT INTO peer (language, body) VALUES (@p0, @p1)", language, body);
            await transaction.CommitAsync();
        }

        if (!isPostgres) return;
        await ExecuteAsync(db, "CREATE INDEX ix_peer ON peer USING gin (words)");
        await ExecuteAsync(db, "ANALYZE peer");
    }

    private static async Task<int> AskPeerAsync(RotundaDb db, string language, string query)
    {
        var words = TextAnalyzer.Words(query).Select(word => word.Form).Distinct(StringComparer.Ordinal).ToList();
        await using var command = db.Database.IsNpgsql()
            ? IndexSql.Command(db, "SELECT body FROM peer, to_tsquery('simple', @p0) q WHERE words @@ q AND language = @p1 ORDER BY ts_rank(words, q, 1) DESC LIMIT 100", [string.Join(" | ", words.Select(word => $"'{word}'")), language])
            : IndexSql.Command(db, "SELECT body FROM peer WHERE peer MATCH @p0 AND language = @p1 ORDER BY bm25(peer) LIMIT 100", [string.Join(" OR ", words.Select(word => $"\"{word}\"")), language]);
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync()) count++;
        return count;
    }

    private static async Task ExecuteAsync(RotundaDb db, string sql, params IReadOnlyList<object> texts)
    {
        await using DbCommand command = IndexSql.Command(db, sql, texts);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Paragraphs of eight real sentences each, with rare made-up names among them, the same in every run.</summary>
    private sealed class Shuffled : ISearchSource
    {
        private readonly Dictionary<string, List<string>> _sentences;

        public Shuffled(string folder) => _sentences = Languages.ToDictionary(language => language, language => Directory.EnumerateFiles(folder, $"{language}.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllText).Concat(Catalogue(Path.Combine(folder, "..", "..", "Languages", $"{language}.po"))).SelectMany(text => Sentences.Texts(text))
            .Where(sentence => sentence.Length > (language == "zh" ? 10 : 30) && !sentence.Contains("](", StringComparison.Ordinal) && !sentence.Contains('{', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList());

        /// <summary>The texts of the interface, so that there are more sentences than the articles hold.</summary>
        private static IEnumerable<string> Catalogue(string file) => PoCatalogue.Parse(File.ReadAllText(file), file).Entries.Values.SelectMany(entry => entry.Translations);

        public static IReadOnlyList<string> Languages { get; } = ["en", "zh", "ru"];

        public string Kind => "paragraph";

        public string TextKey => "search.kind.page";

        public int Order => 1;

        public Task<IReadOnlyDictionary<string, string>> StampsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>((codes ?? Languages.SelectMany(language => Enumerable.Range(0, Paragraphs).Select(number => $"{language}-{number}"))).ToDictionary(code => code, _ => "1", StringComparer.Ordinal));

        public Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<SearchItem>>([.. (codes ?? []).Select(code =>
            {
                var (language, number) = (code[..2], int.Parse(code.AsSpan(3), CultureInfo.InvariantCulture));
                return new SearchItem(code, [new SearchText(language, "/" + code, "", Paragraph(language, number))], YearOf(number));
            })]);

        public IEnumerable<(string Language, string Body)> All() => Languages.SelectMany(language => Enumerable.Range(0, Paragraphs).Select(number => (language, Paragraph(language, number))));

        /// <summary>Pieces of sentences, as long as questions and names are.</summary>
        public List<string> Queries(string language)
        {
            var queries = new List<string>(SearchBench.Queries);
            for (var number = 0; number < SearchBench.Queries; number++)
            {
                var text = Paragraph(language, number * Step);
                var words = TextAnalyzer.Words(text);
                var (first, count) = (Mix(number, 7) % Math.Max(1, words.Count - 16), 2 + (Mix(number, 3) % 12));
                var last = Math.Min(words.Count - 1, first + count);
                queries.Add(text[words[first].Start..words[last].End]);
            }

            return queries;
        }

        private string Paragraph(string language, int number)
        {
            var (sentences, text) = (_sentences[language], new StringBuilder());
            for (var i = 0; i < 8; i++)
            {
                text.Append(sentences[Mix(number, i) % sentences.Count]).Append(' ');
                // Names with a long tail, so that there are as many different words as in real texts
                var name = Mix(number * 8, i + 40) % (1 << (4 + (Mix(number, i + 90) % 12)));
                text.Append(language == "zh" ? $"{(char)(0x4E00 + (name % 6000))}{(char)(0x4E00 + (name / 7 % 6000))}" : Name(name, language == "ru" ? "бвгдклмнпрст" : "bcdfglmnprst", language == "ru" ? "аеиоу" : "aeiou")).Append(' ');
            }

            return text.ToString();
        }

        private static string Name(int number, string consonants, string vowels)
        {
            var name = new StringBuilder();
            for (var rest = number + 60; rest > 0; rest /= 60) name.Append(consonants[rest % 12]).Append(vowels[rest / 12 % 5]);
            return name.ToString();
        }

        private static int Mix(int number, int salt)
        {
            var mixed = (uint)((number * 2654435761L) + (salt * 40503L));
            mixed ^= mixed >> 15;
            mixed *= 2246822519u;
            mixed ^= mixed >> 13;
            return (int)(mixed & int.MaxValue);
        }
    }
}
