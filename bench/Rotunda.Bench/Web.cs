using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Rotunda.Bench;

/// <summary>What the measurements ask of a server on loopback.</summary>
public static partial class Web
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static HttpClient Client(CookieContainer? cookies = null) =>
#pragma warning disable RS0030 // loopback
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer(), AutomaticDecompression = DecompressionMethods.None });
#pragma warning restore RS0030

    /// <summary>Waits until a server answers.</summary>
    public static async Task WaitAsync(string address)
    {
        using var client = Client();
        for (var attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(address));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException($"{address} did not answer within a minute.");
    }

    /// <summary>Signs in by the demonstration's button of a role.</summary>
    /// <param name="address">The site.</param>
    /// <param name="role">A part of the button's text.</param>
    /// <returns>The cookies as a header value.</returns>
    public static async Task<string> SignInAsync(string address, string role)
    {
        var cookies = new CookieContainer();
        using var client = Client(cookies);
        var page = await client.GetStringAsync(new Uri($"{address}/en/demo"));
        var token = Token().Match(page).Groups[1].Value;
        var account = Button().Matches(page).First(match => match.Groups[2].Value.Contains(role, StringComparison.OrdinalIgnoreCase)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("account", account), KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var response = await client.PostAsync(new Uri($"{address}/en/demo"), form);
        if (response.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"Signing in answered {response.StatusCode}.");
        return cookies.GetCookieHeader(new Uri(address));
    }

    /// <summary>Requests per second that wrk reaches in some seconds; on a machine that does other things too an answer may take long.</summary>
    public static async Task<(double PerSecond, long Requests)> LoadAsync(string url, int seconds, int connections, string? cookies = null)
    {
        string[] headers = cookies is null ? [] : ["-H", $"Cookie: {cookies}"];
        var output = await Child.RunAsync("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "30s", "-H", "Accept-Encoding: identity", .. headers, url]);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal)) throw new InvalidOperationException($"{url}: {output}");
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        return (double.Parse(PerSecond().Match(output).Groups[1].Value, invariant), long.Parse(Requests().Match(output).Groups[1].Value, invariant));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("<button name=\"account\" value=\"([^\"]+)\"[^>]*>(.*?)</button>", RegexOptions.Singleline, 1000)]
    private static partial Regex Button();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)", RegexOptions.None, 1000)]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"([0-9]+) requests in", RegexOptions.None, 1000)]
    private static partial Regex Requests();
}
