using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Shared.Web;

/// <summary>Writes a feed as JSON Feed 1.1 (jsonfeed.org).</summary>
public static class JsonFeed
{
    public const string MediaType = "application/feed+json";

    private static readonly JsonSerializerOptions Options = new(StoredJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

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
                summary = entry.Summary.Length > 0 ? entry.Summary : null,
                content_html = entry.Html,
                // One of the two contents is there, so that an entry without markup still has one
                content_text = entry.Html is null ? entry.Summary : null,
                date_published = InstantPattern.General.Format(entry.Published ?? entry.Updated),
                date_modified = InstantPattern.General.Format(entry.Updated),
                tags = entry.Categories is { Count: > 0 } categories ? categories.Select(category => category.Name) : null,
                language = feed.Language,
                _alternates = entry.Alternates,
            }),
        },
        Options, MediaType + "; charset=utf-8");
}
