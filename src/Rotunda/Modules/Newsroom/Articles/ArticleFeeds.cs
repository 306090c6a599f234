using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>The news of one language as Atom (RFC 4287) and JSON Feed 1.1, with the other language versions as alternates.</summary>
internal static class ArticleFeeds
{
    private const int Items = 30;

    public static void MapArticleFeeds(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/feeds/{lang:lang}").WithMetadata(new PublicAttribute());
        group.MapMethods("/news.atom", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, FeedSource source, CancellationToken cancellationToken) =>
            (await source.ReadAsync(context, cancellationToken)).ToAtom());
        group.MapMethods("/news.json", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, FeedSource source, CancellationToken cancellationToken) =>
            (await source.ReadAsync(context, cancellationToken)).ToJsonFeed());
    }

    /// <summary>Reads the latest news that exist in the feed's own language.</summary>
    internal sealed class FeedSource(RotundaDb db, TextReading texts, Frame frame, SiteLanguages languages)
    {
        public async Task<Feed> ReadAsync(HttpContext context, CancellationToken cancellationToken)
        {
            var reader = context.Reader();
            var code = reader.Language.Code;
            var articles = await db.Articles.AsNoTracking().Where(article => ArticleKinds.AmongNews.Contains(article.Kind) && article.Versions.Any(version => version.Language == code && version.State == VersionState.Published))
                .OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(Items)
                .Select(article => new { article.Id, article.TextId, article.Date, Versions = article.Versions.Where(version => version.State == VersionState.Published).Select(version => new { version.Language, version.Slug }).ToList() })
                .ToListAsync(cancellationToken);
            var read = await texts.ReadManyAsync(db, [.. articles.Select(article => (article.TextId, code))], reader, cancellationToken, (await frame.AbsoluteAsync("")).TrimEnd('/'));
            var entries = new List<FeedEntry>();
            foreach (var article in articles)
            {
                var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var version in article.Versions)
                    addresses[languages.Find(version.Language)?.Tag ?? version.Language] = await frame.AbsoluteAsync($"/{version.Language}/news/{article.Date.Year}/{version.Slug}");
                var text = read[article.TextId];
                var own = addresses[reader.Language.Tag];
                addresses.Remove(reader.Language.Tag);
                entries.Add(new FeedEntry(
                    $"urn:uuid:{article.Id}#{code}", text.Title, own, article.Date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), text.Deck, HtmlOf(text), addresses));
            }

            var name = (await frame.IdentityAsync()).Name.Plain(reader.Language);
            return new Feed(
                await frame.AbsoluteAsync($"/feeds/{code}/news.atom"), $"{reader.Texts["news.title"]} · {name}", reader.Language.Tag, name, await frame.AbsoluteAsync(reader.To("/news")),
                await frame.AbsoluteAsync(context.Request.Path), entries.Count > 0 ? entries.Max(entry => entry.Updated) : NodaConstants.UnixEpoch, entries);
        }

        private static string HtmlOf(ReadText text)
        {
            using var writer = new StringWriter();
            foreach (var block in text.Blocks)
            {
                var tag = block.Kind switch { BlockKind.Heading => $"h{block.Level}", BlockKind.Quote => "blockquote", BlockKind.ListItem => "li", _ => "p" };
                writer.Write($"<{tag}>");
                block.Content.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
                writer.Write($"</{tag}>");
            }

            return writer.ToString();
        }
    }
}
