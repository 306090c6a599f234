using System.Collections.Concurrent;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Finds the help that stands beside a page of the desk: a text whose key follows from the page's address.</summary>
public static class DeskHelp
{
    private static readonly ConcurrentDictionary<string, string> s_names = new(StringComparer.Ordinal);

    /// <summary>What follows <c>help.</c> in the key of a page's help: <c>{lang:lang}/desk/institutions/{code}</c> has <c>institutions.one</c>, the first page <c>today</c>; null outside the desk.</summary>
    public static string? NameOf(string? route)
    {
        const string desk = "{lang:lang}/desk";
        if (route is null || !route.StartsWith(desk, StringComparison.Ordinal)) return null;
        return s_names.GetOrAdd(route, static route =>
        {
            var parts = route[desk.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.EndsWith("?}", StringComparison.Ordinal)).Select(part => part[0] == '{' ? "one" : part);
            return string.Join('.', parts.DefaultIfEmpty("today"));
        });
    }

    /// <summary>The same for the page of a request.</summary>
    public static string? NameOf(HttpContext context) => NameOf((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
}
