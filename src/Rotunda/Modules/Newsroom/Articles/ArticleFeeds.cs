using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Topics;
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
            (await source.ReadAsync(context, null, cancellationToken)).ToAtom());
        group.MapMethods("/news.json", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, FeedSource source, CancellationToken cancellationToken) =>
            (await source.ReadAsync(context, null, cancellationToken)).ToJsonFeed());
        // By code, which never changes: a feed reader keeps its address for years
        group.MapMethods("/news/{code}.atom", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, FeedSource source, TopicQueries topics, string code, CancellationToken cancellationToken) =>
            (await topics.ByCodeAsync(cancellationToken)).TryGetValue(code, out var topic) ? (await source.ReadAsync(context, topic, cancellationToken)).ToAtom() : (IResult)TypedResults.NotFound());
        group.MapMethods("/news/{code}.json", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, FeedSource source, TopicQueries topics, string code, CancellationToken cancellationToken) =>
            (await topics.ByCodeAsync(cancellationToken)).TryGetValue(code, out var topic) ? (await source.ReadAsync(context, topic, cancellationToken)).ToJsonFeed() : (IResult)TypedResults.NotFound());
    }

    /// <summary>The blocks of a text as HTML that stands outside of a page.</summary>
    internal static string HtmlOf(ReadText text)
    {
        using var writer = new StringWriter();
        var isInList = false;
        foreach (var block in text.Blocks)
        {
            if (isInList != (block.Kind == BlockKind.ListItem)) writer.Write((isInList = !isInList) ? "<ul>" : "</ul>");
            var tag = block.Kind switch { BlockKind.Heading => $"h{block.Level}", BlockKind.Quote => "blockquote", BlockKind.ListItem => "li", _ => "p" };
            writer.Write($"<{tag}>");
            block.Content.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
            writer.Write($"</{tag}>");
        }

        if (isInList) writer.Write("</ul>");
        return writer.ToString();
    }

    /// <summary>Reads the latest news that exist in the feed's own language; a constant number of queries.</summary>
    internal sealed class FeedSource(RotundaDb db, TextReading texts, TopicQueries topics, Frame frame, SiteLanguages languages)
    {
        /// <param name="context">The request for the feed.</param>
        /// <param name="topic">The category or tag; null for all news.</param>
        /// <param name="cancellationToken">Cancels the queries.</param>
        public async Task<Feed> ReadAsync(HttpContext context, Topic? topic, CancellationToken cancellationToken)
        {
            var reader = context.Reader();
            var code = reader.Language.Code;
            var query = NewsQueries.Published(db).Where(article => article.Versions.Any(version => version.Language == code && version.State == VersionState.Published));
            if (topic?.Code is { } category) query = query.Where(article => article.Categories.Any(row => row.Category == category));
            var articles = await query.AsSplitQuery().OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(Items)
                .Select(article => new
                {
                    article.Id, article.TextId, article.Date, Categories = article.Categories.Select(row => row.Category).ToList(),
                    Versions = article.Versions.Where(version => version.State == VersionState.Published).Select(version => new { version.Language, version.Slug, version.ChangedAt }).ToList(),
                })
                .ToListAsync(cancellationToken);
            var root = (await frame.AbsoluteAsync("")).TrimEnd('/');
            var read = await texts.ReadManyAsync(db, [.. articles.Select(article => (article.TextId, code))], reader, cancellationToken, root);
            var known = await topics.ByCodeAsync(cancellationToken);
            var entries = new List<FeedEntry>();
            foreach (var article in articles)
            {
                var addresses = article.Versions.ToDictionary(
                    version => languages.Find(version.Language)?.Tag ?? version.Language, version => FormattableString.Invariant($"{root}/{version.Language}/news/{article.Date.Year}/{version.Slug}"), StringComparer.Ordinal);
                var text = read[article.TextId];
                addresses.Remove(reader.Language.Tag, out var own);
                var appeared = article.Date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
                var changed = article.Versions.Find(version => version.Language == code)!.ChangedAt ?? appeared;
                entries.Add(new FeedEntry(
                    $"urn:uuid:{article.Id}#{code}", text.Title, own!, Instant.Max(changed, appeared), text.Deck, HtmlOf(text), addresses, appeared,
                    [.. article.Categories.Order(StringComparer.Ordinal).Where(known.ContainsKey).Select(row => new FeedCategory(row, known[row].Name.Plain(reader.Language)))]));
            }

            var name = (await frame.IdentityAsync()).Name.Plain(reader.Language);
            var path = context.Request.Path.Value!;
            var list = topic is null ? "/news" : topic.PathIn(reader.Language);
            var title = topic is null ? reader.Texts["news.title"] : reader.Texts.Format("news.in-category", ("category", topic.Name.Plain(reader.Language)));
            return new Feed(
                root + (topic is null ? $"/feeds/{code}/news.atom" : $"/feeds/{code}/news/{topic.Code}.atom"), $"{title} · {name}", reader.Language.Tag, name, root + reader.To(list), root + path,
                entries.Count > 0 ? entries.Max(entry => entry.Updated) : NodaConstants.UnixEpoch, entries,
                languages.All.Where(language => language != reader.Language).ToDictionary(language => language.Tag, language => $"{root}/feeds/{language.Code}{path[$"/feeds/{code}".Length..]}", StringComparer.Ordinal));
        }
    }
}
