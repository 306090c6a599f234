using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Tasks;

/// <summary>A piece of work in a queue.</summary>
/// <param name="DueAt">Until when its stage should be done; null where nobody said.</param>
/// <param name="IsStale">True when something of its source changed since it was translated.</param>
public sealed record TaskRow(Guid TextId, string Language, string FromLanguage, TaskStage Stage, Instant? DueAt, string Title, string TitleLanguage, bool IsStale);

/// <summary>What waits for a translator or reviewer.</summary>
public sealed record TaskQueues(IReadOnlyList<TaskRow> Mine, IReadOnlyList<TaskRow> Free, IReadOnlyList<TaskRow> Stale);

/// <summary>Reads the queues of translators and reviewers; what a viewer may not work on is never read.</summary>
public sealed class TaskQueries(RotundaDb db, Permissions permissions)
{
    private const int Most = 200;

    /// <summary>The three queues; four queries whatever the number.</summary>
    public async Task<TaskQueues> QueuesAsync(Viewer viewer, string language, CancellationToken cancellationToken)
    {
        var mine = await RowsAsync(Mine(db, viewer), language, cancellationToken);
        var open = await RowsAsync(Open(db, viewer, permissions), language, cancellationToken);
        return new TaskQueues(mine, [.. open.Where(row => !row.IsStale || row.Stage != TaskStage.Done).Where(row => row.Stage != TaskStage.Done)], [.. open.Where(row => row.IsStale && row.Stage == TaskStage.Done)]);
    }

    /// <summary>Work that the viewer has taken and not yet done.</summary>
    internal static IQueryable<TranslationTask> Mine(RotundaDb db, Viewer viewer) => db.TranslationTasks.AsNoTracking().Where(task => viewer.AccountId != null
        && ((task.Stage == TaskStage.Translating && task.TranslatorId == viewer.AccountId) || (task.Stage == TaskStage.Reviewing && task.ReviewerId == viewer.AccountId)
            || (task.Stage == TaskStage.Done && task.TranslatorId == viewer.AccountId && db.Set<Segment>().Any(segment => segment.TextId == task.TextId && segment.Texts.Any(text => text.Language == task.Language && text.FromLanguage != null
                && !segment.Texts.Any(from => from.Language == text.FromLanguage && from.Hash == text.FromHash))))));

    /// <summary>Work that nobody has, and published translations whose source changed and whose translator is nobody here.</summary>
    internal static IQueryable<TranslationTask> Open(RotundaDb db, Viewer viewer, Permissions permissions)
    {
        var pairs = (permissions.ScopesOf(viewer, TranslationActs.Translate) ?? []).Where(scope => scope.StartsWith("pair:", StringComparison.Ordinal)).Select(scope => scope["pair:".Length..]).ToList();
        var languages = (permissions.ScopesOf(viewer, TranslationActs.Approve) ?? []).Where(scope => scope.StartsWith("language:", StringComparison.Ordinal)).Select(scope => scope["language:".Length..]).ToList();
        return db.TranslationTasks.AsNoTracking().Where(task =>
            (task.Stage == TaskStage.Translating && task.TranslatorId == null && pairs.Contains(task.FromLanguage + "-" + task.Language))
            || (task.Stage == TaskStage.Reviewing && task.ReviewerId == null && languages.Contains(task.Language))
            || (task.Stage == TaskStage.Done && task.TranslatorId == null && pairs.Contains(task.FromLanguage + "-" + task.Language)
                && db.Set<Segment>().Any(segment => segment.TextId == task.TextId && segment.Texts.Any(text => text.Language == task.Language && text.FromLanguage != null
                    && !segment.Texts.Any(from => from.Language == text.FromLanguage && from.Hash == text.FromHash)))));
    }

    internal async Task<IReadOnlyList<TaskRow>> RowsAsync(IQueryable<TranslationTask> tasks, string language, CancellationToken cancellationToken)
    {
        var rows = await tasks.OrderBy(task => task.Stage == TaskStage.Reviewing ? task.ReviewBy == null : task.TranslateBy == null).ThenBy(task => task.Stage == TaskStage.Reviewing ? task.ReviewBy : task.TranslateBy).ThenBy(task => task.CreatedAt).ThenBy(task => task.TextId).Take(Most)
            .Select(task => new
            {
                Task = task, task.Text!.SourceLanguage,
                IsStale = task.Text.Segments.Any(segment => segment.Texts.Any(text => text.Language == task.Language && text.FromLanguage != null && !segment.Texts.Any(from => from.Language == text.FromLanguage && from.Hash == text.FromHash))),
            }).ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.Task.TextId).ToList();
        var titles = (await db.Segments.AsNoTracking().Where(segment => ids.Contains(segment.TextId) && segment.Field == SegmentField.Title)
            .SelectMany(segment => segment.Texts, (segment, text) => new { segment.TextId, text.Language, text.Text }).ToListAsync(cancellationToken)).ToLookup(title => title.TextId);
        return [.. rows.Select(row =>
        {
            var title = titles[row.Task.TextId].FirstOrDefault(candidate => candidate.Language == language) ?? titles[row.Task.TextId].FirstOrDefault(candidate => candidate.Language == row.SourceLanguage);
            return new TaskRow(row.Task.TextId, row.Task.Language, row.Task.FromLanguage, row.Task.Stage, row.Task.DueAt, InlineMarkdown.Plain(title?.Text ?? ""), title?.Language ?? row.SourceLanguage, row.IsStale);
        })];
    }
}
