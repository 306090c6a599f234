using System.Globalization;

namespace Rotunda.Bench;

/// <summary>Anonymous pages beside nginx, which serves the same bytes from files: one after the other, in turns, three rounds, the median.</summary>
public static class PagesBench
{
    private const int Rounds = 3;
    private const int Seconds = 3;
    private const int Connections = 16;
    private const double Floor = 0.40;

    public static async Task<int> RunAsync(string app, string folder)
    {
        var address = $"http://127.0.0.1:{Web.FreePort()}";
        await using var site = Child.Start("dotnet", app, "serve", "--data", folder, "--urls", address);
        await Web.WaitAsync(address);
        (string Name, string Path)[] pages = [("home", "/en"), ("list", "/en/news"), ("article", "/en/news/2022/" + await ArticleAsync(address)), ("list, Chinese", "/zh/news")];

        var files = Directory.CreateTempSubdirectory("rotunda-bench-").FullName;
        using var client = Web.Client();
        var bytes = new List<long>();
        for (var index = 0; index < pages.Length; index++)
        {
            var body = await client.GetByteArrayAsync(new Uri(address + pages[index].Path));
            await File.WriteAllBytesAsync(Path.Combine(files, $"{index}.html"), body);
            bytes.Add(body.LongLength);
        }

        var port = Web.FreePort();
        await File.WriteAllTextAsync(Path.Combine(files, "nginx.conf"), Configuration(files, port));
        await using var nginx = Child.Start("nginx", "-c", Path.Combine(files, "nginx.conf"), "-p", files, "-e", Path.Combine(files, "error.log"));
        await Web.WaitAsync($"http://127.0.0.1:{port}/0.html");

        Console.WriteLine("| page | bytes | nginx, requests/s | Rotunda, requests/s | ratio | floor |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        var good = true;
        for (var index = 0; index < pages.Length; index++)
        {
            var rounds = new List<(double Nginx, double Rotunda)>();
            for (var round = 0; round <= Rounds; round++)
            {
                var one = await Web.LoadAsync($"http://127.0.0.1:{port}/{index}.html", Seconds, Connections);
                var other = await Web.LoadAsync(address + pages[index].Path, Seconds, Connections);
                // The first round warms both up
                if (round > 0) rounds.Add((one.PerSecond, other.PerSecond));
            }

            var (served, answered) = rounds.OrderBy(pair => pair.Rotunda / pair.Nginx).ElementAt(Rounds / 2);
            good &= answered / served >= Floor;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {pages[index].Name} | {bytes[index]} | {served:F0} | {answered:F0} | {answered / served:F2} | {Floor:F2} |"));
        }

        Directory.Delete(files, recursive: true);
        return good ? 0 : 1;
    }

    /// <summary>The slug of an article of the list of 2022.</summary>
    private static async Task<string> ArticleAsync(string address)
    {
        using var client = Web.Client();
        var page = await client.GetStringAsync(new Uri($"{address}/en/news/2022"));
        const string before = "/en/news/2022/";
        var start = page.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return page[start..page.IndexOf('"', start)];
    }

    private static string Configuration(string folder, int port) =>
        $$"""
        daemon off;
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        worker_processes auto;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/error.log warn;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 100000000;
          types { text/html html; }
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server { listen 127.0.0.1:{{port}}; root {{folder}}; }
        }
        """;
}
