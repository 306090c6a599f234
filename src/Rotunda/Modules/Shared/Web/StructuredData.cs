using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using Rotunda.Modules.Shared.Parts;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Facts about a page in the words of schema.org, as JSON-LD: a block of data, which browsers neither run nor report.</summary>
public static class StructuredData
{
    /// <summary>All scripts as they are; what could end the element or begin another is escaped.</summary>
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A thing of a type, with its properties; those without a value are left out.</summary>
    public static JsonObject Of(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> properties)
    {
        var thing = new JsonObject { ["@type"] = type };
        foreach (var (name, value) in properties)
            if (value is not null) thing[name] = value;
        return thing;
    }

    /// <summary>The way from the home page to a page, with absolute addresses.</summary>
    public static async Task<JsonObject> WayAsync(IReadOnlyList<Crumb> crumbs, string homeLabel, string homePath, Frame frame)
    {
        var steps = new JsonArray();
        foreach (var crumb in crumbs.Prepend(new Crumb(homeLabel, homePath)))
            steps.Add(Of("ListItem", ("position", steps.Count + 1), ("name", crumb.Label), ("item", crumb.Path is null ? null : (JsonNode)await frame.AbsoluteAsync(crumb.Path))));
        return Of("BreadcrumbList", ("itemListElement", steps));
    }

    /// <summary>The text of the element.</summary>
    public static IHtmlContent Written(IReadOnlyList<JsonObject> facts)
    {
        var document = new JsonObject { ["@context"] = "https://schema.org" };
        if (facts is [var only]) foreach (var (name, value) in only) document[name] = value?.DeepClone();
        else document["@graph"] = new JsonArray([.. facts.Select(fact => fact.DeepClone())]);
        return new HtmlString(document.ToJsonString(Options));
    }
}
