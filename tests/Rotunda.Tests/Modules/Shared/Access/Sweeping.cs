using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Testing;

namespace Rotunda.Tests.Modules.Shared.Access;

/// <summary>The forms that pages take, from the program's own descriptions of its pages.</summary>
internal static class Handlers
{
    /// <summary>The names of the handlers that take a form at a route; the nameless one is empty.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Site site, string route)
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(candidate => candidate.RoutePattern.RawText == route))
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page) continue;
            var compiled = await loader.LoadAsync(page, endpoint.Metadata);
            names.UnionWith(compiled.HandlerMethods.Where(method => method.HttpMethod == "Post").Select(method => method.Name ?? ""));
        }

        return [.. names];
    }

    public static string Address(string path, string handler) => handler.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={handler}";
}

/// <summary>Forms that somebody makes up.</summary>
internal static class Forms
{
    /// <summary>A form with somebody's own token and, in every place where a form of the program bears one, an id.</summary>
    public static FormUrlEncodedContent With(string token, string id = "00000000-0000-0000-0000-000000000001")
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = token };
        foreach (var name in new[] { "version", "Version", "textVersion", "seen" }) fields[name] = "1";
        foreach (var name in new[] { "id", "Id", "item", "receiver", "file", "key", "account", "grant", "session", "credential", "field", "comment", "segment", "institution", "code" }) fields[name] = id;
        foreach (var name in new[] { "Ground.Source", "Message", "reason", "Reason", "note", "Note", "text", "Text" }) fields[name] = "x";
        return new FormUrlEncodedContent(fields);
    }
}

/// <summary>Tokens that a person has by right.</summary>
internal static class Tokens
{
    /// <summary>Somebody signed in, with the token of a form of the own account.</summary>
    public static async Task<(Visitor Visitor, string Token)> OfAsync(Visitor visitor) =>
        (visitor, (await visitor.PageAsync("/en/account")).QuerySelector("form[method=post] input[name=__RequestVerificationToken]")!.GetAttribute("value")!);
}

/// <summary>How much there is in the database.</summary>
internal static class Rows
{
    /// <summary>Every table with the number of its rows, but what the program itself keeps going on.</summary>
    public static async Task<IReadOnlyList<string>> CountAsync(Site site)
    {
        string[] moving = ["lease", "session", "data_protection_key", "search_"];
        await using var db = site.Db();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var counts = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            if (moving.Any(name => table.StartsWith(name, StringComparison.Ordinal))) continue;
            command.CommandText = $"SELECT count(*) FROM \"{table}\"";
            counts.Add($"{table} {Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)}");
        }

        return counts;
    }
}
