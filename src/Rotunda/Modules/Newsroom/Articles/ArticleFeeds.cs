using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;
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
        var open = "";
        foreach (var block in text.Blocks)
        {
            var around = block.Kind switch { BlockKind.ListItem => "ul", BlockKind.NumberedItem => "ol", BlockKind.TableRow => "table", _ => "" };
            // The head row begins another table
            if (around != open || block is { Kind: BlockKind.TableRow, Level: 1 })
            {
                if (open.Length > 0) writer.Write($"</{open}>");
                if (around.Length > 0) writer.Write($"<{around}>");
                open = around;
            }

            Write(writer, block);
        }

        if (open.Length > 0) writer.Write($"</{open}>");
        return writer.ToString();
    }

    private static void Write(StringWriter writer, ReadBlock block)
    {
        var encoder = System.Text.Encodings.Web.HtmlEncoder.Default;
        switch (block.Kind)
        {
            case BlockKind.TableRow:
                var cell = block.Level == 1 ? "th" : "td";
                writer.Write("<tr>");
                foreach (var content in block.Cells ?? []) Wrap(cell, content);
                writer.Write("</tr>");
                break;
            case BlockKind.Image:
                writer.Write($"<p><img src=\"{encoder.Encode(block.Path ?? "")}\" alt=\"{encoder.Encode(block.Alternative)}\"/></p>");
                if (block.Content != Microsoft.AspNetCore.Html.HtmlString.Empty) Wrap("p", block.Content);
                break;
            case BlockKind.Attachment or BlockKind.Embed:
                writer.Write($"<p><a href=\"{encoder.Encode(block.Path ?? "")}\">");
                block.Content.WriteTo(writer, encoder);
                writer.Write("</a></p>");
                break;
            default:
                Wrap(block.Kind switch { BlockKind.Heading => $"h{block.Level}", BlockKind.Quote => "blockquote", BlockKind.ListItem or BlockKind.NumberedItem => "li", _ => "p" }, block.Content);
                break;
        }

        void Wrap(string tag, Microsoft.AspNetCore.Html.IHtmlContent content)
        {
            writer.Write($"<{tag}>");
            content.WriteTo(writer, encoder);
            writer.Write($"</{tag}>");
        }
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
            var query = db.PublishedNews.Where(article => article.Versions.Any(version => version.Language == code && version.State == VersionState.Published));
            if (topic?.Code is { } category) query = query.Where(article => article.Categories.Any(row => row.Category == category));
            var articles = await query.AsSplitQuery().OrderByDescending(article => article.Date).ThenByDescending(article => article.Id).Take(Items)
                .Select(article => new
                {
                    article.Id, article.TextId, article.Date, Until = article.Kind == ArticleKind.Call ? article.Until : null, Categories = article.Categories.Select(row => row.Category).ToList(),
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
                    $"urn:uuid:{article.Id}#{code}", text.Title, own!, Instant.Max(changed, appeared), text.Deck, Until(article.Until) + HtmlOf(text), addresses, appeared,
                    [.. article.Categories.Order(StringComparer.Ordinal).Where(known.ContainsKey).Select(row => new FeedCategory(row, known[row].Name.Plain(reader.Language)))]));
            }

            string Until(LocalDate? day) => day is null ? "" : $"<p>{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(reader.Texts.Format("call.open", ("date", reader.Texts.Day(day.Value))))}</p>";

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
