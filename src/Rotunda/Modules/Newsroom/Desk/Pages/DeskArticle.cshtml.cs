using Microsoft.AspNetCore.Mvc;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>An article with its languages: where each stands, and what was done to it.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskArticleModel(ArticleDeskQueries articles, AuditQueries audit, Permissions permissions, SiteLanguages languages) : SitePage
{
    private const int Shown = 20;

    public Article Article { get; private set; } = null!;

    public IReadOnlyList<TranslationTask> Tasks { get; private set; } = [];

    public IReadOnlyList<AuditLine> History { get; private set; } = [];

    public IReadOnlyList<Language> Languages => languages.All;

    public bool MayWrite { get; private set; }

    public bool MayPublish { get; private set; }

    public bool IsSaved => Request.Query.ContainsKey("saved");

    /// <summary>True right after the article was begun.</summary>
    public bool IsBegun => Request.Query.ContainsKey("begun");

    private DescribedPictures _pictures = null!;

    public Readiness ReadinessOf(Language language) => _pictures.ReadinessOf(Article.Text!, language.Code);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await articles.FindAsync(id, cancellationToken) is not { } article) return NotFound();
        (Article, IsUnlisted) = (article, true);
        Title = DeskTextQueries.TitleOf(article.Text!, Reader.Language.Code);
        (MayWrite, MayPublish) = (permissions.May(Reader.Viewer, NewsroomActs.Write), permissions.May(Reader.Viewer, NewsroomActs.Publish));
        _pictures = await articles.PicturesAsync(article.Text!, cancellationToken);
        Tasks = await articles.TasksAsync(article.TextId, cancellationToken);
        History = MayWrite ? await audit.OfAsync(ArticleOperations.SubjectKind, id.ToString(), Shown, cancellationToken) : [];
        return Page();
    }
}
