using Microsoft.AspNetCore.Builder;
using Rotunda.Data;

namespace Rotunda.Bench;

/// <summary>
/// The site within this process. It stops before it is taken apart, also when a measurement fails: a request or a job that still runs
/// would otherwise find the kept pages disposed of.
/// </summary>
public sealed class HostedSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostedSite(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>Such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => _app.Urls.First();

    public static async Task<HostedSite> StartAsync(StoreLocation location, Action<WebApplicationBuilder>? configure = null)
    {
        var app = RotundaApp.Build(location, "http://127.0.0.1:0", configure);
        await app.StartAsync();
        return new HostedSite(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
