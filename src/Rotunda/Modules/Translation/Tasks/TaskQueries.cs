using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>A piece of work in a queue.</summary>
/// <param name="DueAt">Until when its stage should be done; null where nobody said.</param>
/// <param name="TranslatorId">Who translates it; null where nobody here does.</param>
/// <param name="IsStale">True when something that it was translated from changed since, here or further up the chain.</param>
/// <param name="IsIncomplete">True when something is missing in a translation that was handed on or published: the source grew since.</param>
public sealed record TaskRow(Guid TextId, string Language, string FromLanguage, TaskStage Stage, Instant? DueAt, string Title, string TitleLanguage, Guid? TranslatorId, bool IsStale, bool IsIncomplete)
{
    /// <summary>True when a translator has to mend it.</summary>
    public bool IsBehind => IsStale || IsIncomplete;
}

/// <summary>What waits for a translator or reviewer.</summary>
/// <param name="Due">Those of the other three that should be done within a week or should have been; the longest overdue first.</param>
/// <param name="Mine">What the viewer has taken.</param>
/// <param name="Free">What nobody has and the viewer may take.</param>
/// <param name="Stale">Translations whose source changed or grew, own ones and those that nobody has.</param>
public sealed record TaskQueues(IReadOnlyList<TaskRow> Due, IReadOnlyList<TaskRow> Mine, IReadOnlyList<TaskRow> Free, IReadOnlyList<TaskRow> Stale);

/// <summary>Reads the queues of translators and reviewers; what a viewer may not work on is never read.</summary>
public sealed class TaskQueries(RotundaDb db, Permissions permissions, IClock clock)
{
    private const int Most = 200;

    private static readonly Duration Soon = Duration.FromDays(7);

    /// <summary>The four queues; four queries whatever the number.</summary>
    public async Task<TaskQueues> QueuesAsync(Viewer viewer, string language, CancellationToken cancellationToken)
    {
        var mine = await RowsAsync(db, Mine(db, viewer), language, cancellationToken);
        var taken = mine.Select(row => (row.TextId, row.Language)).ToHashSet();
        var open = (await RowsAsync(db, Open(db, viewer, permissions), language, cancellationToken)).Where(row => !taken.Contains((row.TextId, row.Language))).ToList();
        var pairs = PairsOf(viewer, permissions);
        // Whoever only reviews a text cannot mend it: it stays among the own ones, with its mark
        var stale = mine.Concat(open).Where(row => row.IsBehind && (row.TranslatorId is { } translator ? translator == viewer.AccountId : pairs.Contains(row.FromLanguage + "-" + row.Language))).ToList();
        var limit = clock.GetCurrentInstant() + Soon;
        return new TaskQueues(
            [.. mine.Concat(open).Where(row => row.DueAt <= limit).OrderBy(row => row.DueAt)],
            [.. mine.Where(row => !stale.Contains(row))], [.. open.Where(row => !stale.Contains(row))], stale);
    }

    /// <summary>Work that the viewer has taken and not yet done, and translations of the viewer whose source changed or grew after they were handed on.</summary>
    internal static IQueryable<TranslationTask> Mine(RotundaDb db, Viewer viewer)
    {
        var (stale, missing) = (Stale(db), Missing(db));
        return db.TranslationTasks.AsNoTracking().Where(task => viewer.AccountId != null
            && ((task.Stage == TaskStage.Translating && task.TranslatorId == viewer.AccountId) || (task.Stage == TaskStage.Reviewing && task.ReviewerId == viewer.AccountId)
                || (task.Stage != TaskStage.Translating && task.TranslatorId == viewer.AccountId && (stale.Any(row => row.TextId == task.TextId && row.Language == task.Language) || missing.Any(row => row.TextId == task.TextId && row.Language == task.Language)))));
    }

    /// <summary>Work that the viewer has taken and whose stage is the viewer's.</summary>
    internal static IQueryable<TranslationTask> Taken(RotundaDb db, Viewer viewer) => db.TranslationTasks.AsNoTracking().Where(task => viewer.AccountId != null
        && ((task.Stage == TaskStage.Translating && task.TranslatorId == viewer.AccountId) || (task.Stage == TaskStage.Reviewing && task.ReviewerId == viewer.AccountId)));

    /// <summary>Work that nobody has, and translations that nobody here made and whose source changed or grew after they were handed on.</summary>
    internal static IQueryable<TranslationTask> Open(RotundaDb db, Viewer viewer, Permissions permissions)
    {
        var (stale, missing, pairs) = (Stale(db), Missing(db), PairsOf(viewer, permissions));
        var languages = (permissions.ScopesOf(viewer, TranslationActs.Approve) ?? []).Where(scope => scope.StartsWith("language:", StringComparison.Ordinal)).Select(scope => scope["language:".Length..]).ToList();
        return db.TranslationTasks.AsNoTracking().Where(task =>
            (task.Stage == TaskStage.Translating && task.TranslatorId == null && pairs.Contains(task.FromLanguage + "-" + task.Language))
            || (task.Stage == TaskStage.Reviewing && task.ReviewerId == null && languages.Contains(task.Language))
            || (task.Stage != TaskStage.Translating && task.TranslatorId == null && pairs.Contains(task.FromLanguage + "-" + task.Language)
                && (stale.Any(row => row.TextId == task.TextId && row.Language == task.Language) || missing.Any(row => row.TextId == task.TextId && row.Language == task.Language))));
    }

    /// <summary>How many texts wait for a viewer; one that waits for two reasons counts once.</summary>
    internal static Task<int> CountAsync(RotundaDb db, Viewer viewer, Permissions permissions, CancellationToken cancellationToken) =>
        Mine(db, viewer).Select(task => new { task.TextId, task.Language }).Union(Open(db, viewer, permissions).Select(task => new { task.TextId, task.Language })).CountAsync(cancellationToken);

    private static List<string> PairsOf(Viewer viewer, Permissions permissions) =>
        [.. (permissions.ScopesOf(viewer, TranslationActs.Translate) ?? []).Where(scope => scope.StartsWith("pair:", StringComparison.Ordinal)).Select(scope => scope["pair:".Length..])];

    /// <summary>A language of a text.</summary>
    private sealed class TextIn
    {
        public Guid TextId { get; init; }

        public string Language { get; init; } = "";
    }

    /// <summary>Languages of texts in which something is stale, as <see cref="Staleness"/> says it, as far as a chain of four languages goes.</summary>
    private static IQueryable<TextIn> Stale(RotundaDb db) =>
        from segment in db.Set<Segment>()
        from text in segment.Texts
        where text.FromLanguage != null && !segment.Texts.Any(first => first.Language == text.FromLanguage && first.Hash == text.FromHash
            && (first.FromLanguage == null || segment.Texts.Any(second => second.Language == first.FromLanguage && second.Hash == first.FromHash
                && (second.FromLanguage == null || segment.Texts.Any(third => third.Language == second.FromLanguage && third.Hash == second.FromHash)))))
        select new TextIn { TextId = segment.TextId, Language = text.Language };

    /// <summary>
    /// Languages into which texts are to be brought and in which a segment of the source has no text. What pictures show is left out: the library may
    /// describe them, which no query sees; where it does not, <see cref="TaskReopening"/> makes the work translating again.
    /// </summary>
    private static IQueryable<TextIn> Missing(RotundaDb db) =>
        from task in db.Set<TranslationTask>()
        from segment in task.Text!.Segments
        where segment.Field != SegmentField.Alternative && segment.Texts.Any(text => text.Language == task.Text!.SourceLanguage) && !segment.Texts.Any(text => text.Language == task.Language)
        select new TextIn { TextId = task.TextId, Language = task.Language };

    private sealed record Row(TranslationTask Task, string SourceLanguage, bool IsStale, bool IsIncomplete);

    private sealed record Title(Guid TextId, string Language, string Text);

    /// <summary>The titles of texts. Not in one statement with the rows: SQLite would first list the titles of all texts.</summary>
    private static readonly PreparedQuery<List<Guid>, Title> s_titles = new((db, ids) =>
        db.Set<Segment>().AsNoTracking().Where(segment => ids.Contains(segment.TextId) && segment.Field == SegmentField.Title)
            .SelectMany(segment => segment.Texts, (segment, text) => new Title(segment.TextId, text.Language, text.Text)));

    /// <summary>Work of everybody that is due.</summary>
    private static readonly PreparedQuery<Instant, Row> s_due = new((db, until) =>
        db.Set<TranslationTask>().AsNoTracking()
            .Where(task => (task.Stage == TaskStage.Translating && task.TranslateBy <= until) || (task.Stage == TaskStage.Reviewing && task.ReviewBy <= until))
            .OrderBy(task => task.Stage == TaskStage.Reviewing ? task.ReviewBy : task.TranslateBy).ThenBy(task => task.CreatedAt).ThenBy(task => task.TextId).Take(Most)
            .Select(task => new Row(task, task.Text!.SourceLanguage, false, false)));

    /// <summary>Work that should be done until an instant: of everybody, or what a viewer has taken. Whether it is stale, which takes a look at every segment, is not asked.</summary>
    internal static async Task<IReadOnlyList<TaskRow>> DueAsync(RotundaDb db, Viewer viewer, bool ofEverybody, Instant until, string language, CancellationToken cancellationToken)
    {
        var rows = ofEverybody ? await s_due.ListAsync(db, until, cancellationToken)
            : await Ordered(Taken(db, viewer).Where(task => (task.Stage == TaskStage.Translating ? task.TranslateBy : task.ReviewBy) <= until))
                .Select(task => new Row(task, task.Text!.SourceLanguage, false, false)).ToListAsync(cancellationToken);
        return await TitledAsync(db, rows, language, cancellationToken);
    }

    private static IQueryable<TranslationTask> Ordered(IQueryable<TranslationTask> tasks) =>
        tasks.OrderBy(task => task.Stage == TaskStage.Reviewing ? task.ReviewBy == null : task.TranslateBy == null).ThenBy(task => task.Stage == TaskStage.Reviewing ? task.ReviewBy : task.TranslateBy).ThenBy(task => task.CreatedAt).ThenBy(task => task.TextId).Take(Most);

    /// <param name="db">The database.</param>
    /// <param name="tasks">Which ones.</param>
    /// <param name="language">In which their titles are shown where they have one.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    private static async Task<IReadOnlyList<TaskRow>> RowsAsync(RotundaDb db, IQueryable<TranslationTask> tasks, string language, CancellationToken cancellationToken)
    {
        var (stale, missing) = (Stale(db), Missing(db));
        var rows = await Ordered(tasks).Select(task => new Row(task, task.Text!.SourceLanguage, stale.Any(row => row.TextId == task.TextId && row.Language == task.Language),
            // While a text is translated for the first time, gaps are what the work consists of
            (task.Stage != TaskStage.Translating || db.Set<TextRevision>().Any(revision => revision.TextId == task.TextId && revision.Language == task.Language)) && missing.Any(row => row.TextId == task.TextId && row.Language == task.Language))).ToListAsync(cancellationToken);
        return await TitledAsync(db, rows, language, cancellationToken);
    }

    private static async Task<IReadOnlyList<TaskRow>> TitledAsync(RotundaDb db, List<Row> rows, string language, CancellationToken cancellationToken)
    {
        var titles = (await s_titles.ListAsync(db, [.. rows.Select(row => row.Task.TextId).Distinct()], cancellationToken)).ToLookup(title => title.TextId);
        return [.. rows.Select(row =>
        {
            var title = titles[row.Task.TextId].FirstOrDefault(candidate => candidate.Language == language) ?? titles[row.Task.TextId].FirstOrDefault(candidate => candidate.Language == row.SourceLanguage);
            return new TaskRow(row.Task.TextId, row.Task.Language, row.Task.FromLanguage, row.Task.Stage, row.Task.DueAt, InlineMarkdown.Plain(title?.Text ?? ""), title?.Language ?? row.SourceLanguage, row.Task.TranslatorId, row.IsStale, row.IsIncomplete);
        })];
    }
}
