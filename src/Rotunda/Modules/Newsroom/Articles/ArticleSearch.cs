using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>News, standing pages or questions in each language in which readers can read them; what they hold is read as readers read it.</summary>
internal sealed partial class ArticleSearch(ArticleKind kind, TextReading texts, SiteLanguages languages) : ISearchSource
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public string Kind => kind switch { ArticleKind.News => "news", ArticleKind.Page => "page", _ => "question" };

    public string TextKey => kind switch { ArticleKind.News => "search.kind.news", ArticleKind.Page => "search.kind.page", _ => "search.kind.question" };

    public int Order => kind switch { ArticleKind.News => 5, ArticleKind.Page => 80, _ => 85 };

    public async Task<IReadOnlyDictionary<string, string>> StampsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var articles = Articles(db).Where(article => codes == null || codes.Contains(article.Key));
        var rows = await articles.AsSplitQuery()
            .Select(article => new
            {
                article.Key, article.Date, article.Version, article.TextId,
                Versions = article.Versions.Where(version => version.State == VersionState.Published).OrderBy(version => version.Language)
                    .Select(version => new { version.Language, version.Slug, version.Title, version.Deck, version.PublishedAt, version.ChangedAt }).ToList(),
            })
            .ToListAsync(cancellationToken);
        // Things that stand in an article are found by what they are called there
        var labels = await texts.EmbedLabelsAsync(db, articles.Select(article => article.TextId), [.. languages.All.Select(language => new Reader(language, languages.TextsOf(language), Viewer.Anonymous))], cancellationToken);
        return rows.ToDictionary(
            row => row.Key, row => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{row.Date} {row.Version}\n{string.Join('\n', row.Versions.Select(version => $"{version.Language}\t{version.Slug}\t{version.Title}\t{version.Deck}\t{version.PublishedAt}\t{version.ChangedAt}"))}\n{string.Join('\n', labels[row.TextId])}")).AsSpan(0, 16)), StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<SearchItem>> ItemsAsync(RotundaDb db, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        var rows = await Articles(db).Where(article => codes == null || codes.Contains(article.Key)).AsSplitQuery()
            .Include(article => article.Versions.Where(version => version.State == VersionState.Published)).Include(article => article.References).OrderBy(article => article.Key).ToListAsync(cancellationToken);
        var found = rows.ToDictionary(row => row.Key, _ => new List<SearchText>(), StringComparer.Ordinal);
        foreach (var language in languages.All)
        {
            var reader = new Reader(language, languages.TextsOf(language), Viewer.Anonymous);
            var wanted = rows.Where(row => row.Versions.Exists(version => version.Language == language.Code)).ToList();
            var read = await texts.ReadManyAsync(db, [.. wanted.Select(row => (row.TextId, language.Code))], reader, cancellationToken);
            foreach (var row in wanted)
                if (read.TryGetValue(row.TextId, out var text) && text.Language == language.Code) found[row.Key].Add(TextOf(row, text, row.Versions.Find(version => version.Language == language.Code)!));
        }

        return [.. rows.Select(row => new SearchItem(
            row.Key, found[row.Key], kind == ArticleKind.News ? row.Date.Year : null,
            [.. row.References.Where(reference => reference.Kind == "institution").Select(reference => reference.Code).Order(StringComparer.Ordinal)]))];
    }

    private SearchText TextOf(Article article, ReadText text, ArticleVersion version)
    {
        return new SearchText(text.Language, $"/{text.Language}{ArticleKinds.PathOf(kind, article.Key, article.Date.Year, version.Slug)}", text.Title, string.Join('\n', new[] { text.Deck }.Concat(text.Blocks.SelectMany(block => (block.Cells ?? []).Prepend(block.Content).Select(Plain).Append(block.Alternative))).Where(part => part.Length > 0)));
    }

    /// <summary>Those of the kind that are published in some language.</summary>
    private IQueryable<Article> Articles(RotundaDb db)
    {
        var wanted = kind;
        return wanted == ArticleKind.News ? db.PublishedNews : db.PublishedArticles.Where(article => article.Kind == wanted);
    }

    /// <summary>What a reader sees of a block, without markup.</summary>
    private static string Plain(IHtmlContent content)
    {
        using var writer = new StringWriter();
        content.WriteTo(writer, Encoder);
        return WebUtility.HtmlDecode(Tag().Replace(writer.ToString(), "")).Trim();
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
