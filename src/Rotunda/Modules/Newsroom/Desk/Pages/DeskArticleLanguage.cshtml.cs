using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Shared.Time;
using Rotunda.Modules.Shared.Web;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Desk;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk.Pages;

/// <summary>One language of an article: who works on it, publishing, scheduling and withdrawing, links to read it before, revisions.</summary>
[Requires(NewsroomActs.ReadName)]
[NeverCached]
public sealed class DeskArticleLanguageModel(
    ArticleDeskQueries articles, ArticleWorkflow workflow, TaskOperations tasks, PreviewOperations previews, Frame frame, Permissions permissions, SiteLanguages languages, IClock clock) : FormPage
{
    public Article Article { get; private set; } = null!;

    public ArticleVersion? Version { get; private set; }

    public Language To { get; private set; } = null!;

    public TranslationTask? Task { get; private set; }

    public Readiness Readiness { get; private set; } = null!;

    /// <summary>The fingerprint of the working copy that is shown.</summary>
    public string Seen { get; private set; } = "";

    public IReadOnlyList<(TextRevision Revision, string? By, bool IsShown)> Revisions { get; private set; } = [];

    /// <summary>Earlier drafts of the source, the latest first; none for a translation.</summary>
    public IReadOnlyList<(Guid Id, Instant At, string? By)> Drafts { get; private set; } = [];

    public IReadOnlyList<PreviewLink> Previews { get; private set; } = [];

    public IReadOnlyList<Candidate> Translators { get; private set; } = [];

    public IReadOnlyList<Candidate> Reviewers { get; private set; } = [];

    public string From { get; private set; } = "";

    public bool MayPublish { get; private set; }

    public bool MayOverride { get; private set; }

    /// <summary>The address of a link that was just made; shown once.</summary>
    public string? MadeLink { get; private set; }

    public bool IsSource => To.Code == Article.Text!.SourceLanguage;

    public DateTimeZone Zone => Reader.Zone ?? DateTimeZone.Utc;

    public Instant Now => clock.GetCurrentInstant();

    public bool IsSaved => Request.Query.ContainsKey("saved");

    public IEnumerable<Language> FromLanguages => languages.All.Where(language => language != To);

    public string ArticleTitle => DeskTextQueries.TitleOf(Article.Text!, Reader.Language.Code);

    public string ProposedSlug => Version is { PublishedAt: null } version && version.Slug == Article.Key && SlugProposal.Of(DeskTextQueries.TitleOf(Article.Text!, To.Code)) is { Length: > 0 } proposed ? proposed : Version?.Slug ?? "";

    public string Day(Instant? at) => at is { } time ? LocalDatePattern.Iso.Format(time.InZone(Zone).Date) : "";

    public string Moment(Instant at) => T.MomentIn(at, Zone);

    public async Task<IActionResult> OnGetAsync(Guid id, string to, CancellationToken cancellationToken) => await LoadAsync(id, to, cancellationToken) ? Page() : NotFound();

    public Task<IActionResult> OnPostAssignAsync(Guid id, string to, int version, CancellationToken cancellationToken) => ActAsync(id, to, () => tasks.AssignAsync(
        Reader.Viewer, Article.TextId, to, version, new TaskWish(Request.Form["From"].ToString(), IdIn("TranslatorId"), IdIn("ReviewerId"), EndOf("TranslateBy"), EndOf("ReviewBy")), cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostPublishAsync(Guid id, string to, int version, CancellationToken cancellationToken) => ActAsync(id, to, () => workflow.PublishAsync(
        Reader.Viewer, id, to, new PublishWish(version, Request.Form["Slug"].ToString(), Request.Form["OverrideNote"].ToString(), null, Request.Form["seen"].ToString()), cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostScheduleAsync(Guid id, string to, int version, CancellationToken cancellationToken) => ActAsync(id, to, async () =>
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Parse($"{Request.Form["AtDay"]}T{Request.Form["AtTime"]}") is { Success: true } local
            ? await workflow.PublishAsync(Reader.Viewer, id, to, new PublishWish(version, Request.Form["Slug"].ToString(), Request.Form["OverrideNote"].ToString(), local.Value.InZoneLeniently(Zone).ToInstant(), Request.Form["seen"].ToString()), cancellationToken)
            : new Outcome.Invalid([new FieldFault("AtDay", "fault.schedule-time")]), cancellationToken);

    public Task<IActionResult> OnPostUnscheduleAsync(Guid id, string to, int version, CancellationToken cancellationToken) => ActAsync(id, to, () => workflow.UnscheduleAsync(Reader.Viewer, id, to, version, cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostWithdrawAsync(Guid id, string to, int version, CancellationToken cancellationToken) => ActAsync(id, to, () => workflow.WithdrawAsync(Reader.Viewer, id, to, version, Request.Form["Reason"].ToString(), cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostPreviewAsync(Guid id, string to, int days, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, to, cancellationToken)) return NotFound();
        var (outcome, token) = await previews.MakeAsync(Reader.Viewer, id, to, days, cancellationToken);
        if (outcome is Outcome.Done)
        {
            await LoadAsync(id, to, cancellationToken);
            MadeLink = await frame.AbsoluteAsync("/preview/" + token);
            return Page();
        }

        return Answer(outcome);
    }

    public Task<IActionResult> OnPostRevokeAsync(Guid id, string to, Guid link, CancellationToken cancellationToken) => ActAsync(id, to, () => previews.RevokeAsync(Reader.Viewer, id, link, cancellationToken), cancellationToken);

    private async Task<IActionResult> ActAsync(Guid id, string to, Func<Task<Outcome>> act, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, to, cancellationToken)) return NotFound();
        return Answer(await act());
    }

    private IActionResult Answer(Outcome outcome) => outcome switch
    {
        Outcome.Done => Redirect(Reader.To($"/desk/articles/{Article.Id}/{To.Code}?saved")),
        Outcome.Invalid invalid => Show(invalid.Faults),
        Outcome.Conflict => ShowConflict(),
        Outcome.Missing => NotFound(),
        _ => Forbid(),
    };

    private async Task<bool> LoadAsync(Guid id, string to, CancellationToken cancellationToken)
    {
        if (languages.Find(to) is not { } language || language.Code != to || await articles.FindAsync(id, cancellationToken) is not { } article) return false;
        (To, Article, IsUnlisted) = (language, article, true);
        Version = article.Versions.Find(row => row.Language == to);
        Task = (await articles.TasksAsync(article.TextId, cancellationToken)).FirstOrDefault(row => row.Language == to);
        (Readiness, Seen) = ((await articles.PicturesAsync(article.Text!, cancellationToken)).ReadinessOf(article.Text!, to), TextFingerprint.Of(article.Text!, to));
        From = Task?.FromLanguage ?? article.Text!.SourceLanguage;
        (MayPublish, MayOverride) = (permissions.May(Reader.Viewer, NewsroomActs.Publish), permissions.May(Reader.Viewer, TranslationActs.Override));
        Revisions = await articles.RevisionsAsync(article.TextId, to, cancellationToken);
        if (IsSource) Drafts = await articles.DraftsAsync(article.TextId, cancellationToken);
        if (MayPublish) Previews = await articles.PreviewsAsync(id, to, cancellationToken);
        if (MayPublish && !IsSource) (Translators, Reviewers) = await articles.CandidatesAsync(From, to, cancellationToken);
        Title = T.Format("text.title", ("title", ArticleTitle), ("language", To.Name));
        return true;
    }

    private Guid? IdIn(string field) => Guid.TryParse(Request.Form[field], out var id) ? id : null;

    /// <summary>The end of a day in the viewer's zone.</summary>
    private Instant? EndOf(string field) => LocalDatePattern.Iso.Parse(Request.Form[field].ToString()) is { Success: true } day ? day.Value.PlusDays(1).AtStartOfDayInZone(Zone).ToInstant() - Duration.FromSeconds(1) : null;
}
