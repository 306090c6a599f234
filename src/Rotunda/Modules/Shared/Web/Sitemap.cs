using System.Text;
using System.Xml;
using NodaTime.Text;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared.Web;

/// <summary>The sitemap (sitemaps.org 0.9) with the language versions of every page, and robots.txt (RFC 9309).</summary>
internal static class Sitemap
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    public static void MapSitemap(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/sitemap.xml", [HttpMethods.Get, HttpMethods.Head], WriteAsync).WithMetadata(new PublicAttribute());
        endpoints.MapMethods("/robots.txt", [HttpMethods.Get, HttpMethods.Head], async (Frame frame) =>
            TypedResults.Text($"User-agent: *\nDisallow: /preview/\nDisallow: /*/desk\nDisallow: /*/account\nSitemap: {await frame.AbsoluteAsync("/sitemap.xml")}\n"))
            .WithMetadata(new PublicAttribute());
    }

    private static async Task<IResult> WriteAsync(IEnumerable<ISitemapSource> sources, SiteLanguages languages, Frame frame, CancellationToken cancellationToken)
    {
        var root = await frame.AbsoluteAsync("/");
        using var stream = new MemoryStream();
        await using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("urlset", Namespace);
            xml.WriteAttributeString("xmlns", "xhtml", null, Xhtml);
            foreach (var source in sources)
                foreach (var page in await source.PagesAsync(cancellationToken))
                    Write(xml, page, root.TrimEnd('/'), languages);
            xml.WriteEndElement();
        }

        return TypedResults.Bytes(stream.ToArray(), "application/xml; charset=utf-8");
    }

    private static void Write(XmlWriter xml, SitemapPage page, string root, SiteLanguages languages)
    {
        foreach (var path in page.Paths.Values)
        {
            xml.WriteStartElement("url", Namespace);
            xml.WriteElementString("loc", Namespace, root + path);
            if (page.Changed is { } day) xml.WriteElementString("lastmod", Namespace, LocalDatePattern.Iso.Format(day));
            foreach (var (code, other) in page.Paths) WriteAlternate(xml, languages.Find(code)?.Tag ?? code, root + other);
            // Only where an address sends every reader to the own language; a page in one of the languages is no default
            if (page.Neutral is { } neutral) WriteAlternate(xml, "x-default", root + neutral);
            xml.WriteEndElement();
        }
    }

    private static void WriteAlternate(XmlWriter xml, string language, string address)
    {
        xml.WriteStartElement("link", Xhtml);
        xml.WriteAttributeString("rel", "alternate");
        xml.WriteAttributeString("hreflang", language);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }
}
