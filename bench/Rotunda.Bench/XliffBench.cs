using System.Diagnostics;
using System.Globalization;
using System.Xml;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Handouts;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Bench;

/// <summary>
/// 100,000 segments of XLIFF. First the format alone: written, checked and read back, beside a bare pass of the parser over the same file. Then the program's
/// own path: 1,000 texts taken out as an archive, translated as a tool would, brought back, compared line by line, taken over. It runs in a process of its own,
/// so that its memory is the program's and not that of what was measured and filled before; the first file of that process, for which the program is still being
/// compiled, is measured apart.
/// </summary>
public static class XliffBench
{
    private const int Segments = 100_000;
    private const int Texts = 1000;

    /// <summary>Texts of the first file after the start.</summary>
    private const int FirstTexts = 50;
    private const string Email = "bench@rotunda.invalid";

    /// <param name="folder">For the files and for a data folder, which is made here.</param>
    public static async Task<int> RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "large.xlf");
        var job = new XliffJob(Guid.CreateVersion7(), "ru", "zh-Hans", Instant.FromUtc(2022, 7, 8, 9, 0));
        var write = Measure(() =>
        {
            using var stream = File.Create(path);
            XliffWriter.Write(stream, job, [new XliffText(Guid.CreateVersion7(), "large", Enumerable.Range(0, Segments).Select(Segment))]);
        });
        var read = 0;
        var import = Measure(() =>
        {
            using var stream = File.OpenRead(path);
            if (XliffReturn.Read(stream, _ => read++) is { } fault) throw new InvalidOperationException(fault.Reason);
        });
        var bare = Measure(() =>
        {
            using var stream = File.OpenRead(path);
            using var reader = XmlReader.Create(stream);
            while (reader.Read()) { }
        });
        var size = new FileInfo(path).Length / (1024.0 * 1024);
        File.Delete(path);
        Console.WriteLine("| XLIFF | MiB | segments | export s | import s | bare parser s | import : parser |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| format alone | {size:F0} | {read} | {write:F1} | {import:F1} | {bare:F1} | {import / bare:F1} |"));
        Console.WriteLine();
        await FillAsync(folder);
        return await Child.CodeAsync("dotnet", typeof(XliffBench).Assembly.Location, "xliff-path", folder) == 0 && read == Segments ? 0 : 1;
    }

    /// <summary>The program's own path, in this process: first with few texts, as the first file after a start, then with 100,000 segments, as any file of a site that runs.</summary>
    /// <param name="folder">With the data folder that <see cref="RunAsync"/> filled.</param>
    public static async Task<int> PathAsync(string folder)
    {
        await using var app = await HostedSite.StartAsync(Location(folder));
        var (viewer, texts) = await FilledAsync(app.Services);
        GC.Collect();
        var before = Highest.Resident();
        using var highest = new Highest();
        var first = await RoundAsync(app.Services, folder, viewer, texts[..FirstTexts]);
        await Compiled.WaitAsync();
        var busy = Environment.CpuUsage.TotalTime;
        var (collected, paused, allocated) = (GC.CollectionCount(0), GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());
        var round = await RoundAsync(app.Services, folder, viewer, texts[FirstTexts..]);

        Console.WriteLine("| the program's own path, SQLite | texts | segments | MiB of the archive | taken out, s | compared, s | moved or not, and taken over, s | together, s | memory before, MiB | highest, MiB | floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| first after the start | {first} | | | |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| after it | {round} | {before:F0} | {highest.Mebibytes:F0} | ≤ 20 s, ≤ 300 MiB |"));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"After the first: processors were at work for {(Environment.CpuUsage.TotalTime - busy).TotalSeconds:F1} s, what the measurement itself did between the steps included."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Garbage: collected {GC.CollectionCount(0) - collected} times, for which everything stood still for {(GC.GetTotalPauseDuration() - paused).TotalSeconds:F1} s; {(GC.GetTotalAllocatedBytes() - allocated) / (1024.0 * 1024 * 1024):F1} GiB were allocated."));
        return round.Segments == Segments && round.Together <= 20 && highest.Mebibytes <= 300 ? 0 : 1;
    }

    /// <summary>Takes texts out, translates them, sends the file back and takes it over.</summary>
    private static async Task<Round> RoundAsync(IServiceProvider services, string folder, Viewer viewer, List<Guid> texts)
    {
        var watch = Stopwatch.StartNew();
        var packed = Path.Combine(folder, "out.zip");
        await using (var scope = services.CreateAsyncScope())
        {
            var (_, file) = await scope.ServiceProvider.GetRequiredService<HandoutOperations>().TakeOutAsync(viewer, texts, "ru", "zh", onlyOpen: false, CancellationToken.None);
            await using var content = file!.Content;
            await using var kept = File.Create(packed);
            await content.CopyToAsync(kept);
        }

        var taken = watch.Elapsed.TotalSeconds;
        var translated = Path.Combine(folder, "back.zip");
        Translate(packed, translated);
        watch.Restart();
        Guid id;
        await using (var scope = services.CreateAsyncScope())
        {
            await using var content = File.OpenRead(translated);
            (_, id) = await scope.ServiceProvider.GetRequiredService<ReturnOperations>().SendAsync(viewer, "back.zip", content, CancellationToken.None);
        }

        var ready = await FinishAsync(services, id);
        if (ready.Stage != ReturnStage.Ready) throw new InvalidOperationException($"The file was not read: {ready.Stage}, {ready.Fault}");
        var compared = watch.Elapsed.TotalSeconds;
        watch.Restart();
        await using (var scope = services.CreateAsyncScope())
            if (await scope.ServiceProvider.GetRequiredService<ReturnOperations>().TakeOverAsync(viewer, id, ready.Version, CancellationToken.None) is not Outcome.Done) throw new InvalidOperationException("The file could not be taken over.");
        var done = await FinishAsync(services, id);
        var stored = watch.Elapsed.TotalSeconds;
        var round = new Round(texts.Count, done.Taken, new FileInfo(translated).Length / (1024.0 * 1024), taken, compared, stored);
        File.Delete(packed);
        File.Delete(translated);
        return round;
    }

    private static StoreLocation Location(string folder) => StoreLocation.At(Path.Combine(folder, "data"), null);

    /// <summary>Makes what <see cref="PathAsync"/> measures: texts of a hundred segments each, and somebody who may translate them.</summary>
    /// <param name="folder">For the data folder, which is made here.</param>
    /// <returns>The code with which the program ends.</returns>
    public static async Task<int> FillAsync(string folder)
    {
        var location = Location(folder);
        Directory.CreateDirectory(location.DataFolder);
        await using var app = RotundaApp.Build(location);
        var contexts = app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>();
        await StartChecks.RequireVersionAsync(contexts, mayMigrate: true, CancellationToken.None);
        await using var db = await contexts.CreateDbContextAsync();
        var account = new Account { Id = RowId.New(), UserName = Email, NormalizedUserName = Email.ToUpperInvariant(), DisplayName = "bench", LanguageCode = "en" };
        account.Grants.Add(new RoleGrant { Id = RowId.New(), Role = TranslationRoles.Translator, Scope = TranslationActs.Pair("ru", "zh") });
        db.Add(account);
        for (var number = 0; number < FirstTexts + Texts; number++)
        {
            var text = new TranslatedText { Id = RowId.New(), SourceLanguage = "ru" };
            for (var i = 0; i < Segments / Texts; i++)
            {
                var block = i == 0 ? null : new Block { Id = RowId.New(), TextId = text.Id, Order = i - 1, Kind = BlockKind.Paragraph };
                if (block is not null) text.Blocks.Add(block);
                var segment = new Segment { Id = RowId.New(), TextId = text.Id, BlockId = block?.Id, Field = block is null ? SegmentField.Title : SegmentField.Content };
                segment.Texts.Add(SegmentText.Source("ru", SourceOf((number * (Segments / Texts)) + i)));
                text.Segments.Add(segment);
            }

            db.Add(text);
            if (number % 10 != 9) continue;
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        return 0;
    }

    /// <summary>Who may translate, and the texts in the order in which they were made.</summary>
    private static async Task<(Viewer Viewer, List<Guid> Texts)> FilledAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        var account = await db.Accounts.AsNoTracking().Include(row => row.Grants).SingleAsync(row => row.UserName == Email);
        var texts = await db.Texts.OrderBy(text => text.Id).Select(text => text.Id).ToListAsync();
        return (new Viewer(account.Id, account.DisplayName, [.. account.Grants.Select(grant => new Grant(grant.Role, grant.Scope))]), texts);
    }

    /// <summary>Puts a target behind every source, as a translator's program would.</summary>
    private static void Translate(string from, string to)
    {
        using var source = System.IO.Compression.ZipFile.OpenRead(from);
        using var target = System.IO.Compression.ZipFile.Open(to, System.IO.Compression.ZipArchiveMode.Create);
        var number = 0;
        foreach (var entry in source.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            using var writer = new StreamWriter(target.CreateEntry(entry.Name).Open());
            var parts = reader.ReadToEnd().Replace(" state=\"initial\"", " state=\"translated\"", StringComparison.Ordinal).Split("</segment>");
            for (var i = 0; i < parts.Length; i++)
            {
                writer.Write(parts[i]);
                if (i < parts.Length - 1) writer.Write(string.Create(CultureInfo.InvariantCulture, $"<target>联盟高校共同启动了第{number++}号项目。</target></segment>"));
            }
        }
    }

    /// <summary>Waits until the file was compared or taken over, by this call or by the site's own loop.</summary>
    private static async Task<ReturnDraft> FinishAsync(IServiceProvider services, Guid id)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        while (true)
        {
            await services.GetRequiredService<JobRunner>().RunNextAsync(CancellationToken.None);
            var draft = await db.ReturnDrafts.AsNoTracking().SingleAsync(row => row.Id == id);
            if (draft.Stage is not (ReturnStage.Reading or ReturnStage.TakingOver)) return draft;
            if (await db.Set<Job>().AnyAsync(job => job.Id == draft.WorkId && job.State == JobState.Failed)) throw new InvalidOperationException("The job failed.");
            await Task.Delay(50);
        }
    }

    private static double Measure(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static string SourceOf(int number) => $"В {2000 + (number % 25)} году *университеты* Ассоциации открыли программу № {number} вместе с [партнёрами](institution:upc).";

    private static XliffSegment Segment(int number) => new(
        Guid.CreateVersion7(), "Paragraph", SourceOf(number),
        $"{2000 + (number % 25)}年，联盟高校与[合作伙伴](institution:upc)共同启动了第{number}号*项目*。",
        TranslationState.Translated, IsMachineMade: false, [], [], []);

    /// <summary>What one file cost.</summary>
    /// <param name="Texts">How many texts it had.</param>
    /// <param name="Segments">How many segments were taken over.</param>
    /// <param name="Mebibytes">Of the archive that came back.</param>
    /// <param name="Out">Seconds until it was taken out.</param>
    /// <param name="Compared">Seconds from its return until it was compared.</param>
    /// <param name="Stored">Seconds until it was taken over.</param>
    private sealed record Round(int Texts, int Segments, double Mebibytes, double Out, double Compared, double Stored)
    {
        public double Together => Out + Compared + Stored;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Texts} | {Segments} | {Mebibytes:F1} | {Out:F1} | {Compared:F1} | {Stored:F1} | {Together:F1}");
    }
}
