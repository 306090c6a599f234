using System.Text.Json.Nodes;
using NodaTime.Text;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Says of an article in the words of schema.org what the page says of it.</summary>
internal static class ArticleFacts
{
    /// <summary>A NewsArticle.</summary>
    /// <param name="article">What it is.</param>
    /// <param name="version">The version that is shown.</param>
    /// <param name="text">Its text.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="topics">Its categories and tags.</param>
    /// <param name="others">The paths of the versions in other languages.</param>
    /// <param name="frame">Makes addresses absolute.</param>
    public static async Task<JsonObject> OfAsync(Article article, ArticleVersion version, ReadText text, Reader reader, IEnumerable<Topic> topics, IEnumerable<string> others, Frame frame)
    {
        var address = await frame.AbsoluteAsync(FormattableString.Invariant($"/{version.Language}/news/{version.Year}/{version.Slug}"));
        var publisher = StructuredData.Of(
            "Organization", ("name", (await frame.IdentityAsync()).Name.Plain(reader.Language)), ("url", await frame.AbsoluteAsync(reader.To(""))), ("logo", await frame.AbsoluteAsync(frame.Asset("mark.svg"))));
        var versions = new JsonArray();
        foreach (var path in others) versions.Add(StructuredData.Of("NewsArticle", ("url", await frame.AbsoluteAsync(path))));
        return StructuredData.Of(
            "NewsArticle",
            ("headline", text.Title), ("description", text.Description.Length > 0 ? text.Description : null), ("inLanguage", Shown.TagOf(text.Language)),
            ("datePublished", LocalDatePattern.Iso.Format(article.Date)), ("dateModified", version.ChangedAt is { } changed ? InstantPattern.General.Format(changed) : null),
            ("url", address), ("mainEntityOfPage", address),
            ("author", publisher.DeepClone()), ("publisher", publisher),
            ("isBasedOn", article.Sources.Where(source => source.StartsWith("https://", StringComparison.Ordinal)).ToList() is { Count: > 0 } sources ? new JsonArray([.. sources.Select(source => (JsonNode)source)]) : null),
            ("keywords", topics.Select(topic => topic.Name.Plain(reader.Language)).ToList() is { Count: > 0 } words ? new JsonArray([.. words.Select(word => (JsonNode)word)]) : null),
            ("workTranslation", versions.Count > 0 ? versions : null));
    }
}
