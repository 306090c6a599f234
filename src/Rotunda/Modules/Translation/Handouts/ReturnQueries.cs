using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>Reads files that came back, and what they would do.</summary>
public sealed class ReturnQueries(RotundaDb db)
{
    /// <summary>A file that was sent by the viewer, with the job that works on it; null when it is gone or somebody else's.</summary>
    public async Task<(ReturnDraft Draft, Job? Work)?> FindAsync(Viewer viewer, Guid id, CancellationToken cancellationToken)
    {
        var found = await db.ReturnDrafts.AsNoTracking().Where(draft => draft.Id == id && draft.AccountId == viewer.AccountId)
            .Select(draft => new { Draft = draft, Work = db.Set<Job>().FirstOrDefault(job => job.Id == draft.WorkId) }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.Draft, found.Work);
    }

    /// <summary>What a file would do, in numbers.</summary>
    public async Task<ReturnPlan> PlanAsync(ReturnDraft draft, CancellationToken cancellationToken) => new(
        draft, await db.ReturnLines.Where(line => line.DraftId == draft.Id).GroupBy(line => line.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken));

    /// <summary>A page of the lines in one state, in the order of the file.</summary>
    public async Task<IReadOnlyList<ShownLine>> LinesAsync(ReturnDraft draft, ReturnState state, int page, int size, CancellationToken cancellationToken)
    {
        var (from, to) = (draft.SourceLanguage, draft.TargetLanguage);
        var lines = await db.ReturnLines.AsNoTracking().Where(line => line.DraftId == draft.Id && line.State == state).OrderBy(line => line.Number).Skip((page - 1) * size).Take(size).ToListAsync(cancellationToken);
        var (ids, texts) = (lines.ConvertAll(line => line.SegmentId), lines.Select(line => line.TextId).OfType<Guid>().Distinct().ToList());
        var titles = await db.Segments.AsNoTracking().Where(segment => texts.Contains(segment.TextId) && segment.Field == SegmentField.Title)
            .Select(segment => new { segment.TextId, Text = segment.Texts.Where(text => text.Language == from).Select(text => text.Text).FirstOrDefault() }).ToDictionaryAsync(title => title.TextId, title => InlineMarkdown.Plain(title.Text ?? "—"), cancellationToken);
        // What the viewer may not write is not shown either
        var present = state is ReturnState.Missing or ReturnState.Refused ? []
            : await db.SegmentTexts.AsNoTracking().Where(text => ids.Contains(text.SegmentId) && (text.Language == from || text.Language == to)).ToListAsync(cancellationToken);
        var by = present.ToDictionary(text => (text.SegmentId, text.Language), text => text.Text);
        return lines.ConvertAll(line => new ShownLine(
            line, line.TextId is { } text ? titles.GetValueOrDefault(text, "—") : "—", by.GetValueOrDefault((line.SegmentId, from!), ""), by.GetValueOrDefault((line.SegmentId, to!))));
    }
}
