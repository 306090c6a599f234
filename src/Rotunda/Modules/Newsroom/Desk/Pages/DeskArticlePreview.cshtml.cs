using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>The working copy as readers would see it.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskArticlePreviewModel(ArticleDeskQueries articles, TextReading reading, SiteLanguages languages) : SitePage
{
    public Article Article { get; private set; } = null!;

    public ReadText Text { get; private set; } = null!;

    public Language To { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, string to, CancellationToken cancellationToken)
    {
        if (languages.Find(to) is not { } language || language.Code != to || await articles.FindAsync(id, cancellationToken) is not { } article) return NotFound();
        (Article, To, IsUnlisted) = (article, language, true);
        Text = await reading.RenderAsync(FrozenText.Of(article.Text!, to), to, Reader, cancellationToken);
        Title = Text.Title;
        return Page();
    }
}
