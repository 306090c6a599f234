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

    /// <summary>What restoring a translation leaves as it stands: the revision does not have it.</summary>
    public IReadOnlyList<string> LeftAlone { get; private set; } = [];

    /// <summary>The fingerprint of the working copy that is shown.</summary>
    public string Seen { get; private set; } = "";

    public bool MayRestore { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, string to, int number, CancellationToken cancellationToken) => await LoadAsync(id, to, number, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, string to, int number, string? seen, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, to, number, cancellationToken)) return NotFound();
        return await revisions.RestoreAsync(Reader.Viewer, id, to, number, seen ?? "", cancellationToken) switch
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
        var (then, now) = (revision.Frozen(), FrozenText.Of(article.Text!, to));
        (Changes, Seen) = (ArticleRevisions.Compare(then, now), TextFingerprint.Of(article.Text!, to));
        // The blocks of a source go with its words
        LeftAlone = to == article.Text!.SourceLanguage ? [] : ArticleRevisions.LeftAlone(then, now);
        MayRestore = permissions.May(Reader.Viewer, NewsroomActs.Write);
        return true;
    }
}
