using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>A published revision beside the working copy, and the way back to it.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskRevisionModel(ArticleDeskQueries articles, ArticleRevisions revisions, Permissions permissions, SiteLanguages languages) : FormPage
{
    public Article Article { get; private set; } = null!;

    public Language To { get; private set; } = null!;

    public TextRevision Revision { get; private set; } = null!;

    public IReadOnlyList<BlockChange> Changes { get; private set; } = [];

    public bool MayRestore { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string to, int number, CancellationToken cancellationToken) => await LoadAsync(id, to, number, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string to, int number, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, to, number, cancellationToken)) return NotFound();
        return await revisions.RestoreAsync(Reader.Viewer, id, to, number, cancellationToken) switch
        {
            Outcome.Done => Redirect(Reader.To($"/desk/articles/{id}/{to}?saved")),
            Outcome.Conflict => ShowConflict(),
            Outcome.Missing => NotFound(),
            _ => Forbid(),
        };
    }

    private async Task<bool> LoadAsync(Guid id, string to, int number, CancellationToken cancellationToken)
    {
        if (languages.Find(to) is not { } language || language.Code != to || await articles.FindAsync(id, cancellationToken) is not { } article) return false;
        if (await articles.RevisionAsync(article.TextId, to, number, cancellationToken) is not { } revision) return false;
        (Article, To, Revision, IsUnlisted) = (article, language, revision, true);
        Title = T.Format("revision.number", ("number", number));
        Changes = ArticleRevisions.Compare(revision.Frozen(), FrozenText.Of(article.Text!, to));
        MayRestore = permissions.May(Reader.Viewer, NewsroomActs.Write);
        return true;
    }
}
