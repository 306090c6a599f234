using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Newsroom.OldAddresses;

/// <summary>Reads addresses that people typed into one writing: those of a former site, and those of this one.</summary>
public static class SitePaths
{
    /// <summary>In characters.</summary>
    public const int Longest = 1000;

    /// <summary>Stands for a host when a path is read; no site has it.</summary>
    private static readonly Uri Nowhere = new("http://rotunda.invalid");

    /// <summary>
    /// The path with the query of an old address, written as browsers send it; scheme and host are left out, so that whole addresses may be pasted.
    /// Null for anything that is no path, and for the front page alone.
    /// </summary>
    public static string? Old(string text)
    {
        if (text.Length > Longest || !text.All(IsPlain)) return null;
        var isWhole = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isWhole && !IsPath(text)) return null;
        if (!Uri.TryCreate(isWhole ? new Uri(Nowhere, "/") : Nowhere, text, out var address) || address.Scheme is not ("http" or "https")) return null;
        var written = address.PathAndQuery;
        return written.Length <= Longest && IsPath(written) && written != "/" ? written : null;
    }

    /// <summary>A path of this site or a reference, or null for everything that could lead elsewhere: other schemes, hosts, backslashes, doubled slashes, ways upwards.</summary>
    public static string? Target(string text)
    {
        if (text.Length is 0 or > Longest || !text.All(IsPlain)) return null;
        if (text[0] != '/') return Reference.TryParse(text, out var reference) && reference.Kind.All(char.IsAsciiLetterLower) && reference.Code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? text : null;
        if (!IsPath(text) || !Uri.TryCreate(Nowhere, text, out var address) || address.Host != Nowhere.Host || address.UserInfo.Length > 0 || !address.IsDefaultPort) return null;
        var written = address.PathAndQuery + address.Fragment;
        return written.Length <= Longest && IsPath(written) ? written : null;
    }

    /// <summary>Begins with one slash; a second one, or a backslash, would name a host.</summary>
    private static bool IsPath(string text) => text.Length > 0 && text[0] == '/' && !text.StartsWith("//", StringComparison.Ordinal);

    private static bool IsPlain(char letter) => letter != '\\' && !char.IsControl(letter) && !char.IsWhiteSpace(letter);
}
