using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Registry.Records;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Bench;

/// <summary>
/// A table of 10,000 institutions over HTTP, as CSV and as XLSX: sent and checked, shown, imported; the memory of this process, which hosts the
/// site, at its highest. Beside it, reading the same file alone.
/// </summary>
public static partial class ImportBench
{
    private const int Lines = TableReader.MostLines;

    /// <param name="folder">A data folder with a demonstration, which is written to.</param>
    public static async Task<int> RunAsync(string folder)
    {
        await using var app = await HostedSite.StartAsync(StoreLocation.At(folder, null));
        var address = app.Address;
        var cookies = new CookieContainer();
        cookies.SetCookies(new Uri(address), (await Web.SignInAsync(address, "secretar")).Replace("; ", ",", StringComparison.Ordinal));
        using var client = Web.Client(cookies);
        client.Timeout = TimeSpan.FromMinutes(10);

        Console.WriteLine("| 10,000 lines | MB | sent and checked, s | shown, s | imported, s | together, s | read alone, s | ratio | memory before, MiB | highest, MiB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var kind in (string[])["csv", "xlsx"])
        {
            var (content, headings) = await TableAsync(app.Services, kind);
            var watch = Stopwatch.StartNew();
            var (read, fault) = TableReader.Read(content, new TableReading(), headings.Contains);
            var alone = watch.Elapsed.TotalSeconds;
            if (read?.Rows.Count != Lines + 1) throw new InvalidOperationException($"The table was not read: {fault}");
            read = null;
            GC.Collect();
            var before = Highest.Resident();
            using var highest = new Highest();
            var (sent, shown, imported) = await ImportAsync(client, address, content, kind);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {kind} | {content.Length / 1e6:F1} | {sent:F2} | {shown:F2} | {imported:F2} | {sent + shown + imported:F2} | {alone:F2} | {(sent + shown + imported) / alone:F0} | {before:F0} | {highest.Mebibytes:F0} |"));
        }

        return 0;
    }

    /// <summary>A table with a heading for every field and a value in the common ones.</summary>
    private static async Task<(byte[] Content, HashSet<string> Headings)> TableAsync(IServiceProvider services, string kind)
    {
        await using var scope = services.CreateAsyncScope();
        var records = scope.ServiceProvider.GetServices<RecordKind>().Single(record => record.Code == "institutions");
        var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
        var export = ActivatorUtilities.CreateInstance<TableExport>(scope.ServiceProvider);
        var (texts, columns) = (languages.TextsOf(languages.Find("en")!), new TableColumns(records, await scope.ServiceProvider.GetRequiredService<RegistryIndexes>().ReadAsync(records, CancellationToken.None), languages).All);
        var rows = (await export.RowsAsync(records, texts, isTemplate: true, CancellationToken.None)).ToList();
        var headings = rows[0].ToHashSet(StringComparer.Ordinal);
        for (var number = 0; number < Lines; number++)
            rows.Add([.. columns.Select(column => column.Name switch
            {
                "code" => string.Create(CultureInfo.InvariantCulture, $"bench-{kind}-{number}"),
                "side" => "CN",
                "country" => "CN",
                "zone" => "Asia/Shanghai",
                "name.en" => $"University number {number} of {kind}",
                "name.zh" => $"第{number}大学",
                "name.ru" => $"Университет № {number}",
                "city.en" => "Qingdao",
                _ => "",
            })]);
        return (kind == "csv" ? TableWriter.Csv(rows) : TableWriter.Xlsx("Institutions", rows), headings);
    }

    private static async Task<(double Sent, double Shown, double Imported)> ImportAsync(HttpClient client, string address, byte[] content, string kind)
    {
        var page = await client.GetStringAsync(new Uri($"{address}/en/desk/import"));
        var watch = Stopwatch.StartNew();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Token().Match(page).Groups[1].Value), "__RequestVerificationToken" }, { new StringContent("institutions"), "Kind" },
            { new ByteArrayContent(content), "File", $"table.{kind}" },
        };
        using var taken = await client.PostAsync(new Uri($"{address}/en/desk/import"), form);
        if (taken.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"The table was answered {taken.StatusCode}: {await taken.Content.ReadAsStringAsync()}");
        var sent = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var draft = address + taken.Headers.Location;
        page = await client.GetStringAsync(new Uri(draft));
        var shown = watch.Elapsed.TotalSeconds;
        watch.Restart();
        using var consent = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", Token().Match(page).Groups[1].Value), KeyValuePair.Create("fingerprint", Fingerprint().Match(page).Groups[1].Value),
            KeyValuePair.Create("Ground.Source", "https://example.org/list"), KeyValuePair.Create("act", "apply"),
        ]);
        using var done = await client.PostAsync(new Uri(draft), consent);
        if (done.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"The import was answered {done.StatusCode}: {await done.Content.ReadAsStringAsync()}");
        return (sent, shown, watch.Elapsed.TotalSeconds);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"fingerprint\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Fingerprint();
}
