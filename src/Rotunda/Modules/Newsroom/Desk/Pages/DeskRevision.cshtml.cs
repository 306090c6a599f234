using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>A published revision beside the working copy, and the way back to it.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskRevisionModel(ArticleDeskQueries articles, ArticleRevisions revisions, Permissions permissions, SiteLanguages languages) : ComparedPage(permissions)
{
    public async Task<IActionResult> OnGetAsync(Guid id, string to, int number, CancellationToken cancellationToken) => await LoadAsync(id, to, number, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string to, int number, string? seen, CancellationToken cancellationToken) =>
        await LoadAsync(id, to, number, cancellationToken) ? Answer(await revisions.RestoreAsync(Reader.Viewer, id, to, number, seen ?? "", cancellationToken)) : NotFound();

    private async Task<bool> LoadAsync(Guid id, string to, int number, CancellationToken cancellationToken)
    {
        if (languages.Find(to) is not { } language || language.Code != to || await articles.FindAsync(id, cancellationToken) is not { } article) return false;
        if (await articles.RevisionAsync(article.TextId, to, number, cancellationToken) is not { } revision) return false;
        Title = T.Format("revision.number", ("number", number));
        Compare(article, language, revision.Frozen());
        return true;
    }
}
