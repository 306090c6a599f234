using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Files;

namespace Rotunda.Bench;

/// <summary>
/// A backup of a large store beside <c>cp</c> of the same bytes, both while a served site is asked 50 times a second, and what those requests
/// wait: without either, beside <c>cp</c>, and beside the backup. Three rounds in turns; of speeds the median, of waits the 99th percentile of all rounds together.
/// </summary>
public static class BackupBench
{
    private const int Rounds = 3;
    private const int FileMebibytes = 4;
    private const int PerSecond = 50;
    private const int QuietSeconds = 15;
    private const double SpeedFloor = 0.5;
    private const double WaitFloor = 2.0;

    /// <param name="app">The published program.</param>
    /// <param name="source">A data folder with the demonstration; it is copied.</param>
    /// <param name="work">A folder of the measurement's own, on the disk that is measured.</param>
    /// <param name="mebibytes">How many to add to the store.</param>
    public static async Task<int> RunAsync(string app, string source, string work, int mebibytes)
    {
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        Directory.CreateDirectory(work);
        var data = Path.Combine(work, "data");
        await Child.RunAsync("cp", "-r", source, data);
        await FillAsync(data, mebibytes);
        var bytes = Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

        var address = $"http://127.0.0.1:{Web.FreePort()}";
        await using (var site = Child.Start("dotnet", app, "serve", "--data", data, "--urls", address))
        {
            await Web.WaitAsync($"{address}/en");
            var cookies = await Web.SignInAsync(address, "secretar");
            string[] urls = [$"{address}/en/desk/institutions", $"{address}/en/news", $"{address}/zh/members"];
            // Pages are compiled and kept before anything is measured
            await WaitsAsync(urls, cookies, Task.Delay(TimeSpan.FromSeconds(15)));
            var (quiet, copying, backingUp) = (new List<double>(), new List<double>(), new List<double>());
            var (copied, written, sealedBytes) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                await Child.RunAsync("sync");
                quiet.AddRange(await WaitsAsync(urls, cookies, Task.Delay(TimeSpan.FromSeconds(QuietSeconds))));

                var copy = Path.Combine(work, "copy");
                copying.AddRange(await WaitsAsync(urls, cookies, TimedAsync(copied, "cp", "-r", data, copy)));
                Directory.Delete(copy, recursive: true);
                await Child.RunAsync("sync");

                var archive = Path.Combine(work, "backup.tar");
                backingUp.AddRange(await WaitsAsync(urls, cookies, TimedAsync(written, "dotnet", app, "backup", archive, "--data", data)));
                File.Delete(archive);
                await Child.RunAsync("sync");

                var passphrase = Path.Combine(work, "passphrase");
                await File.WriteAllTextAsync(passphrase, "correct horse battery staple\n");
                await WaitsAsync(urls, cookies, TimedAsync(sealedBytes, "dotnet", app, "backup", archive, "--data", data, "--passphrase-file", passphrase));
                File.Delete(archive);
            }

            var (cp, plain, encrypted) = (bytes / Median(copied) / 1e6, bytes / Median(written) / 1e6, bytes / Median(sealedBytes) / 1e6);
            var (alone, beside, during) = (Late(quiet), Late(copying), Late(backingUp));
            Console.WriteLine("| backup of MB | cp, MB/s | backup, MB/s | ratio | floor | encrypted, MB/s | ratio | p99 without, ms | beside cp, ms | beside the backup, ms | ratio to without | floor |");
            Console.WriteLine("|---:|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---|");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {bytes / 1e6:F0} | {cp:F0} | {plain:F0} | {plain / cp:F2} | ≥ {SpeedFloor:F1} | {encrypted:F0} | {encrypted / cp:F2} | {alone:F1} | {beside:F1} | {during:F1} | {during / alone:F2} | ≤ {WaitFloor:F1} |"));
            return plain / cp >= SpeedFloor && during / alone <= WaitFloor ? 0 : 1;
        }
    }

    /// <summary>Bytes that do not compress, as photographs and PDF files do not.</summary>
    private static async Task FillAsync(string data, int mebibytes)
    {
        await using var app = RotundaApp.Build(StoreLocation.At(data, null));
        await using var scope = app.Services.CreateAsyncScope();
        var (db, files) = (scope.ServiceProvider.GetRequiredService<RotundaDb>(), scope.ServiceProvider.GetRequiredService<FileStore>());
        var content = new byte[FileMebibytes * 1024 * 1024];
        for (var number = 0; number < mebibytes / FileMebibytes; number++)
        {
            RandomNumberGenerator.Fill(content);
            using var stream = new MemoryStream(content);
            await files.PutAsync(db, stream, "application/octet-stream", CancellationToken.None);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Runs a program to its end, from starting it to its last byte on the disk, and notes the seconds.</summary>
    private static async Task TimedAsync(List<double> seconds, string program, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        await Child.RunAsync(program, arguments);
        seconds.Add(watch.Elapsed.TotalSeconds);
    }

    /// <summary>Asks at a steady pace, whether or not answers come, until a task ends.</summary>
    /// <returns>For each request the milliseconds from the moment at which it was due to its last byte.</returns>
    private static async Task<double[]> WaitsAsync(string[] urls, string cookies, Task during)
    {
        using var client = Web.Client();
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        var (watch, asked) = (Stopwatch.StartNew(), new List<Task<double>>());
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!during.IsCompleted && await pace.WaitForNextTickAsync())
            while (asked.Count < watch.Elapsed.TotalSeconds * PerSecond)
                asked.Add(AskAsync(client, urls[asked.Count % urls.Length], watch, asked.Count * 1000.0 / PerSecond));
        await during;
        return await Task.WhenAll(asked);
    }

    private static async Task<double> AskAsync(HttpClient client, string url, Stopwatch watch, double due)
    {
        using var response = await client.GetAsync(new Uri(url));
        response.EnsureSuccessStatusCode();
        return watch.Elapsed.TotalMilliseconds - due;
    }

    private static double Late(List<double> waits) => waits.Order().ElementAt((int)(waits.Count * 0.99));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
