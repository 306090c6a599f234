using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Newsroom.Addresses;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>How a language of an article is to be published.</summary>
/// <param name="Version">The version of the article's language that the form showed.</param>
/// <param name="Slug">The last part of its address; empty keeps what is there.</param>
/// <param name="OverrideNote">Why it is published although it is not ready; empty where it is. Needs <see cref="TranslationActs.Override"/>.</param>
/// <param name="At">When; null for now.</param>
/// <param name="Seen">The <see cref="TextFingerprint"/> of the working copy that the form showed; null for a caller that has just read it.</param>
public sealed record PublishWish(int Version, string Slug = "", string OverrideNote = "", Instant? At = null, string? Seen = null);

/// <summary>Publishes, schedules and withdraws the languages of articles. Each is frozen by itself; readers never see the working copy.</summary>
public sealed partial class ArticleWorkflow(
    RotundaDb db, Permissions permissions, TextPublishing publishing, TaskReopening reopening, AuditTrail audit, Publication publication, IClock clock)
{
    /// <summary>As many languages appear in one transaction.</summary>
    private const int MostDue = 50;

    /// <summary>
    /// Publishes a language, now or at an instant. What is frozen is what the form showed; what is edited until then stays in the working copy.
    /// Until the instant readers see what they saw before.
    /// Refused with the fault <c>fault.not-ready</c> unless every segment is final and nothing is stale, or the viewer gives a reason that is logged.
    /// </summary>
    public async Task<Outcome> PublishAsync(Viewer viewer, Guid id, string language, PublishWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Publish)) return new Outcome.Refused();
        var (found, pictures) = await LoadAsync(id, cancellationToken);
        if (found is not { } article || article.Versions.Find(row => row.Language == language) is not { } version) return new Outcome.Missing();
        if (version.Version != wish.Version || (wish.Seen is { } seen && seen != TextFingerprint.Of(article.Text!, language)))
        {
            db.ChangeTracker.Clear();
            return new Outcome.Conflict();
        }

        var faults = new List<FieldFault>();
        var readiness = pictures.ReadinessOf(article.Text!, language);
        if (article.Origin is { IsUndated: true }) faults.Add(new FieldFault("Date", "fault.article-undated"));
        var note = TextCleaning.Clean(wish.OverrideNote) is { Length: > 0 } typed ? typed : null;
        if (article.Text!.Segments.Find(segment => segment.Field == SegmentField.Title)?.In(language) is not { Shape: SegmentShape.Own }) faults.Add(new FieldFault("OverrideNote", "fault.no-title"));
        else if (!readiness.IsReady && (note is null || !permissions.May(viewer, TranslationActs.Override))) faults.Add(new FieldFault("OverrideNote", "fault.not-ready"));
        if (note?.Length > 1000) faults.Add(new FieldFault("OverrideNote", "fault.too-long", "1000"));
        var (slug, now) = (TextCleaning.Clean(wish.Slug).ToLowerInvariant(), clock.GetCurrentInstant());
        // Once it was published its address is moved elsewhere, where the former one keeps leading to it
        if (slug.Length > 0 && version.PublishedAt is null)
        {
            if (slug.Length > 80 || !SlugForm().IsMatch(slug) || (slug.Length == 2 && slug.All(char.IsAsciiDigit))) faults.Add(new FieldFault("Slug", "fault.article-slug"));
            else version.Slug = slug;
        }

        if (wish.At is { } asked && asked <= now) faults.Add(new FieldFault("At", "fault.schedule-past"));
        if (await AddressHistory.IsTakenAsync(db, id, language, version.Year, version.Slug, cancellationToken)) faults.Add(new FieldFault("Slug", "fault.article-slug-taken"));
        if (faults.Count > 0)
        {
            db.ChangeTracker.Clear();
            return new Outcome.Invalid(faults);
        }

        var revision = await publishing.FreezeAsync(db, article.Text, language, viewer, readiness.IsReady ? null : note, cancellationToken);
        var before = version.State;
        if (wish.At is { } at)
        {
            // Until then readers go on seeing what was published before, or that it was withdrawn
            if (version.PublishedAt is null) version.State = VersionState.Scheduled;
            (version.ScheduledAt, version.ScheduledRevisionId) = (at, revision.Id);
            audit.Record(db, viewer, "article.schedule", ArticleOperations.SubjectKind, id.ToString(), Changes(language, before, version, revision, at), note: revision.OverrideNote);
        }
        else
        {
            await ShowAsync(article, version, revision, readiness.IsReady, now, cancellationToken);
            audit.Record(db, viewer, revision.OverrideNote is null ? "article.publish" : "article.publish-override", ArticleOperations.SubjectKind, id.ToString(), Changes(language, before, version, revision, null), note: revision.OverrideNote);
        }

        return await SaveAsync(cancellationToken);
    }

    /// <summary>Takes a schedule back: the language stands where it stood before.</summary>
    public async Task<Outcome> UnscheduleAsync(Viewer viewer, Guid id, string language, int version, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Publish)) return new Outcome.Refused();
        if (await db.ArticleVersions.Include(row => row.Article).SingleOrDefaultAsync(row => row.ArticleId == id && row.Language == language, cancellationToken) is not { } row) return new Outcome.Missing();
        if (row.Version != version || row.ScheduledAt is not { } at) return new Outcome.Conflict();
        var changes = new List<FieldChange> { new("scheduled." + language, InstantPattern.General.Format(at), null) };
        if (row.State == VersionState.Scheduled)
        {
            var stage = await db.TranslationTasks.AsNoTracking().Where(task => task.TextId == row.Article!.TextId && task.Language == language).Select(task => (TaskStage?)task.Stage).SingleOrDefaultAsync(cancellationToken);
            row.State = stage switch { null => VersionState.Draft, TaskStage.Reviewing => VersionState.InReview, _ => VersionState.InTranslation };
            changes.Insert(0, new FieldChange("state." + language, nameof(VersionState.Scheduled), row.State.ToString()));
        }

        (row.ScheduledAt, row.ScheduledRevisionId) = (null, null);
        audit.Record(db, viewer, "article.unschedule", ArticleOperations.SubjectKind, id.ToString(), changes);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>Takes a published language away from readers; its address answers that it is gone. The text and its revisions stay; a version that was to appear later does not.</summary>
    /// <param name="viewer">An editor.</param>
    /// <param name="id">The article.</param>
    /// <param name="language">Which language.</param>
    /// <param name="version">The version that the form showed.</param>
    /// <param name="reason">Why, for the record; must not be empty.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> WithdrawAsync(Viewer viewer, Guid id, string language, int version, string reason, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Publish)) return new Outcome.Refused();
        if (await db.ArticleVersions.Include(row => row.Article).SingleOrDefaultAsync(row => row.ArticleId == id && row.Language == language, cancellationToken) is not { } row) return new Outcome.Missing();
        if (row.Version != version || row.State != VersionState.Published) return new Outcome.Conflict();
        if (TextCleaning.Clean(reason) is not { Length: > 0 and <= 1000 } why) return new Outcome.Invalid([new FieldFault("Reason", "fault.withdraw-reason")]);
        var changes = new List<FieldChange> { new("state." + language, nameof(VersionState.Published), nameof(VersionState.Withdrawn)) };
        if (row.ScheduledAt is { } at) changes.Add(new FieldChange("scheduled." + language, InstantPattern.General.Format(at), null));
        (row.State, row.WithdrawnAt, row.ScheduledAt, row.ScheduledRevisionId) = (VersionState.Withdrawn, clock.GetCurrentInstant(), null, null);
        await TextPublishing.HideAsync(db, row.Article!.TextId, language, cancellationToken);
        audit.Record(db, viewer, "article.withdraw", ArticleOperations.SubjectKind, id.ToString(), changes, note: why);
        return await SaveAsync(cancellationToken);
    }

    /// <summary>True when a language is to be published by now.</summary>
    public Task<bool> IsAnythingDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return db.ArticleVersions.TagWith("background").AnyAsync(row => row.ScheduledAt <= now, cancellationToken);
    }

    /// <summary>Publishes what is due; called by one node.</summary>
    /// <returns>How many languages appeared.</returns>
    public async Task<int> PublishDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var (due, texts, pictures) = (new List<ArticleVersion>(), new Dictionary<Guid, TranslatedText>(), default(DescribedPictures));
        await using (await Snapshot.BeginAsync(db, cancellationToken))
        {
            due = await db.ArticleVersions.Include(row => row.Article).Where(row => row.ScheduledAt <= now).OrderBy(row => row.ScheduledAt).Take(MostDue).ToListAsync(cancellationToken);
            if (due.Count == 0) return 0;
            var textIds = due.Select(row => row.Article!.TextId).Distinct().ToList();
            texts = await db.Texts.AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).ThenInclude(segment => segment.Texts).Where(row => textIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
            pictures = await DescribedPictures.OfAsync(db, texts.Values.SelectMany(text => text.Blocks).Where(block => block.Kind == BlockKind.Image).Select(block => block.Target), cancellationToken);
        }

        var ids = due.Select(row => row.ScheduledRevisionId).ToList();
        var revisions = await db.TextRevisions.Where(revision => ids.Contains(revision.Id)).ToDictionaryAsync(revision => revision.Id, cancellationToken);
        foreach (var version in due)
        {
            var (revision, before, text) = (revisions[version.ScheduledRevisionId!.Value], version.State, texts[version.Article!.TextId]);
            // What was edited since stays open work
            await ShowAsync(version.Article!, version, revision, pictures.ReadinessOf(text, version.Language).IsReady, now, cancellationToken);
            audit.Record(db, Viewer.Program, "article.publish", ArticleOperations.SubjectKind, version.ArticleId.ToString(), Changes(version.Language, before, version, revision, null));
        }

        // Somebody may have acted on one of them this moment, or another node shows them: the next run takes what is left
        return await SaveAsync(cancellationToken) is Outcome.Done ? due.Count : 0;
    }

    private async Task ShowAsync(Article article, ArticleVersion version, TextRevision revision, bool isReady, Instant now, CancellationToken cancellationToken)
    {
        await TextPublishing.ShowAsync(db, revision, cancellationToken);
        var frozen = revision.Frozen();
        (version.Title, version.Deck) = (InlineMarkdown.Plain(frozen.Title), InlineMarkdown.Plain(frozen.Deck));
        version.PublishedAt ??= now;
        (version.State, version.ChangedAt, version.ScheduledAt, version.ScheduledRevisionId, version.WithdrawnAt) = (VersionState.Published, now, null, null, null);
        await reopening.PublishedAsync(db, article.Text!, version.Language, isReady, cancellationToken);
    }

    private static FieldChange[] Changes(string language, VersionState before, ArticleVersion version, TextRevision revision, Instant? at) =>
    [
        .. before != version.State ? new[] { new FieldChange("state." + language, before.ToString(), version.State.ToString()) } : [],
        new("revision." + language, null, revision.Number.ToString(CultureInfo.InvariantCulture)),
        .. at is { } time ? new[] { new FieldChange("scheduled." + language, null, InstantPattern.General.Format(time)) } : [],
    ];

    /// <summary>An article with its whole text as it stood at one moment.</summary>
    private async Task<(Article? Article, DescribedPictures Pictures)> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var moment = await Snapshot.BeginAsync(db, cancellationToken);
        var article = await db.Articles.AsSplitQuery().Include(row => row.Versions).Include(row => row.Text!.Blocks).Include(row => row.Text!.Segments).ThenInclude(segment => segment.Texts).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return (article, await DescribedPictures.OfAsync(db, article?.Text?.Blocks.Where(block => block.Kind == BlockKind.Image).Select(block => block.Target) ?? [], cancellationToken));
    }

    private Task<Outcome> SaveAsync(CancellationToken cancellationToken) => publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlugForm();
}

/// <summary>Languages of articles follow the work on their texts until they are published.</summary>
internal sealed class ArticleTexts(IDbContextFactory<RotundaDb> contexts) : ITextHolder
{
    public async Task<TextHome?> HomeAsync(Guid textId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Articles.Where(row => row.TextId == textId).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken) is { } id
            ? new TextHome($"/desk/articles/{id}", $"/desk/articles/{id}/{{to}}/preview") : null;
    }

    public async Task<IReadOnlyCollection<Guid>> DescribedAsync(RotundaDb db, IReadOnlyCollection<Block> pictures, string language, CancellationToken cancellationToken)
    {
        var library = await DescribedPictures.OfAsync(db, pictures.Select(block => block.Target), cancellationToken);
        return [.. pictures.Where(block => library.IsDescribed(block.Target, language)).Select(block => block.Id)];
    }

    public async Task StageChangedAsync(RotundaDb db, Guid textId, string language, TaskStage stage, CancellationToken cancellationToken)
    {
        if (await db.Articles.Include(row => row.Versions).SingleOrDefaultAsync(row => row.TextId == textId, cancellationToken) is not { } article) return;
        var version = article.Versions.Find(row => row.Language == language);
        if (version is null)
        {
            version = new ArticleVersion { ArticleId = article.Id, Language = language, Slug = article.Key, Year = article.Date.Year, Title = "", Deck = "" };
            article.Versions.Add(version);
            db.Add(version);
        }

        if (version.PublishedAt is null && version.State != VersionState.Scheduled) version.State = stage == TaskStage.Reviewing ? VersionState.InReview : VersionState.InTranslation;
    }
}
