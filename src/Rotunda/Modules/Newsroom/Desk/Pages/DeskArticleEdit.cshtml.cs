using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Desk;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>Begins an article, or changes the source and the details of one.</summary>
[Requires(NewsroomActs.WriteName)]
[NeverCached]
public sealed class DeskArticleEditModel(ArticleDeskQueries articles, ArticleOperations operations, SourceAutosaves autosaves, PresenceOperations presence, SiteLanguages languages, IClock clock) : SourcePage(articles, autosaves, presence, languages)
{
    private readonly ArticleDeskQueries _articles = articles;
    private readonly SourceAutosaves _autosaves = autosaves;
    private readonly SiteLanguages _languages = languages;

    public DetailsWish Details { get; private set; } = new();

    public string Key { get; private set; } = "";

    public int ArticleVersion { get; private set; }

    public IReadOnlyList<Language> Languages => _languages.All;

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancellationToken) =>
        !await LoadAsync(id, cancellationToken) ? NotFound() : TakeUp() ? ShowConflict() : Page();

    /// <summary>Begins an article.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is not null || !await LoadAsync(null, cancellationToken)) return NotFound();
        (Source, Details, SourceLanguage, Key) = (TypedIn(Request.Form), DetailsOf(Request.Form), Request.Form["Language"].ToString(), Request.Form["Key"].ToString());
        GoOn();
        var (outcome, made) = await operations.CreateAsync(Reader.Viewer, new NewArticle(SourceLanguage, Source, Details) { Key = Key }, cancellationToken);
        if (outcome is not Outcome.Done) return Answer(outcome);
        await _autosaves.DropBegunAsync(Reader.Viewer, TypingId, cancellationToken);
        return Redirect(Reader.To($"/desk/articles/{made}?begun"));
    }

    public async Task<IActionResult> OnPostSourceAsync(Guid? id, int version, CancellationToken cancellationToken)
    {
        if (id is null || !await LoadAsync(id, cancellationToken)) return NotFound();
        (Stored, Source) = (Source, TypedIn(Request.Form));
        GoOn();
        var outcome = await operations.RewriteAsync(Reader.Viewer, id.Value, version, Source, cancellationToken);
        if (outcome is not Outcome.Done) return Answer(outcome);
        await ForgetAsync(cancellationToken);
        return Redirect(Reader.To($"/desk/articles/{id}?saved"));
    }

    public async Task<IActionResult> OnPostDetailsAsync(Guid? id, int version, CancellationToken cancellationToken)
    {
        if (id is null || !await LoadAsync(id, cancellationToken)) return NotFound();
        Details = DetailsOf(Request.Form);
        var outcome = await operations.EditAsync(Reader.Viewer, id.Value, version, Details, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To($"/desk/articles/{id}?saved")) : Answer(outcome);
    }

    protected override SourceWish TypedIn(IFormCollection form) => new()
    {
        Title = form["Title"].ToString(), Deck = form["Deck"].ToString(), Description = form["Description"].ToString(), Markdown = form["Markdown"].ToString(),
    };

    private async Task<bool> LoadAsync(Guid? id, CancellationToken cancellationToken)
    {
        (Id, IsUnlisted, Title) = (id, true, T[id is null ? "article.new" : "article.edit"]);
        if (id is null)
        {
            SourceLanguage = Reader.Language.Code;
            Details = new DetailsWish { Date = LocalDatePattern.Iso.Format(TodayBy(clock)) };
            (Offered, TypingId) = (await _autosaves.FindUnbegunAsync(Reader.Viewer, cancellationToken), RowId.New());
            return true;
        }

        if (await _articles.FindAsync(id.Value, cancellationToken) is not { } article) return false;
        await LoadSourceAsync(article, cancellationToken);
        (Key, ArticleVersion) = (article.Key, article.Version);
        Details = new DetailsWish
        {
            Kind = article.Kind, Date = article.Origin is { IsUndated: true } ? "" : LocalDatePattern.Iso.Format(article.Date), Precision = article.DatePrecision, Until = article.Until is { } until ? LocalDatePattern.Iso.Format(until) : "",
            Categories = [.. article.Categories.Select(row => row.Category)], References = [.. article.References.Select(row => row.Reference.ToString())], Sources = article.Sources,
        };
        return true;
    }

    private static DetailsWish DetailsOf(IFormCollection form) => new()
    {
        Kind = Enum.TryParse<ArticleKind>(form["Kind"], out var kind) ? kind : (ArticleKind)(-1),
        Date = form["Date"].ToString(), Precision = Enum.TryParse<DatePrecision>(form["Precision"], out var precision) ? precision : DatePrecision.Day, Until = form["Until"].ToString(), Categories = [.. form["Categories"].OfType<string>()],
        References = Lines(form["References"].ToString()), Sources = Lines(form["Sources"].ToString()),
    };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
