using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Rotunda.Tests.Modules.Newsroom;

/// <summary>Finds what is wrong with a feed: the rules of RFC 4287 and of JSON Feed 1.1 as far as this site writes them.</summary>
public static class FeedChecker
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static readonly HashSet<string> Known = ["id", "title", "updated", "link", "author", "entry", "published", "category", "summary", "content", "subtitle", "rights", "generator", "icon", "logo", "contributor", "source"];

    /// <summary>What is wrong with an Atom document; nothing when it can stand.</summary>
    public static IReadOnlyList<string> Atoms(string text)
    {
        XElement feed;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            feed = XDocument.Load(reader).Root!;
        }
        catch (XmlException error)
        {
            return [error.Message];
        }

        if (feed.Name != Atom + "feed") return [$"the root is {feed.Name}"];
        var faults = new List<string>();
        Container(feed, "feed", faults);
        if (!feed.Elements(Atom + "link").Any(link => Relation(link) == "self")) faults.Add("feed: no link to itself");
        var entries = feed.Elements(Atom + "entry").ToList();
        foreach (var entry in entries)
        {
            Container(entry, "entry", faults);
            if (!entry.Elements(Atom + "author").Any() && !feed.Elements(Atom + "author").Any()) faults.Add("entry: no author");
            if (!entry.Elements(Atom + "content").Any() && !entry.Elements(Atom + "link").Any(link => Relation(link) == "alternate")) faults.Add("entry: neither content nor an alternate link");
        }

        foreach (var twice in entries.GroupBy(entry => (entry.Element(Atom + "id")?.Value, entry.Element(Atom + "updated")?.Value)).Where(group => group.Count() > 1)) faults.Add($"entry: twice {twice.Key}");
        return faults;
    }

    /// <summary>What is wrong with a JSON Feed.</summary>
    public static IReadOnlyList<string> Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        var (feed, faults) = (document.RootElement, new List<string>());
        if (Text(feed, "version") != "https://jsonfeed.org/version/1.1") faults.Add("the version is not 1.1");
        if (Text(feed, "title") is not { Length: > 0 }) faults.Add("no title");
        foreach (var name in new[] { "home_page_url", "feed_url" })
            if (!IsAddress(Text(feed, name))) faults.Add($"{name} is no address");
        if (!feed.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array) return [.. faults, "no items"];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items.EnumerateArray())
        {
            if (Text(item, "id") is not { Length: > 0 } id || !ids.Add(id)) faults.Add("an item has no id of its own");
            if (!IsAddress(Text(item, "url"))) faults.Add("an item has no address");
            if (Text(item, "content_html") is null && Text(item, "content_text") is null) faults.Add("an item has no content");
            foreach (var name in new[] { "date_published", "date_modified" })
                if (Text(item, name) is { } time && !IsTime(time)) faults.Add($"{name} is «{time}»");
            foreach (var property in item.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Null)) faults.Add($"{property.Name} is null");
        }

        return faults;

        static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static void Container(XElement element, string place, List<string> faults)
    {
        foreach (var name in new[] { "id", "title", "updated" })
            if (element.Elements(Atom + name).Count() != 1) faults.Add($"{place}: {element.Elements(Atom + name).Count()} times {name}");
        foreach (var name in new[] { "published", "summary", "content", "subtitle", "rights" })
            if (element.Elements(Atom + name).Count() > 1) faults.Add($"{place}: more than one {name}");
        if (element.Element(Atom + "id")?.Value is var id && !Uri.TryCreate(id, UriKind.Absolute, out _)) faults.Add($"{place}: the id «{id}» is no IRI");
        foreach (var time in element.Elements(Atom + "updated").Concat(element.Elements(Atom + "published")).Select(child => child.Value).Where(time => !IsTime(time))) faults.Add($"{place}: «{time}» is no time");
        foreach (var child in element.Elements().Where(child => child.Name.Namespace == Atom && !Known.Contains(child.Name.LocalName))) faults.Add($"{place}: Atom knows no {child.Name.LocalName}");
        foreach (var author in element.Elements(Atom + "author").Where(author => string.IsNullOrWhiteSpace(author.Element(Atom + "name")?.Value))) faults.Add($"{place}: an author without a name {author}");
        foreach (var category in element.Elements(Atom + "category").Where(category => string.IsNullOrEmpty((string?)category.Attribute("term")))) faults.Add($"{place}: a category without a term {category}");
        Links(element, place, faults);
        foreach (var part in element.Elements().Where(child => child.Name == Atom + "content" || child.Name == Atom + "summary" || child.Name == Atom + "title"))
        {
            var type = (string?)part.Attribute("type") ?? "text";
            if (type is "text" or "html" && part.HasElements) faults.Add($"{place}: elements inside of {type}");
            if (type == "html" && part.Value.Contains("<script", StringComparison.OrdinalIgnoreCase)) faults.Add($"{place}: a script");
        }
    }

    private static void Links(XElement element, string place, List<string> faults)
    {
        foreach (var link in element.Elements(Atom + "link"))
        {
            if (!IsAddress((string?)link.Attribute("href"))) faults.Add($"{place}: «{(string?)link.Attribute("href")}» is no address");
            if ((string?)link.Attribute("hreflang") is { } language && !IsLanguage(language)) faults.Add($"{place}: «{language}» is no language");
        }

        // RFC 4287, 4.1.1: not more than one alternate with the same type and language
        foreach (var twice in element.Elements(Atom + "link").Where(link => Relation(link) == "alternate").GroupBy(link => ((string?)link.Attribute("type"), (string?)link.Attribute("hreflang"))).Where(group => group.Count() > 1))
            faults.Add($"{place}: more than one alternate {twice.Key}");
    }

    private static string Relation(XElement link) => (string?)link.Attribute("rel") ?? "alternate";

    private static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static bool IsTime(string text) => DateTimeOffset.TryParseExact(
        text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && (text.EndsWith('Z') || text[^6] is '+' or '-');

    private static bool IsLanguage(string text) => text.Split('-').All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}
