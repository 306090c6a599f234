using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>An entry of the record that goes on, and what stands in the record before it.</summary>
internal sealed record GoingEntry(TextChange Entry, IReadOnlyList<TextChange> Before);

/// <summary>What stands where translations are to be written. Nothing of it is tracked, so that it can be read in another context than the one that writes.</summary>
/// <param name="Sources">The source languages of texts.</param>
/// <param name="Segments">Segments in all their languages.</param>
/// <param name="GoOn">The viewer's entries of the record that what is written now goes on with, by segment.</param>
internal sealed record SegmentsStanding(IReadOnlyDictionary<Guid, string> Sources, IReadOnlyDictionary<Guid, Segment> Segments, IReadOnlyDictionary<Guid, GoingEntry> GoOn)
{
    /// <summary>Words that somebody types within this time are one entry of the record.</summary>
    private static readonly Duration OneGo = Duration.FromMinutes(30);

    /// <summary>Reads what wishes are judged by; four queries at most.</summary>
    /// <param name="sources">The source languages of the texts, as <see cref="SourcesAsync"/> has them.</param>
    /// <param name="ids">The segments; those that are not there are left out.</param>
    public static async Task<SegmentsStanding> ReadAsync(
        RotundaDb db, Viewer viewer, string language, IReadOnlyDictionary<Guid, string> sources, List<Guid> ids, IClock clock, CancellationToken cancellationToken)
    {
        var segments = await db.Segments.AsNoTracking().Where(segment => ids.Contains(segment.Id)).ToDictionaryAsync(segment => segment.Id, cancellationToken);
        await FillAsync(segments, db.SegmentTexts.Where(text => ids.Contains(text.SegmentId)), cancellationToken);
        return new SegmentsStanding(sources, segments, await GoOnAsync(db, viewer, language, ids, clock.GetCurrentInstant() - OneGo, cancellationToken));
    }

    /// <summary>
    /// Gives segments their texts; one query. Put together here: Entity Framework makes delegates for each row into which it includes others, which takes longer than reading it.
    /// </summary>
    /// <param name="segments">Untracked and without texts, by their ids.</param>
    /// <param name="texts">Theirs; those of a segment that came since are left out.</param>
    public static async Task FillAsync(Dictionary<Guid, Segment> segments, IQueryable<SegmentText> texts, CancellationToken cancellationToken)
    {
        foreach (var text in await texts.AsNoTracking().ToListAsync(cancellationToken)) segments.GetValueOrDefault(text.SegmentId)?.Texts.Add(text);
    }

    /// <summary>The source languages of texts, of those that exist; one query.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> SourcesAsync(RotundaDb db, IEnumerable<Guid> textIds, CancellationToken cancellationToken)
    {
        var ids = textIds.Distinct().ToList();
        return await db.Texts.AsNoTracking().Where(text => ids.Contains(text.Id)).ToDictionaryAsync(text => text.Id, text => text.SourceLanguage, cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<Guid, GoingEntry>> GoOnAsync(RotundaDb db, Viewer viewer, string language, List<Guid> ids, Instant since, CancellationToken cancellationToken)
    {
        if (viewer.AccountId is null) return new Dictionary<Guid, GoingEntry>();
        var recent = await db.TextChanges.AsNoTracking().Where(change => ids.Contains(change.SegmentId) && change.Language == language && change.At >= since).ToListAsync(cancellationToken);
        var open = recent.GroupBy(change => change.SegmentId).Select(group => group.MaxBy(change => (change.At, change.Id))!)
            .Where(last => last.Kind == ChangeKind.Written && last.AccountId == viewer.AccountId).ToList();
        if (open.Count == 0) return new Dictionary<Guid, GoingEntry>();
        var (going, entries) = (open.ConvertAll(entry => entry.SegmentId), open.ConvertAll(entry => entry.Id));
        var before = (await db.TextChanges.AsNoTracking()
            .Where(change => going.Contains(change.SegmentId) && change.Language == language && !entries.Contains(change.Id) && (change.Kind == ChangeKind.Written || change.Kind == ChangeKind.Proposed || change.Kind == ChangeKind.Restored))
            .OrderBy(change => change.At).ThenBy(change => change.Id).ToListAsync(cancellationToken)).ToLookup(change => change.SegmentId);
        return open.ToDictionary(entry => entry.SegmentId, entry => new GoingEntry(entry, [.. before[entry.SegmentId]]));
    }
}
