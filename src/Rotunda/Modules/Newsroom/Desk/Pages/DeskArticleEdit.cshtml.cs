using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Parts;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>Begins an article, or changes the source and the details of one.</summary>
[Requires(NewsroomActs.WriteName)]
[NeverCached]
public sealed class DeskArticleEditModel(ArticleDeskQueries articles, ArticleOperations operations, SiteLanguages languages, IClock clock) : FormPage
{
    private SourceWish? _stored;

    public Guid? Id { get; private set; }

    public SourceWish Source { get; private set; } = new();

    public DetailsWish Details { get; private set; } = new();

    public string SourceLanguage { get; private set; } = "";

    public string Key { get; private set; } = "";

    public int TextVersion { get; private set; }

    public int ArticleVersion { get; private set; }

    public IReadOnlyList<Language> Languages => languages.All;

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    /// <summary>Begins an article.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancellationToken)
    {
        if (id is not null || !await LoadAsync(null, cancellationToken)) return NotFound();
        (Source, Details, SourceLanguage, Key) = (SourceOf(Request.Form), DetailsOf(Request.Form), Request.Form["Language"].ToString(), Request.Form["Key"].ToString());
        var (outcome, made) = await operations.CreateAsync(Reader.Viewer, new NewArticle(SourceLanguage, Source, Details) { Key = Key }, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To("/desk/articles/" + made)) : Answer(outcome);
    }

    public async Task<IActionResult> OnPostSourceAsync(Guid? id, int version, CancellationToken cancellationToken)
    {
        if (id is null || !await LoadAsync(id, cancellationToken)) return NotFound();
        _stored = Source;
        Source = SourceOf(Request.Form);
        var outcome = await operations.RewriteAsync(Reader.Viewer, id.Value, version, Source, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To($"/desk/articles/{id}?saved")) : Answer(outcome);
    }

    public async Task<IActionResult> OnPostDetailsAsync(Guid? id, int version, CancellationToken cancellationToken)
    {
        if (id is null || !await LoadAsync(id, cancellationToken)) return NotFound();
        Details = DetailsOf(Request.Form);
        var outcome = await operations.EditAsync(Reader.Viewer, id.Value, version, Details, cancellationToken);
        return outcome is Outcome.Done ? Redirect(Reader.To($"/desk/articles/{id}?saved")) : Answer(outcome);
    }

    /// <summary>A field of the source with what is stored beside it after a conflict.</summary>
    public FormField SourceField(string name, string key, Func<SourceWish, string> value, int longest, bool isLong = false, bool isRequired = false, string? hint = null) => new(name, T[key], value(Source), FaultOf(name))
    {
        MaxLength = longest, IsLong = isLong, IsRequired = isRequired, Hint = hint, Language = languages.Find(SourceLanguage)?.Tag,
        Stored = IsConflict && _stored is { } stored && value(stored) != value(Source) ? value(stored) : null,
    };

    private IActionResult Answer(Outcome outcome) => outcome switch
    {
        Outcome.Invalid invalid => Show(invalid.Faults),
        Outcome.Conflict => ShowConflict(),
        Outcome.Missing => NotFound(),
        _ => Forbid(),
    };

    private async Task<bool> LoadAsync(Guid? id, CancellationToken cancellationToken)
    {
        (Id, IsUnlisted, Title) = (id, true, T[id is null ? "article.new" : "article.edit"]);
        if (id is null)
        {
            SourceLanguage = Reader.Language.Code;
            Details = new DetailsWish { Date = LocalDatePattern.Iso.Format(TodayBy(clock)) };
            return true;
        }

        if (await articles.FindAsync(id.Value, cancellationToken) is not { } article) return false;
        var draft = SourceWriting.DraftOf(article.Text!);
        (SourceLanguage, Key, TextVersion, ArticleVersion) = (article.Text!.SourceLanguage, article.Key, article.Text.Version, article.Version);
        Source = new SourceWish { Title = draft.Title, Deck = draft.Deck, Description = draft.Description, Markdown = MarkdownText.Write(draft.Blocks) };
        Details = new DetailsWish
        {
            Kind = article.Kind, Date = LocalDatePattern.Iso.Format(article.Date), Until = article.Until is { } until ? LocalDatePattern.Iso.Format(until) : "",
            Categories = [.. article.Categories.Select(row => row.Category)], References = [.. article.References.Select(row => row.Reference.ToString())], Sources = article.Sources,
        };
        return true;
    }

    private static SourceWish SourceOf(IFormCollection form) => new()
    {
        Title = form["Title"].ToString(), Deck = form["Deck"].ToString(), Description = form["Description"].ToString(), Markdown = form["Markdown"].ToString(),
    };

    private static DetailsWish DetailsOf(IFormCollection form) => new()
    {
        Kind = Enum.TryParse<ArticleKind>(form["Kind"], out var kind) ? kind : (ArticleKind)(-1),
        Date = form["Date"].ToString(), Until = form["Until"].ToString(), Categories = [.. form["Categories"].OfType<string>()],
        References = Lines(form["References"].ToString()), Sources = Lines(form["Sources"].ToString()),
    };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
