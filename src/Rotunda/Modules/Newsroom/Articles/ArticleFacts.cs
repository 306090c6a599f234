using System.Text.Json.Nodes;
using NodaTime.Text;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Says of an article in the words of schema.org what the page says of it.</summary>
internal static class ArticleFacts
{
    /// <summary>A NewsArticle.</summary>
    /// <param name="article">What it is.</param>
    /// <param name="version">The version that is shown.</param>
    /// <param name="text">Its text.</param>
    /// <param name="credits">Whom the record of the version names; who does not want to be named is not in it.</param>
    /// <param name="image">Its first picture; null where it has none.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="topics">Its categories and tags.</param>
    /// <param name="others">The paths of the versions in other languages.</param>
    /// <param name="frame">Makes addresses absolute.</param>
    public static async Task<JsonObject> OfAsync(Article article, ArticleVersion version, ReadText text, CreditLines credits, PageImage? image, Reader reader, IEnumerable<Topic> topics, IEnumerable<string> others, Frame frame)
    {
        var address = await frame.AbsoluteAsync(FormattableString.Invariant($"/{version.Language}/news/{version.Year}/{version.Slug}"));
        var publisher = StructuredData.Of(
            "Organization", ("name", (await frame.IdentityAsync()).Name.Plain(reader.Language)), ("url", await frame.AbsoluteAsync(reader.To(""))), ("logo", await frame.AbsoluteAsync(frame.Asset("mark.svg"))));
        var versions = new JsonArray();
        foreach (var path in others) versions.Add(StructuredData.Of("NewsArticle", ("url", await frame.AbsoluteAsync(path))));
        return StructuredData.Of(
            "NewsArticle",
            ("headline", text.Title), ("description", text.Description.Length > 0 ? text.Description : null), ("inLanguage", Shown.TagOf(text.Language)),
            ("datePublished", article.ShownDate.ToString()), ("dateModified", version.ChangedAt is { } changed ? InstantPattern.General.Format(changed) : null),
            ("expires", article is { Kind: ArticleKind.Call, Until: { } until } ? LocalDatePattern.Iso.Format(until) : null), ("url", address), ("mainEntityOfPage", address),
            ("image", image is null ? null : StructuredData.Of("ImageObject", ("url", await frame.AbsoluteAsync(image.Path)), ("width", image.Width), ("height", image.Height), ("caption", image.Alternative.Length > 0 ? image.Alternative : null))),
            ("author", People(credits.Authors) ?? publisher.DeepClone()), ("translator", People(credits.Translators)), ("editor", People(credits.Editors)), ("publisher", publisher),
            ("isBasedOn", article.Sources.Where(source => source.StartsWith("https://", StringComparison.Ordinal)).ToList() is { Count: > 0 } sources ? new JsonArray([.. sources.Select(source => (JsonNode)source)]) : null),
            ("keywords", topics.Select(topic => topic.Name.Plain(reader.Language)).ToList() is { Count: > 0 } words ? new JsonArray([.. words.Select(word => (JsonNode)word)]) : null),
            ("workTranslation", versions.Count > 0 ? versions : null));
    }

    private static JsonArray? People(IReadOnlyList<string> names) => names.Count == 0 ? null : new JsonArray([.. names.Select(name => (JsonNode)StructuredData.Of("Person", ("name", name)))]);
}
