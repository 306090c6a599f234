namespace Rotunda.Tests.Modules.Shared.Access;

/// <summary>Where a redirect leads, on the site.</summary>
internal static class Locations
{
    /// <summary>Path and query, also of an absolute address; an address of another host stays whole.</summary>
    public static string PathAndQuery(this Uri location) =>
        location.IsAbsoluteUri && location.Host is "127.0.0.1" or "localhost" ? location.PathAndQuery : location.OriginalString;
}
