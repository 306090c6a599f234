using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>A page that stands by itself under its key, with what other modules add to it.</summary>
public abstract class StandingPage(RotundaDb db, ArticleQueries articles, TextReading texts, CreditQueries credits, IEnumerable<IPagePart> parts) : SitePage
{
    public ReadText Text { get; private set; } = null!;

    public ArticleCredits Credits { get; private set; } = null!;

    public bool IsFallback => Text.Language != Reader.Language.Code;

    public IReadOnlyList<PartView> Parts { get; private set; } = [];

    /// <summary>The address of a standing page without the language.</summary>
    public static string PathOf(string key) => StandingConstraint.Keys.Contains(key) ? "/" + key : "/pages/" + key;

    /// <summary>Shows a page in the reader's language or as a whole in a fallback; one that was withdrawn from the reader's language is gone there.</summary>
    protected async Task<IActionResult> ShowAsync(string key, CancellationToken cancellationToken)
    {
        var found = await articles.PageAsync(key, cancellationToken);
        if (found?.Versions.Exists(version => version.Language == Reader.Language.Code) != true && await articles.IsPageWithdrawnAsync(Reader.Language, key, cancellationToken)) return StatusCode(StatusCodes.Status410Gone);
        if (found is not { } article) return NotFound();
        var language = Reader.Language.Choose(article.Versions.Select(version => version.Language))!;
        if (await texts.ReadAsync(db, article.TextId, language, Reader, cancellationToken) is not { } text) return NotFound();
        (Text, Title, Description) = (text, text.Title, text.Description);
        Credits = new ArticleCredits(
            article, await db.Texts.Where(row => row.Id == article.TextId).Select(row => row.SourceLanguage).FirstAsync(cancellationToken),
            await credits.OfAsync(article.TextId, language, Reader.Language, cancellationToken), text.UsesMachine);
        Walk(new Crumb(text.Title, null));
        ExistsIn = [.. article.Versions.Select(row => row.Language)];
        IsUnlisted = IsFallback;
        if (IsFallback) CanonicalPath = $"/{language}{PathOf(key)}";
        var views = new List<PartView>();
        foreach (var part in parts.Where(part => part.Page == key).OrderBy(part => part.Order))
            if (await part.BuildAsync(Reader, cancellationToken) is { } view) views.Add(view);
        Parts = views;
        return Page();
    }
}
