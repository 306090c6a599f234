using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>A standing page: about, contact, archive; with what other modules add to it.</summary>
[Public]
public sealed class StandingModel(RotundaDb db, ArticleQueries articles, TextReading texts, IEnumerable<IPagePart> parts) : SitePage
{
    public Article Article { get; private set; } = null!;

    public ReadText Text { get; private set; } = null!;

    public bool IsFallback => Text.Language != Reader.Language.Code;

    public IReadOnlyList<PartView> Parts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancellationToken)
    {
        if (await articles.PageAsync(key, cancellationToken) is not { } article) return NotFound();
        var language = Reader.Language.Choose(article.Versions.Select(version => version.Language))!;
        if (await texts.ReadAsync(db, article.TextId, language, Reader, cancellationToken) is not { } text) return NotFound();
        (Article, Text, Title, Description) = (article, text, text.Title, text.Description);
        Walk(new Crumb(text.Title, null));
        ExistsIn = [.. article.Versions.Select(row => row.Language)];
        IsUnlisted = IsFallback;
        if (IsFallback) CanonicalPath = $"/{language}/{key}";
        var views = new List<PartView>();
        foreach (var part in parts.Where(part => part.Page == key).OrderBy(part => part.Order))
            if (await part.BuildAsync(Reader, cancellationToken) is { } view) views.Add(view);
        Parts = views;
        return Page();
    }
}

/// <summary>The route constraint <c>standing</c>: the keys of standing pages that have an address of their own.</summary>
public sealed class StandingConstraint : IRouteConstraint
{
    /// <summary>The standing pages; others are refused as unknown addresses.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["about", "contact", "archive"];

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is string key && Keys.Contains(key);
}
