using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Rotunda.Testing;

/// <summary>A second node on the database of a site: the same services, another name for leases, no loops of its own unless it listens.</summary>
public sealed class OtherNode : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtherNode(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it listens; empty while it does not.</summary>
    public string Address => _app.Urls.FirstOrDefault() ?? "";

    /// <summary>Builds a node that does not run yet, so that a test calls its parts one by one.</summary>
    public static OtherNode Of(Site site, Action<IServiceCollection>? configure = null) => new(Build(site, configure));

    /// <summary>A node that listens, as a balancer would see it.</summary>
    public static async Task<OtherNode> ListenAsync(Site site)
    {
        var app = Build(site, null);
        await app.StartAsync();
        return new OtherNode(app);
    }

    /// <summary>A visitor of this node.</summary>
    public Visitor Visit() => Visitor.Of(Address);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(Site site, Action<IServiceCollection>? configure) =>
        RotundaApp.Build(site.Location, "http://127.0.0.1:0", builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(site.Clock));
            builder.Services.ShareMetadata();
            configure?.Invoke(builder.Services);
        });
}
