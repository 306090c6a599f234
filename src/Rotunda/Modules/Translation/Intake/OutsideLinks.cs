using System.Collections.Frozen;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>Takes over the addresses of links: only those that lead a reader somewhere, and nothing in them that tells who followed.</summary>
public static class OutsideLinks
{
    private const int Longest = 2_000;

    private static readonly FrozenSet<string> Tracking = new[]
    {
        "fbclid", "gclid", "dclid", "yclid", "ysclid", "msclkid", "mc_cid", "mc_eid", "igshid", "spm", "_openstat", "scene", "chksm", "sharer_shareinfo", "sharer_shareinfo_first", "clicktime", "enterid", "ref_src", "vero_id", "wickedid",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The address without tracking parameters; null for one that is not of the web or of a mailbox.</summary>
    /// <param name="address">As the document has it.</param>
    /// <param name="page">The address of the document, against which relative ones are read; null when it is not known, and they lead nowhere.</param>
    public static string? Take(string? address, Uri? page)
    {
        var text = address?.Trim() ?? "";
        if (text.Length is 0 or > Longest || text[0] == '#') return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || !IsOutside(uri))
        {
            // A path of a rooted file system is absolute too, on this machine
            if (page is null || (uri is { IsFile: false } && uri.Scheme.Length > 0 && text.Contains(':', StringComparison.Ordinal) && text.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase))
                || !Uri.TryCreate(page, text, out uri) || !IsOutside(uri)) return null;
        }

        // A name before the host is there to deceive
        if (uri.UserInfo.Length > 0 && uri.Scheme != "mailto") return null;
        if (uri.Scheme == "mailto") return uri.AbsoluteUri.Split('?')[0];
        if (uri.Query.Length < 2) return uri.AbsoluteUri;
        var kept = uri.Query[1..].Split('&').Where(pair => pair.Split('=')[0] is var name && !name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) && !Tracking.Contains(name)).ToList();
        return new UriBuilder(uri) { Query = string.Join('&', kept), Port = uri.IsDefaultPort ? -1 : uri.Port }.Uri.AbsoluteUri;
    }

    private static bool IsOutside(Uri uri) => uri.Scheme == "mailto" ? uri.UserInfo.Length > 0 : uri.Scheme is "http" or "https" && uri.Host.Length > 0;
}
