using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Previews.Pages;

/// <summary>An unpublished text for somebody who has the link. Not kept, not listed, and the address goes to no other page.</summary>
[Public]
[NeverCached]
public sealed class PreviewModel(PreviewOperations previews, TextReading reading) : SitePage
{
    public Article Article { get; private set; } = null!;

    public ReadText Text { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (await previews.FindAsync(token, cancellationToken) is not { } link) return NotFound();
        (Article, IsUnlisted) = (link.Article!, true);
        Text = await reading.RenderAsync(FrozenText.Of(Article.Text!, link.Language), link.Language, Reader, cancellationToken);
        Title = Text.Title;
        ViewData["Preview"] = token;
        return Page();
    }
}
