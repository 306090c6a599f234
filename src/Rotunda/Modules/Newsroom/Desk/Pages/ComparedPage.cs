using Microsoft.AspNetCore.Mvc;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>An earlier state of an article beside the working copy, and the way back to it.</summary>
public abstract class ComparedPage(Permissions permissions) : FormPage
{
    public Article Article { get; private set; } = null!;

    public Language To { get; private set; } = null!;

    public IReadOnlyList<BlockChange> Changes { get; private set; } = [];

    /// <summary>True where the working copy reads otherwise.</summary>
    public bool IsChanged => Changes.Any(change => change.IsChanged);

    /// <summary>What restoring a translation leaves as it stands: the earlier state does not have it.</summary>
    public IReadOnlyList<string> LeftAlone { get; private set; } = [];

    /// <summary>The fingerprint of the working copy that is shown.</summary>
    public string Seen { get; private set; } = "";

    public bool MayRestore { get; private set; }

    /// <summary>What restoring does, beside its button.</summary>
    public virtual string RestoreHint => T["revision.restore-hint"];

    protected void Compare(Article article, Language language, FrozenText then)
    {
        (Article, To, IsUnlisted) = (article, language, true);
        var now = FrozenText.Of(article.Text!, language.Code);
        (Changes, Seen) = (ArticleRevisions.Compare(then, now), TextFingerprint.Of(article.Text!, language.Code));
        // The blocks of a source go with its words
        LeftAlone = language.Code == article.Text!.SourceLanguage ? [] : ArticleRevisions.LeftAlone(then, now);
        MayRestore = permissions.May(Reader.Viewer, NewsroomActs.Write);
    }

    protected IActionResult Answer(Outcome outcome) => outcome switch
    {
        Outcome.Done => Redirect(Reader.To($"/desk/articles/{Article.Id}/{To.Code}?saved")),
        Outcome.Conflict => ShowConflict(),
        Outcome.Missing => NotFound(),
        _ => Forbid(),
    };
}
