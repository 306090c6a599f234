using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>The source of an article as it was before somebody changed it, beside the working copy, and the way back to it.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskDraftModel(ArticleDeskQueries articles, ArticleRevisions revisions, Permissions permissions, SiteLanguages languages) : ComparedPage(permissions)
{
    public override string RestoreHint => T["draft.restore-hint"];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid draft, CancellationToken cancellationToken) => await LoadAsync(id, draft, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid draft, string? seen, CancellationToken cancellationToken) =>
        await LoadAsync(id, draft, cancellationToken) ? Answer(await revisions.RestoreDraftAsync(Reader.Viewer, id, draft, seen ?? "", cancellationToken)) : NotFound();

    private async Task<bool> LoadAsync(Guid id, Guid draft, CancellationToken cancellationToken)
    {
        if (await articles.FindAsync(id, cancellationToken) is not { } article || languages.Find(article.Text!.SourceLanguage) is not { } language) return false;
        if (await articles.DraftAsync(article.TextId, draft, cancellationToken) is not { } replaced) return false;
        Title = T.Format("draft.before", ("time", T.MomentIn(replaced.At, Reader.Zone ?? DateTimeZone.Utc)));
        Compare(article, language, replaced.Frozen());
        return true;
    }
}
