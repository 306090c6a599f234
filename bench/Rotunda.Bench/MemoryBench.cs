using System.Globalization;

namespace Rotunda.Bench;

/// <summary>Resident memory after 10,000 requests to home, list and article in three languages, then after every page of the sitemap besides, beside that right after the start.</summary>
public static class MemoryBench
{
    private const int Requests = 10_000;
    private const double Mebibytes = 250;

    public static async Task<int> RunAsync(string app, string folder)
    {
        var address = $"http://127.0.0.1:{Web.FreePort()}";
        await using var site = Child.Start("dotnet", app, "serve", "--data", folder, "--urls", address);
        await Web.WaitAsync($"{address}/en");
        var fresh = site.ResidentMebibytes();

        using var client = Web.Client();
        var map = await client.GetStringAsync(new Uri($"{address}/sitemap.xml"));
        var paths = map.Split("<loc>").Skip(1).Select(part => new Uri(part[..part.IndexOf('<', StringComparison.Ordinal)]).PathAndQuery).ToList();
        string[] read = ["/en", "/zh", "/ru", "/en/news", "/zh/news", "/ru/news", .. paths.Where(path => path.Contains("/news/2022/", StringComparison.Ordinal)).Take(6)];
        await AskAsync(read, Requests);
        var after = site.ResidentMebibytes();
        await AskAsync(paths, paths.Count);
        var walked = site.ResidentMebibytes();
        Console.WriteLine("| memory | after the first page, MiB | after 10,000 requests, MiB | ratio | floor | after every page of the sitemap besides, MiB | pages |");
        Console.WriteLine("|---|---:|---:|---:|---|---:|---:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| resident | {fresh:F0} | {after:F0} | {after / fresh:F2} | ≤ {Mebibytes:F0} MiB | {walked:F0} | {paths.Count} |"));
        return after <= Mebibytes ? 0 : 1;

        async Task AskAsync(IReadOnlyList<string> asked, int count)
        {
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                while (Interlocked.Increment(ref next) is var number && number < count)
                    using (var response = await client.GetAsync(new Uri(address + asked[number % asked.Count])))
                        response.EnsureSuccessStatusCode();
            }));
        }
    }
}
