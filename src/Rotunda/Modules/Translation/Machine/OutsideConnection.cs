using System.Net;
using System.Net.Sockets;

namespace Rotunda.Modules.Translation.Machine;

/// <summary>Connects to servers outside only: an address is resolved here and judged before anything is sent, so that a name cannot lead into the own network.</summary>
public static class OutsideConnection
{
    /// <summary>A client that follows no redirects, takes no cookies and knows no proxy.</summary>
    /// <param name="mayBePrivate">Allows addresses of private networks, and of this machine.</param>
    public static SocketsHttpHandler Handler(bool mayBePrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
            if (addresses.FirstOrDefault(address => mayBePrivate || IsPublic(address)) is not { } chosen) throw new HttpRequestException("The address is not one of the public network.");
            var socket = new Socket(chosen.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(chosen, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>False for loopback, private, link-local, shared, documentation, multicast and reserved addresses (RFC 6890), also inside IPv6.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return (bytes[0], bytes[1], bytes[2]) switch
            {
                (0 or 10 or 127 or >= 224, _, _) => false,
                (100, >= 64 and <= 127, _) => false,
                (169, 254, _) => false,
                (172, >= 16 and <= 31, _) => false,
                (192, 168, _) or (192, 0, 0 or 2) or (192, 88, 99) => false,
                (198, 18 or 19, _) or (198, 51, 100) or (203, 0, 113) => false,
                _ => true,
            };
        }

        // Only 2000::/3 is public, without documentation, 6to4, Teredo and the translation prefix
        return (bytes[0] & 0xE0) == 0x20 && (bytes[0], bytes[1], bytes[2], bytes[3]) switch
        {
            (0x20, 0x02, _, _) => false,
            (0x20, 0x01, 0x0D, 0xB8) or (0x20, 0x01, 0x00, _) => false,
            _ => true,
        };
    }
}
