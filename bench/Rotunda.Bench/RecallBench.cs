using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Text;

namespace Rotunda.Bench;

/// <summary>Fuzzy lookups against 200,000 segments in each of three languages, beside comparing with every one of them.</summary>
public static class RecallBench
{
    private const int Segments = 200_000;
    private const int Lookups = 300;

    public static async Task<int> RunAsync(string folder, string? connection)
    {
        Directory.CreateDirectory(folder);
        await using var app = RotundaApp.Build(StoreLocation.At(folder, connection));
        await StartChecks.RequireVersionAsync(app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate: true, CancellationToken.None);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        Console.WriteLine("| memory | segments | filled s | lookup p50 ms | p95 ms | every one p50 ms | every one : lookup | best match found | floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---|");
        var isGood = true;
        foreach (var (from, to) in new[] { ("ru", "zh"), ("zh", "ru"), ("en", "ru") }) isGood &= await RunAsync(db, from, to, connection is null ? "SQLite" : "PostgreSQL");
        return isGood ? 0 : 1;
    }

    private static async Task<bool> RunAsync(RotundaDb db, string from, string to, string provider)
    {
        var sources = MemoryCorpus.Segments(from, Segments).ToList();
        var watch = Stopwatch.StartNew();
        foreach (var portion in sources.Chunk(5000))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var entries = portion.Select(source => new MemoryEntry { SourceLanguage = from, TargetLanguage = to, SourceText = source, TargetText = "…", SourceHash = MemoryEntry.HashOfKey(MemoryEntry.KeyOf(source)), FileName = "bench.tmx" }).ToList();
            db.AddRange(entries);
            await db.SaveChangesAsync();
            await MemoryIndex.AddAsync(db, entries, CancellationToken.None);
            await transaction.CommitAsync();
            db.ChangeTracker.Clear();
        }

        var filled = watch.Elapsed.TotalSeconds;
        var asked = Enumerable.Range(0, Lookups).Select(number => MemoryCorpus.Changed(sources[(number * 7919) % Segments], number)).ToList();
        for (var i = 0; i < 10; i++) await MemoryQueries.FindAsync(db, from, to, asked[i], null, 5, CancellationToken.None);
        var (times, found) = (new List<double>(), new List<int>());
        foreach (var source in asked)
        {
            watch.Restart();
            var matches = await MemoryQueries.FindAsync(db, from, to, source, null, 5, CancellationToken.None);
            times.Add(watch.Elapsed.TotalMilliseconds);
            found.Add(matches.Count == 0 ? 0 : matches[0].Percent);
        }

        var keys = sources.ConvertAll(MemoryEntry.KeyOf);
        var (every, best) = (new List<double>(), 0);
        for (var i = 0; i < 30; i++)
        {
            watch.Restart();
            var key = MemoryEntry.KeyOf(asked[i]);
            var top = 0;
            foreach (var other in keys) top = Math.Max(top, Similarity.PercentOfKeys(other, key, Math.Max(MemoryQueries.Least, top)));
            every.Add(watch.Elapsed.TotalMilliseconds);
            if (found[i] >= top) best++;
        }

        times.Sort();
        every.Sort();
        var (p50, p95, all) = (times[times.Count / 2], times[times.Count * 95 / 100], every[every.Count / 2]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {provider} {from}→{to} | {Segments} | {filled:F0} | {p50:F1} | {p95:F1} | {all:F0} | {all / p50:F0} | {best} of 30 | p95 ≤ 30 ms |"));
        return p95 <= 30;
    }
}
