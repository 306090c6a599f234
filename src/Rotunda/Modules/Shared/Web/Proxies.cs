using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Rotunda.Data;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Believes a balancer about the reader's address and scheme, but only one that was named.</summary>
internal static class Proxies
{
    /// <summary>The environment variable with addresses and networks such as <c>10.0.0.5, 10.1.0.0/16</c>; without it nobody is believed.</summary>
    public const string Setting = "ROTUNDA_PROXIES";

    public static void AddProxies(this IServiceCollection services) => services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>((options, configuration) =>
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var name in (configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (System.Net.IPNetwork.TryParse(name, out var network)) options.KnownIPNetworks.Add(network);
            else if (IPAddress.TryParse(name, out var address)) options.KnownProxies.Add(address);
            else throw new StartRefusedException($"{Setting} names «{name}», which is neither an address such as 10.0.0.5 nor a network such as 10.1.0.0/16.");
        }

        // With nobody named the middleware would believe everybody. The host is that of the request or of the settings, never of a header
        options.ForwardedHeaders = options.KnownProxies.Count + options.KnownIPNetworks.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    });

    /// <summary>Reads the setting before the program listens.</summary>
    /// <exception cref="StartRefusedException">A name is no address and no network.</exception>
    public static void Require(IServiceProvider services) => _ = services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
}
