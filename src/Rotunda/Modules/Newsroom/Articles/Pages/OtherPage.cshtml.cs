using Microsoft.AspNetCore.Mvc;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Naming;
using Rotunda.Modules.Translation.Rendering;

namespace Rotunda.Modules.Newsroom.Articles.Pages;

/// <summary>Any other page that editors made; those with an address of their own are sent there.</summary>
[Public]
public sealed class OtherPageModel(RotundaDb db, ArticleQueries articles, TextReading texts, CreditQueries credits, IEnumerable<IPagePart> parts) : StandingPage(db, articles, texts, credits, parts)
{
    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancellationToken) =>
        StandingConstraint.Keys.Contains(key) ? RedirectPermanent(Reader.To(PathOf(key))) : await ShowAsync(key, cancellationToken);
}
