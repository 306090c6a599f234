using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Topics;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Markdown;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>The source of an article as a form or a reader of documents has it.</summary>
public sealed record SourceWish
{
    public string Title { get; init; } = "";

    public string Deck { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The body as Markdown, in the blocks that <see cref="MarkdownText"/> knows.</summary>
    public string Markdown { get; init; } = "";

    /// <summary>For each block of the Markdown the block of the text that it is, empty for a new one; null where an editor of Markdown leaves that to be found out.</summary>
    public IReadOnlyList<Guid>? Continues { get; init; }
}

/// <summary>What an article is besides its text. None of it makes a translation stale.</summary>
public sealed record DetailsWish
{
    public ArticleKind Kind { get; init; }

    /// <summary>As <c>2026-11-25</c>; <c>2026-11</c> or <c>2026</c> where no more is known.</summary>
    public string Date { get; init; } = "";

    /// <summary>How much of the date is known and shown.</summary>
    public DatePrecision Precision { get; init; } = DatePrecision.Day;

    /// <summary>Until when a call holds, likewise; empty for all else.</summary>
    public string Until { get; init; } = "";

    /// <summary>Codes.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Such as <c>institution:upc</c>.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Addresses of the pages that it was written from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}

/// <summary>An article that is begun.</summary>
/// <param name="Language">The language of the source.</param>
/// <param name="Source">Its text.</param>
/// <param name="Details">All else.</param>
public sealed record NewArticle(string Language, SourceWish Source, DetailsWish Details)
{
    /// <summary>A name for imports and standing pages; empty for one made from the title.</summary>
    public string Key { get; init; } = "";

    /// <summary>Whose text it is, where that is not whoever begins it: a liaison officer whose news an editor takes over.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>The page that it retells; null for own texts.</summary>
    public ArticleOrigin? Origin { get; init; }

    public bool IsDemonstration { get; init; }
}

/// <summary>The only code that begins articles and changes their sources and details. Publishing is <see cref="ArticleWorkflow"/>'s.</summary>
public sealed partial class ArticleOperations(
    RotundaDb db, Permissions permissions, SiteLanguages languages, References references, SourceWriting writing, TaskReopening reopening, AuditTrail audit, Publication publication, WorkSignal signal, IClock clock)
{
    public const string SubjectKind = "article";

    /// <summary>The names of the fields of its audit entries, with the keys of their labels.</summary>
    public static IReadOnlyList<(string Field, string TextKey)> Audited { get; } =
    [
        ("kind", "article.kind"), ("date", "article.date"), ("until", "article.until"), ("categories", "article.categories"), ("references", "article.references"), ("sources", "article.sources"),
        ("source", "article.source"), ("state", "article.state"), ("slug", "article.slug"), ("revision", "article.revision"), ("draft", "article.draft"), ("scheduled", "article.scheduled-at"), ("segments", "article.segments"),
    ];

    /// <summary>Begins an article as a draft in its source language and commits it.</summary>
    /// <returns>Its id where it was done; faults bear the names of the wish's properties.</returns>
    public async Task<(Outcome Outcome, Guid? Id)> CreateAsync(Viewer viewer, NewArticle wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Write)) return (new Outcome.Refused(), null);
        var (article, faults) = await AddAsync(viewer, wish, cancellationToken);
        if (article is null) return (new Outcome.Invalid(faults), null);
        try
        {
            // No page shows a draft: nothing that is kept is dropped for it
            await db.SaveChangesAsync(cancellationToken);
            signal.Raise();
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            return (new Outcome.Invalid([new FieldFault("Key", "fault.article-key-taken", article.Key)]), null);
        }

        return (new Outcome.Done(), article.Id);
    }

    /// <summary>Puts a draft into the context for an operation of this module that has asked the permission and saves.</summary>
    internal async Task<(Article? Article, IReadOnlyList<FieldFault> Faults)> AddAsync(Viewer viewer, NewArticle wish, CancellationToken cancellationToken)
    {
        var faults = new List<FieldFault>();
        var language = languages.Find(wish.Language)?.Code;
        if (language is null) faults.Add(new FieldFault("Language", "fault.account-language"));
        var draft = await ReadAsync(wish.Source, faults, cancellationToken);
        var key = TextCleaning.Clean(wish.Key);
        if (key.Length > 0 && !IsKey(key)) faults.Add(new FieldFault("Key", "fault.article-key"));
        var article = new Article { Id = RowId.New(), Key = key.Length > 0 ? key : await FreeKeyAsync(wish, cancellationToken), Origin = wish.Origin, IsDemonstration = wish.IsDemonstration, TextId = RowId.New() };
        await ReadAsync(article, wish.Details, faults, [], cancellationToken);
        if (faults.Count > 0) return (null, faults);
        var text = writing.Create(db, article.TextId, language!, draft, wish.AuthorId ?? viewer.AccountId, viewer);
        db.Add(article);
        article.Versions.Add(new ArticleVersion { Language = text.SourceLanguage, Slug = article.Key, Year = article.Date.Year, State = VersionState.Draft, Title = "", Deck = "" });
        audit.Record(db, viewer, "article.begin", SubjectKind, article.Id.ToString(), [new FieldChange("source", null, draft.Title)]);
        return (article, []);
    }

    /// <summary>Changes the source. Blocks that stay keep their translations; those whose words change make them stale.</summary>
    /// <param name="viewer">An editor.</param>
    /// <param name="id">The article.</param>
    /// <param name="version">The version of the text that the form showed.</param>
    /// <param name="wish">The new source, whole.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task<Outcome> RewriteAsync(Viewer viewer, Guid id, int version, SourceWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Write)) return new Outcome.Refused();
        if (await db.Articles.Where(row => row.Id == id).Select(row => (Guid?)row.TextId).SingleOrDefaultAsync(cancellationToken) is not { } textId) return new Outcome.Missing();
        var text = await db.Texts.AsSplitQuery().Include(row => row.Blocks).Include(row => row.Segments).ThenInclude(segment => segment.Texts).SingleAsync(row => row.Id == textId, cancellationToken);
        if (text.Version != version) return new Outcome.Conflict();
        var faults = new List<FieldFault>();
        var draft = await ReadAsync(wish, faults, cancellationToken);
        if (faults.Count > 0) return new Outcome.Invalid(faults);
        if (!await writing.RewriteAsync(db, text, draft, viewer, isReturn: false, cancellationToken)) return new Outcome.Done();
        await reopening.ReopenAsync(db, text, cancellationToken);
        audit.Record(db, viewer, "article.rewrite", SubjectKind, id.ToString(), [new FieldChange("source", null, draft.Title)]);
        return await SaveAsync(isShown: false, cancellationToken);
    }

    /// <summary>Changes what an article is besides its text.</summary>
    public async Task<Outcome> EditAsync(Viewer viewer, Guid id, int version, DetailsWish wish, CancellationToken cancellationToken)
    {
        if (!permissions.May(viewer, NewsroomActs.Write)) return new Outcome.Refused();
        if (await db.Articles.AsSplitQuery().Include(row => row.Versions).Include(row => row.References).Include(row => row.Categories).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } article)
            return new Outcome.Missing();
        if (article.Version != version) return new Outcome.Conflict();
        var (faults, changes) = (new List<FieldFault>(), new List<FieldChange>());
        await ReadAsync(article, wish, faults, changes, cancellationToken);
        if (faults.Count > 0)
        {
            db.ChangeTracker.Clear();
            return new Outcome.Invalid(faults);
        }

        if (changes.Count == 0) return new Outcome.Done();
        db.Entry(article).State = EntityState.Modified;
        audit.Record(db, viewer, "article.edit", SubjectKind, id.ToString(), changes);
        return await SaveAsync(isShown: true, cancellationToken);
    }

    /// <summary>Reads a source and notes what cannot stand in it.</summary>
    private async Task<SourceDraft> ReadAsync(SourceWish wish, List<FieldFault> faults, CancellationToken cancellationToken)
    {
        var (title, deck, description) = (TextCleaning.Clean(wish.Title), TextCleaning.Clean(wish.Deck), TextCleaning.Clean(wish.Description));
        if (InlineMarkdown.Plain(title).Length == 0) faults.Add(new FieldFault("Title", "fault.article-title"));
        if (title.Length > TextLimits.LongestTitle) faults.Add(TooLong("Title", TextLimits.LongestTitle));
        if (deck.Length > TextLimits.LongestDeck) faults.Add(TooLong("Deck", TextLimits.LongestDeck));
        if (description.Length > TextLimits.LongestDeck) faults.Add(TooLong("Description", TextLimits.LongestDeck));
        var read = new List<MarkdownFault>();
        // Three dashes at the top would be a front matter; here they are a rule, which no block is
        var blocks = MarkdownText.Parse("Markdown", "\n" + TextCleaning.Clean(wish.Markdown, lines: true), read).Blocks;
        if (wish.Continues is { } named)
        {
            if (named.Count == blocks.Count) blocks = [.. blocks.Select((block, index) => block with { Continues = named[index] })];
            else faults.Add(new FieldFault("Markdown", "fault.block-marks"));
        }

        if (read is [var first, ..]) faults.Add(new FieldFault("Markdown", "fault.article-markdown", (first.Line - 1).ToString(CultureInfo.InvariantCulture)));
        if (blocks.Count > TextLimits.MostBlocks) faults.Add(new FieldFault("Markdown", "fault.article-blocks", TextLimits.MostBlocks.ToString(CultureInfo.InvariantCulture)));
        if (blocks.Any(block => block.Content.Length > TextLimits.LongestSegment || block.Alternative?.Length > TextLimits.LongestDeck)) faults.Add(TooLong("Markdown", TextLimits.LongestSegment));
        var stated = blocks.SelectMany(block => InlineMarkdown.ReferencesIn(block.Content).Concat(block.Kind == BlockKind.Embed && Reference.TryParse(block.Target, out var embed) ? [embed] : [])).Distinct().ToList();
        if (await UnknownAsync(stated, cancellationToken) is { } unknown) faults.Add(new FieldFault("Markdown", "fault.article-reference", unknown.ToString()));
        if (await StoredTargets.UnknownAsync(db, blocks.Select(block => (block.Kind, block.Target)), cancellationToken) is { } nowhere) faults.Add(new FieldFault("Markdown", "fault.article-file", nowhere));
        return new SourceDraft(title, deck, description, blocks);
    }

    private async Task ReadAsync(Article article, DetailsWish wish, List<FieldFault> faults, List<FieldChange> changes, CancellationToken cancellationToken)
    {
        var (stated, until, isPublished) = (ArticleDates.Read(TextCleaning.Clean(wish.Date)), TextCleaning.Clean(wish.Until), article.Versions.Exists(version => version.PublishedAt is not null));
        if (stated is not var (day, stands) || day.Year is < 1900 or > 2200 || wish.Precision is not (DatePrecision.Day or DatePrecision.Month or DatePrecision.Year)) faults.Add(new FieldFault("Date", "fault.article-date"));
        else
        {
            var precision = stands == DatePrecision.Day ? wish.Precision : stands;
            // The first day of what is known
            day = precision switch { DatePrecision.Year => new LocalDate(day.Year, 1, 1), DatePrecision.Month => new LocalDate(day.Year, day.Month, 1), _ => day };
            if (article.Versions.Count == 0) (article.Date, article.DatePrecision) = (day, precision);
            else if (isPublished && article.Date.Year != day.Year) faults.Add(new FieldFault("Date", "fault.article-year"));
            else Change("date", article.Origin is { IsUndated: true } ? null : article.ShownDate.ToString(), ArticleDates.Shown(day, precision).ToString(), () => Date(day, precision));
        }

        if (!Enum.IsDefined(wish.Kind)) faults.Add(new FieldFault("Kind", "fault.article-kind"));
        else if (isPublished && !ArticleKinds.HaveSameAddresses(article.Kind, wish.Kind)) faults.Add(new FieldFault("Kind", "fault.article-kind-published"));
        else Change("kind", article.Kind.ToString(), wish.Kind.ToString(), () => article.Kind = wish.Kind);
        LocalDate? end = null;
        if (until.Length > 0 && wish.Kind == ArticleKind.Call)
        {
            if (LocalDatePattern.Iso.Parse(until) is { Success: true } parsed) end = parsed.Value;
            else faults.Add(new FieldFault("Until", "fault.article-date"));
        }

        Change("until", article.Until is { } was ? LocalDatePattern.Iso.Format(was) : null, end is { } now ? LocalDatePattern.Iso.Format(now) : null, () => article.Until = end);
        var sources = wish.Sources.Select(source => TextCleaning.Clean(source)).Where(source => source.Length > 0).ToList();
        if (sources.Exists(source => !Uri.TryCreate(source, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))) faults.Add(new FieldFault("Sources", "fault.article-source"));
        Change("sources", string.Join(", ", article.Sources), string.Join(", ", sources), () => article.Sources = sources);
        var categories = wish.Categories.Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var known = await db.Topics.Where(topic => categories.Contains(topic.Code)).Select(topic => topic.Code).ToListAsync(cancellationToken);
        if (categories.Find(code => !known.Contains(code)) is { } strange) faults.Add(new FieldFault("Categories", "fault.article-category", strange));
        Change("categories", string.Join(", ", article.Categories.Select(row => row.Category).Order(StringComparer.Ordinal)), string.Join(", ", categories), () =>
        {
            article.Categories.RemoveAll(row => !categories.Contains(row.Category));
            article.Categories.AddRange(categories.Where(code => article.Categories.All(row => row.Category != code)).Select(code => new ArticleCategory { ArticleId = article.Id, Category = code }));
        });
        var named = wish.References.Select(item => TextCleaning.Clean(item)).Where(item => item.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var things = named.Select(item => Reference.TryParse(item, out var thing) ? thing : default).ToList();
        if (things.FindIndex(thing => thing.Kind is null) is var nameless and >= 0) faults.Add(new FieldFault("References", "fault.article-reference", named[nameless]));
        else if (await UnknownAsync(things, cancellationToken) is { } unknown) faults.Add(new FieldFault("References", "fault.article-reference", unknown.ToString()));
        else
        {
            Change("references", string.Join(", ", article.References.Select(row => row.Reference.ToString()).Order(StringComparer.Ordinal)), string.Join(", ", named), () =>
            {
                article.References.RemoveAll(row => !things.Contains(row.Reference));
                article.References.AddRange(things.Where(thing => article.References.All(row => row.Reference != thing)).Select(thing => new ArticleReference { ArticleId = article.Id, Kind = thing.Kind, Code = thing.Code }));
            });
        }

        void Change(string field, string? before, string? after, Action apply)
        {
            if ((before ?? "") == (after ?? "")) return;
            changes.Add(new FieldChange(field, before is { Length: > 0 } ? before : null, after is { Length: > 0 } ? after : null));
            apply();
        }

        void Date(LocalDate day, DatePrecision precision)
        {
            (article.Date, article.DatePrecision) = (day, precision);
            if (article.Origin is { IsUndated: true } origin) article.Origin = origin with { IsUndated = false };
            foreach (var version in article.Versions) version.Year = day.Year;
        }
    }

    private async Task<Reference?> UnknownAsync(IReadOnlyList<Reference> stated, CancellationToken cancellationToken)
    {
        if (stated.Count == 0) return null;
        var reader = new Reader(languages.Default, languages.TextsOf(languages.Default), Viewer.Program);
        var known = await references.ResolveAsync(stated.Where(thing => references.PathOf(thing) is not null), reader, cancellationToken);
        return stated.Where(thing => !known.ContainsKey(thing)).Select(thing => (Reference?)thing).FirstOrDefault();
    }

    private async Task<string> FreeKeyAsync(NewArticle wish, CancellationToken cancellationToken)
    {
        var proposed = SlugProposal.Of(InlineMarkdown.Plain(wish.Source.Title));
        if (proposed.Length == 0) proposed = "article-" + LocalDatePattern.Iso.Format(clock.GetCurrentInstant().InUtc().Date);
        var taken = await db.Articles.Where(row => row.Key == proposed || row.Key.StartsWith(proposed + "-")).Select(row => row.Key).ToListAsync(cancellationToken);
        if (!taken.Contains(proposed)) return proposed;
        var number = 2;
        while (taken.Contains($"{proposed}-{number}")) number++;
        return $"{proposed}-{number}";
    }

    private Task<Outcome> SaveAsync(bool isShown, CancellationToken cancellationToken) =>
        isShown ? publication.TrySaveAsync(db, new Outcome.Conflict(), cancellationToken) : db.TrySaveAsync(signal, new Outcome.Conflict(), cancellationToken);

    private static FieldFault TooLong(string field, int most) => new(field, "fault.too-long", most.ToString(CultureInfo.InvariantCulture));

    private static bool IsKey(string key) => key.Length <= 80 && KeyForm().IsMatch(key);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyForm();
}
