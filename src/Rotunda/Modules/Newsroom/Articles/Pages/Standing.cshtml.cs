using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>A standing page with an address of its own: about, contact, archive.</summary>
[Public]
public sealed class StandingModel(RotundaDb db, ArticleQueries articles, TextReading texts, CreditQueries credits, IEnumerable<IPagePart> parts) : StandingPage(db, articles, texts, credits, parts)
{
    public Task<IActionResult> OnGetAsync(string key, CancellationToken cancellationToken) => ShowAsync(key, cancellationToken);
}

/// <summary>The route constraint <c>standing</c>: the keys of standing pages that have an address of their own.</summary>
public sealed class StandingConstraint : ValueConstraint
{
    /// <summary>Those pages; all others stand below <c>pages</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["about", "contact", "archive"];

    protected override bool Fits(string value) => Keys.Contains(value);
}
