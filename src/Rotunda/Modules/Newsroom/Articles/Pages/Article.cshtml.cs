using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>One news item, in the reader's language or as a whole in a fallback with a notice.</summary>
[Public]
public sealed class ArticleModel(RotundaDb db, ArticleQueries articles, TextReading texts, References references, SiteLanguages languages, Frame frame) : SitePage
{
    /// <summary>The article in another language.</summary>
    public sealed record OtherVersion(Language Language, string Path);

    public Article Article { get; private set; } = null!;

    public ReadText Text { get; private set; } = null!;

    public bool IsFallback => Text.Language != Reader.Language.Code;

    public string SourceLanguage { get; private set; } = "";

    public ArticleLine? Previous { get; private set; }

    public ArticleLine? Next { get; private set; }

    public IReadOnlyList<RelatedItem> Links { get; private set; } = [];

    public IReadOnlyList<OtherVersion> OtherVersions { get; private set; } = [];

    public string Address { get; private set; } = "";

    public IHtmlContent QrCode { get; private set; } = HtmlString.Empty;

    public async Task<IActionResult> OnGetAsync(int year, string slug, CancellationToken cancellationToken)
    {
        if (await articles.FindAsync(year, slug, cancellationToken) is not { } article)
            return await articles.IsWithdrawnAsync(year, slug, cancellationToken) ? StatusCode(StatusCodes.Status410Gone) : NotFound();
        var language = Reader.Language.Choose(article.Versions.Select(version => version.Language))!;
        var version = article.Versions.First(candidate => candidate.Language == language);
        // Whoever changes only the language in the address comes to the slug of that language
        if (version.Slug != slug) return RedirectPermanent(Reader.To($"/news/{year}/{version.Slug}"));
        if (await texts.ReadAsync(db, article.TextId, language, Reader, cancellationToken) is not { } text) return NotFound();
        (Article, Text, Title, Description, OpenGraphType, IsUnlisted) = (article, text, text.Title, text.Description, "article", text.Language != Reader.Language.Code);
        SourceLanguage = await db.Texts.Where(row => row.Id == article.TextId).Select(row => row.SourceLanguage).FirstAsync(cancellationToken);
        Walk(new Crumb(T["news.title"], Reader.To("/news")), new Crumb(text.Title, null));
        Siblings = languages.All.ToDictionary(
            other => other.Code,
            other => $"/{other.Code}/news/{year}/{article.Versions.First(candidate => candidate.Language == other.Choose(article.Versions.Select(row => row.Language))).Slug}");
        OtherVersions = [.. languages.All.Where(other => other != Reader.Language && article.Versions.Exists(candidate => candidate.Language == other.Code)).Select(other => new OtherVersion(other, Siblings[other.Code]))];
        (Previous, Next) = await articles.NeighboursAsync(article, Reader.Language, cancellationToken);
        var links = await references.ResolveAsync(article.References.Select(row => row.Reference), Reader, cancellationToken);
        Links = [.. article.References.Where(row => links.ContainsKey(row.Reference)).Select(row => links[row.Reference])];
        Address = await frame.AbsoluteAsync(Request.Path);
        QrCode = QrCodes.Svg(Address);
        return Page();
    }
}
