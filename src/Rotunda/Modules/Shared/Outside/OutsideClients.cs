using System.Net;
using System.Net.Sockets;

namespace Rotunda.Modules.Shared.Outside;

/// <summary>Clients for requests that the program makes to other hosts. The ordinary one reaches public addresses only.</summary>
public static class OutsideClients
{
    /// <summary>The name of the client that connects to no private address, whatever a name resolves to.</summary>
    public const string Public = "outside";

    /// <summary>The name of the client that also reaches private addresses, for what an administrator allowed by name.</summary>
    public const string Private = "outside-private";

    /// <summary>In bytes: no answer that the program asks for is longer.</summary>
    private const int LongestAnswer = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddOutsideClients(this IServiceCollection services)
    {
        Add(services, Public, ConnectToPublicAsync);
        Add(services, Private, null);
    }

    /// <summary>True for addresses of this machine, of a local network, of a tunnel into either, and for all that are no address of one host.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return bytes[0] is 0 or 10 or 127 or >= 224
                || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
                || (bytes[0] == 169 && bytes[1] == 254)
                || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
                || (bytes[0] == 192 && (bytes[1] == 168 || (bytes[1] == 0 && bytes[2] is 0 or 2)))
                || (bytes[0] == 198 && (bytes[1] is 18 or 19 || (bytes[1] == 51 && bytes[2] == 100)))
                || (bytes[0] == 203 && bytes[1] == 0 && bytes[2] == 113);
        }

        // A translator of the network puts an address of the old kind into the last four bytes (RFC 6052)
        if (bytes is [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..]) return IsPrivate(new IPAddress(bytes[12..]));
        // Only 2000::/3 belongs to hosts of the public network; 2002::/16 and 2001::/32 lead into others
        return (bytes[0] & 0xE0) != 0x20 || bytes is [0x20, 0x02, ..] or [0x20, 0x01, 0, 0, ..] or [0x20, 0x01, 0x0D, 0xB8, ..];
    }

    private static void Add(IServiceCollection services, string name, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect) =>
        services.AddHttpClient(name, client => (client.Timeout, client.MaxResponseContentBufferSize) = (Patience, LongestAnswer))
            // Addresses and bodies of these requests hold secrets
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience, ConnectCallback = connect });

    /// <summary>Resolves the name and connects to the very address that was looked at: a name that changes in between gains nothing.</summary>
    private static async ValueTask<Stream> ConnectToPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var open = Array.FindAll(addresses, address => !IsPrivate(address));
        if (open.Length == 0) throw new HttpRequestException($"{context.DnsEndPoint.Host} has no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
