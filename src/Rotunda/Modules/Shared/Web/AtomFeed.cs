using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime;
using NodaTime.Text;

namespace Rotunda.Modules.Shared.Web;

/// <summary>An entry of a feed.</summary>
/// <param name="Id">An IRI that never changes.</param>
/// <param name="Title">Plain text.</param>
/// <param name="Address">The absolute address of the page.</param>
/// <param name="Updated">When it last changed.</param>
/// <param name="Summary">Plain text.</param>
/// <param name="Html">The whole content; null when the summary is enough.</param>
/// <param name="Alternates">Absolute addresses of other language versions by BCP 47 tag.</param>
/// <param name="Published">When it appeared; null where only the last change is known.</param>
/// <param name="Categories">What it belongs to: a code that stays, and its name in the feed's language.</param>
public sealed record FeedEntry(
    string Id, string Title, string Address, Instant Updated, string Summary, string? Html = null, IReadOnlyDictionary<string, string>? Alternates = null,
    Instant? Published = null, IReadOnlyList<FeedCategory>? Categories = null);

/// <summary>A category of an entry.</summary>
public sealed record FeedCategory(string Code, string Name);

/// <summary>A feed in one language.</summary>
/// <param name="Id">An IRI that never changes.</param>
/// <param name="Title">Plain text.</param>
/// <param name="Language">The BCP 47 tag.</param>
/// <param name="Author">Who publishes.</param>
/// <param name="Address">The absolute address of the page with the same list.</param>
/// <param name="SelfAddress">The absolute address of the feed.</param>
/// <param name="Updated">The latest change of an entry.</param>
/// <param name="Entries">Latest first.</param>
/// <param name="Alternates">Absolute addresses of the same feed in other languages by BCP 47 tag.</param>
public sealed record Feed(
    string Id, string Title, string Language, string Author, string Address, string SelfAddress, Instant Updated, IReadOnlyList<FeedEntry> Entries,
    IReadOnlyDictionary<string, string>? Alternates = null);

/// <summary>Writes a feed as Atom (RFC 4287).</summary>
public static class AtomFeed
{
    public const string MediaType = "application/atom+xml";

    private const string Namespace = "http://www.w3.org/2005/Atom";

    public static IResult ToAtom(this Feed feed)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, feed.Language);
            xml.WriteElementString("id", Namespace, feed.Id);
            xml.WriteElementString("title", Namespace, feed.Title);
            xml.WriteElementString("updated", Namespace, Rfc3339(feed.Updated));
            Link(xml, "self", feed.SelfAddress, MediaType, null);
            Link(xml, "alternate", feed.Address, "text/html", null);
            foreach (var (tag, address) in feed.Alternates ?? new Dictionary<string, string>()) Link(xml, "alternate", address, MediaType, tag);
            xml.WriteStartElement("author", Namespace);
            xml.WriteElementString("name", Namespace, feed.Author);
            xml.WriteEndElement();
            foreach (var entry in feed.Entries) Write(xml, entry);
            xml.WriteEndElement();
        }

        return TypedResults.Bytes(stream.ToArray(), MediaType + "; charset=utf-8");
    }

    private static void Write(XmlWriter xml, FeedEntry entry)
    {
        xml.WriteStartElement("entry", Namespace);
        xml.WriteElementString("id", Namespace, entry.Id);
        xml.WriteElementString("title", Namespace, entry.Title);
        if (entry.Published is { } published) xml.WriteElementString("published", Namespace, Rfc3339(published));
        xml.WriteElementString("updated", Namespace, Rfc3339(entry.Updated));
        Link(xml, "alternate", entry.Address, "text/html", null);
        foreach (var (tag, address) in entry.Alternates ?? new Dictionary<string, string>()) Link(xml, "alternate", address, "text/html", tag);
        foreach (var category in entry.Categories ?? [])
        {
            xml.WriteStartElement("category", Namespace);
            xml.WriteAttributeString("term", category.Code);
            xml.WriteAttributeString("label", category.Name);
            xml.WriteEndElement();
        }

        if (entry.Summary.Length > 0) xml.WriteElementString("summary", Namespace, entry.Summary);
        if (entry.Html is { } html)
        {
            xml.WriteStartElement("content", Namespace);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(html);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string address, string mediaType, string? language)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", mediaType);
        if (language is not null) xml.WriteAttributeString("hreflang", language);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Rfc3339(Instant instant) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'").Format(instant);
}
