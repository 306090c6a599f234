using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>What a public page moves over the wire on a first visit, and that nothing in it moves on the screen.</summary>
public sealed class WeightTests(Chromium chromium, WeighedSite site) : BrowserTests(chromium, site), IClassFixture<WeighedSite>
{
    private const int MostOfHome = 40 * 1024;
    private const int MostOfPage = 60 * 1024;
    private const int MostOfScript = 15 * 1024;
    private const int MostRequests = 6;

    public static TheoryData<string> PublicPages => Places.Public;

    [Theory]
    [MemberData(nameof(PublicPages))]
    public async Task Page_is_light_and_stands_still(string path)
    {
        // A browser of its own for each language: nothing is in its cache
        await Task.WhenAll(Places.Languages.Select(language => WeighAsync("/" + language + path, path.Length == 0 ? MostOfHome : MostOfPage)));
    }

    private async Task WeighAsync(string path, int most)
    {
        var tab = await OpenAsync();
        await tab.Page.AddInitScriptAsync("""
            window.shifted = 0;
            new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifted += entry.value; }).observe({ type: "layout-shift", buffered: true });
            """);
        var traffic = await Traffic.OfAsync(tab);
        await tab.GoAsync(path);
        await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var (all, script, requests) = traffic.Sum();
        var said = $"{path} moves {all} bytes, of it {script} of script, in {requests} requests";
        Assert.True(all <= most, said);
        Assert.True(script is > 0 and <= MostOfScript, said);
        Assert.True(requests is > 1 and <= MostRequests, said);
        var shifted = await tab.Page.EvaluateAsync<double>("() => window.shifted");
        Assert.True(shifted < .01, $"{path} shifts by {shifted.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>What the browser received, as it counts it: compressed, with headers.</summary>
    private sealed class Traffic
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);
        private readonly Dictionary<string, double> _sizes = new(StringComparer.Ordinal);

        public static async Task<Traffic> OfAsync(Tab tab)
        {
            var traffic = new Traffic();
            var session = await tab.Context.NewCDPSessionAsync(tab.Page);
            session.Event("Network.responseReceived").OnEvent += (_, json) =>
            {
                var (id, kind) = (Text(json, "requestId"), Text(json, "type"));
                lock (traffic._lock) traffic._kinds[id] = kind;
            };
            session.Event("Network.loadingFinished").OnEvent += (_, json) =>
            {
                var (id, size) = (Text(json, "requestId"), json!.Value.GetProperty("encodedDataLength").GetDouble());
                lock (traffic._lock) traffic._sizes[id] = size;
            };
            await session.SendAsync("Network.enable");
            return traffic;
        }

        public (double All, double Script, int Requests) Sum()
        {
            lock (_lock) return (_sizes.Values.Sum(), _sizes.Where(pair => _kinds.GetValueOrDefault(pair.Key) == "Script").Sum(pair => pair.Value), _kinds.Count);
        }

        private static string Text(JsonElement? json, string name) => json!.Value.GetProperty(name).GetString()!;
    }
}

/// <summary>A site that serves its style and script as compressed by the build; otherwise a program that was not published compresses nothing of them.</summary>
public sealed class WeighedSite : SqliteSite
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
    }
}
