using NodaTime.Text;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Writes a feed as JSON Feed 1.1 (jsonfeed.org).</summary>
public static class JsonFeed
{
    public const string MediaType = "application/feed+json";

    public static IResult ToJsonFeed(this Feed feed) => TypedResults.Json(
        new
        {
            version = "https://jsonfeed.org/version/1.1",
            title = feed.Title,
            home_page_url = feed.Address,
            feed_url = feed.SelfAddress,
            language = feed.Language,
            authors = new[] { new { name = feed.Author } },
            items = feed.Entries.Select(entry => new
            {
                id = entry.Id,
                url = entry.Address,
                title = entry.Title,
                summary = entry.Summary,
                content_html = entry.Html ?? "",
                date_published = InstantPattern.General.Format(entry.Updated),
                language = feed.Language,
                _alternates = entry.Alternates,
            }),
        },
        StoredJson.Options, MediaType + "; charset=utf-8");
}
