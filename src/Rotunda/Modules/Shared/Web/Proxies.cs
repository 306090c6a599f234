using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Believes a balancer about the reader's address and scheme, but only one that was named.</summary>
internal static class Proxies
{
    /// <summary>The environment variable with addresses and networks such as <c>10.0.0.5, 10.1.0.0/16</c>; without it nobody is believed.</summary>
    public const string Setting = "ROTUNDA_PROXIES";

    /// <exception cref="FormatException">At start: a name is no address and no network.</exception>
    public static void AddProxies(this IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var name in (configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name.Contains('/', StringComparison.Ordinal)) options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(name));
            else options.KnownProxies.Add(IPAddress.Parse(name));
        }

        // With nobody named the middleware would believe everybody. The host is that of the request or of the settings, never of a header
        options.ForwardedHeaders = options.KnownProxies.Count + options.KnownIPNetworks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    });
}
