using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Newsroom.Previews;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Desk;

/// <summary>How far one language of an article is.</summary>
/// <param name="State">Null where nobody has begun it.</param>
/// <param name="Segments">How many segments the text has.</param>
/// <param name="Open">How many are missing, not final, or stale.</param>
/// <param name="Stale">How many are stale, here or further up the chain.</param>
public sealed record LanguageProgress(VersionState? State, int Segments, int Open, int Stale, Instant? ScheduledAt);

/// <summary>An article in the editors' list.</summary>
public sealed record ArticleRow(Guid Id, Guid TextId, string Key, ArticleKind Kind, LocalDate Date, PartialDate? ShownDate, string SourceLanguage, string Title, bool IsDemonstration, IReadOnlyDictionary<string, LanguageProgress> Progress);

/// <summary>Somebody who may translate or review.</summary>
public sealed record Candidate(Guid Id, string Name);

/// <summary>Reads articles in work for the desk.</summary>
public sealed class ArticleDeskQueries(RotundaDb db, ISearchFilter search, SiteLanguages languages, IClock clock)
{
    public const int PageSize = 30;

    /// <summary>Under which id typing is kept: the text of an article, or the given one where no article is begun; null where neither holds.</summary>
    public async Task<Guid?> TypingTextAsync(Guid? articleId, Guid unbegun, CancellationToken cancellationToken)
    {
        if (articleId is { } id) return await db.Articles.Where(article => article.Id == id).Select(article => (Guid?)article.TextId).SingleOrDefaultAsync(cancellationToken);
        return unbegun == Guid.Empty || await db.Texts.AnyAsync(text => text.Id == unbegun, cancellationToken) ? null : unbegun;
    }

    /// <summary>The language in which a text was written.</summary>
    public Task<string> SourceLanguageAsync(Guid textId, CancellationToken cancellationToken) => db.Texts.Where(text => text.Id == textId).Select(text => text.SourceLanguage).SingleAsync(cancellationToken);

    /// <summary>Articles, those in work first and then the latest, with the progress of each language; a constant number of queries, one of them where there are pictures and one where words of a title are sought.</summary>
    public async Task<(IReadOnlyList<ArticleRow> Rows, int Total)> ListAsync(VersionState? state, ArticleKind? kind, string words, int page, CancellationToken cancellationToken)
    {
        var query = db.Articles.AsNoTracking();
        // Also what is published and has a new version waiting
        if (state is VersionState.Scheduled) query = query.Where(article => article.Versions.Any(version => version.ScheduledAt != null));
        else if (state is { } wanted) query = query.Where(article => article.Versions.Any(version => version.State == wanted));
        if (kind is { } k) query = query.Where(article => article.Kind == k);
        if (words.Length > 0)
        {
            var titles = await query.Select(article => new
            {
                article.Id, article.Key, Titles = article.Text!.Segments.Where(segment => segment.Field == SegmentField.Title).SelectMany(segment => segment.Texts).Select(text => text.Text).ToList(),
            }).ToListAsync(cancellationToken);
            var found = search.Among(titles, row => row.Titles.Select(InlineMarkdown.Plain).Append(row.Key), words).Select(row => row.Id).ToList();
            query = query.Where(article => found.Contains(article.Id));
        }

        var total = await query.CountAsync(cancellationToken);
        var articles = await query.OrderByDescending(article => article.Versions.Any(version => version.ScheduledAt != null || (version.State != VersionState.Published && version.State != VersionState.Withdrawn))).ThenByDescending(article => article.Date).ThenByDescending(article => article.Id)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .Select(article => new
            {
                article.Id, article.TextId, article.Key, article.Kind, article.Date, article.DatePrecision, article.Origin, article.Text!.SourceLanguage, article.IsDemonstration,
                Title = article.Text.Segments.Where(segment => segment.Field == SegmentField.Title).SelectMany(segment => segment.Texts).Where(text => text.Language == article.Text.SourceLanguage).Select(text => text.Text).FirstOrDefault(),
                Versions = article.Versions.Select(version => new { version.Language, version.State, version.ScheduledAt }).ToList(),
            }).ToListAsync(cancellationToken);
        var ids = articles.Select(article => article.TextId).ToList();
        // Staleness follows chains, so it is computed here, from hashes and states alone
        var light = await (from segment in db.Segments.AsNoTracking()
                           where ids.Contains(segment.TextId)
                           join block in db.Set<Block>() on segment.BlockId equals block.Id into blocks
                           from block in blocks.DefaultIfEmpty()
                           select new
                           {
                               segment.TextId, segment.Field, OnlyIn = block == null ? null : block.OnlyIn, Target = segment.Field == SegmentField.Alternative ? block!.Target : null,
                               Texts = segment.Texts.Select(text => new SegmentText { SegmentId = text.SegmentId, Language = text.Language, Text = "", Hash = text.Hash, FromLanguage = text.FromLanguage, FromHash = text.FromHash, State = text.State }).ToList(),
                           }).ToListAsync(cancellationToken);
        var pictures = await DescribedPictures.OfAsync(db, light.Select(segment => segment.Target), cancellationToken);
        var byText = light.ToLookup(segment => segment.TextId);
        return ([.. articles.Select(article => new ArticleRow(
            article.Id, article.TextId, article.Key, article.Kind, article.Date, article.Origin is { IsUndated: true } ? null : ArticleDates.Shown(article.Date, article.DatePrecision), article.SourceLanguage, InlineMarkdown.Plain(article.Title ?? ""), article.IsDemonstration,
            languages.All.ToDictionary(language => language.Code, language =>
            {
                var own = byText[article.TextId].Where(segment => segment.OnlyIn is null || segment.OnlyIn == language.Code).Select(segment => (segment.Target, segment.Texts, Own: segment.Texts.Find(text => text.Language == language.Code)))
                    .Where(segment => segment.Own is not null || !pictures.IsDescribed(segment.Target, language.Code)).ToList();
                var version = article.Versions.Find(candidate => candidate.Language == language.Code);
                return new LanguageProgress(
                    version?.State, own.Count, own.Count(segment => segment.Own is not { State: TranslationState.Final } final || Staleness.Of(final, segment.Texts) != Freshness.Fresh),
                    own.Count(segment => segment.Own is { } text && Staleness.Of(text, segment.Texts) != Freshness.Fresh), version?.ScheduledAt);
            }, StringComparer.Ordinal)))], total);
    }

    /// <summary>An article with its text, versions and details as they stood at one moment; null where there is none. A constant number of queries.</summary>
    public async Task<Article?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var moment = await Snapshot.BeginAsync(db, cancellationToken);
        return await db.Articles.AsNoTracking().AsSplitQuery().Include(row => row.Versions).Include(row => row.References).Include(row => row.Categories)
            .Include(row => row.Text!.Blocks).Include(row => row.Text!.Segments).ThenInclude(segment => segment.Texts).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>What the library says of the pictures of a text.</summary>
    public Task<DescribedPictures> PicturesAsync(TranslatedText text, CancellationToken cancellationToken) => DescribedPictures.OfAsync(db, text, cancellationToken);

    public async Task<IReadOnlyList<TranslationTask>> TasksAsync(Guid textId, CancellationToken cancellationToken) =>
        await db.TranslationTasks.AsNoTracking().Where(task => task.TextId == textId).ToListAsync(cancellationToken);

    /// <summary>The revisions of a language without their contents, the latest first, with the names of who published them.</summary>
    public async Task<IReadOnlyList<(TextRevision Revision, string? By, bool IsShown)>> RevisionsAsync(Guid textId, string language, CancellationToken cancellationToken)
    {
        var rows = await (from revision in db.TextRevisions.AsNoTracking()
                          where revision.TextId == textId && revision.Language == language
                          join account in db.Set<Account>() on revision.PublishedBy equals account.Id into accounts
                          from account in accounts.DefaultIfEmpty()
                          orderby revision.Number descending
                          select new
                          {
                              revision.Id, revision.Number, revision.At, revision.OverrideNote, Name = account == null ? null : account.DisplayName,
                              IsShown = db.Set<PublishedText>().Any(shown => shown.RevisionId == revision.Id),
                          }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (new TextRevision { Id = row.Id, TextId = textId, Language = language, Number = row.Number, Content = "", At = row.At, OverrideNote = row.OverrideNote }, row.Name, row.IsShown))];
    }

    public Task<TextRevision?> RevisionAsync(Guid textId, string language, int number, CancellationToken cancellationToken) =>
        db.TextRevisions.AsNoTracking().SingleOrDefaultAsync(revision => revision.TextId == textId && revision.Language == language && revision.Number == number, cancellationToken);

    /// <summary>Earlier drafts of the source of a text, the latest first: when a change replaced each, and who made that change.</summary>
    public async Task<IReadOnlyList<(Guid Id, Instant At, string? By)>> DraftsAsync(Guid textId, CancellationToken cancellationToken)
    {
        var rows = await (from draft in db.ReplacedSources.AsNoTracking()
                          where draft.TextId == textId
                          join account in db.Set<Account>() on draft.ReplacedBy equals account.Id into accounts
                          from account in accounts.DefaultIfEmpty()
                          orderby draft.At descending, draft.Id descending
                          select new { draft.Id, draft.At, Name = account == null ? null : account.DisplayName }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.At, row.Name))];
    }

    public Task<ReplacedSource?> DraftAsync(Guid textId, Guid id, CancellationToken cancellationToken) =>
        db.ReplacedSources.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == id && draft.TextId == textId, cancellationToken);

    public async Task<IReadOnlyList<PreviewLink>> PreviewsAsync(Guid articleId, string language, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return await db.PreviewLinks.AsNoTracking().Where(link => link.ArticleId == articleId && link.Language == language && link.RevokedAt == null && link.ExpiresAt > now).OrderBy(link => link.ExpiresAt).ToListAsync(cancellationToken);
    }

    /// <summary>Who holds the role of a translator of a pair, or of a reviewer of a language.</summary>
    public async Task<IReadOnlyList<Candidate>> HoldersAsync(string role, string scope, CancellationToken cancellationToken)
    {
        var held = db.Holding(clock.GetCurrentInstant()).Where(grant => grant.Role == role && grant.Scope == scope);
        return await db.Accounts.AsNoTracking().Where(account => held.Any(grant => grant.AccountId == account.Id))
            .OrderBy(account => account.DisplayName).Select(account => new Candidate(account.Id, account.DisplayName)).ToListAsync(cancellationToken);
    }

    /// <summary>The translators of a pair and the reviewers of its language.</summary>
    public async Task<(IReadOnlyList<Candidate> Translators, IReadOnlyList<Candidate> Reviewers)> CandidatesAsync(string from, string language, CancellationToken cancellationToken) =>
        (await HoldersAsync(TranslationRoles.Translator, TranslationActs.Pair(from, language), cancellationToken), await HoldersAsync(TranslationRoles.TextReviewer, TranslationActs.Language(language), cancellationToken));
}
