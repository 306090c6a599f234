using System.Net;
using System.Net.Sockets;

namespace Rotunda.Modules.Accounts.Sessions;

/// <summary>Says in short from where somebody signed in: enough to recognise the own devices, too little to follow a person.</summary>
internal static class Clients
{
    // The order matters: most browsers also bear the names of those they descend from
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("MicroMessenger", "WeChat"), ("YaBrowser", "Yandex"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Mac OS", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as <c>Firefox, Windows</c>; made of known names only, whatever the browser claims.</summary>
    public static string BrowserOf(string userAgent) => string.Join(", ", new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.Where(name => name.Length > 0));

    /// <summary>The first three of four parts of an address, or the first three groups of a long one; empty when there is none.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6).Clear();
        return address.AddressFamily == AddressFamily.InterNetwork ? $"{bytes[0]}.{bytes[1]}.{bytes[2]}.…" : new IPAddress(bytes) + "…";
    }

    private static string Find((string Mark, string Name)[] names, string text) =>
        names.FirstOrDefault(pair => text.Contains(pair.Mark, StringComparison.Ordinal)).Name ?? "";
}
