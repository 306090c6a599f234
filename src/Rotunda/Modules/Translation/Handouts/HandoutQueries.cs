using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>A text that can be handed out.</summary>
/// <param name="TextId">Of the text.</param>
/// <param name="Title">In the language from which it is translated.</param>
/// <param name="Segments">How many it has.</param>
/// <param name="Open">How many of them have no translation, or a stale one.</param>
public sealed record OpenText(Guid TextId, string Title, int Segments, int Open);

/// <summary>A handout in the list.</summary>
public sealed record HandoutLine(Guid Id, string From, string To, int Texts, int Segments, Instant At, Instant? ReturnedAt);

/// <summary>Reads what can be handed out, what was, and what a file that came back would do.</summary>
public sealed class HandoutQueries(RotundaDb db, SegmentOperations segments, SiteLanguages languages)
{
    private sealed record Row(Guid TextId, Guid SegmentId, SegmentField Field, string Source, byte[] Hash, byte[]? TargetFrom, bool HasTarget);

    /// <summary>Texts that exist in a language, those with the most to do first; one query for the page and one for the count.</summary>
    public async Task<(IReadOnlyList<OpenText> Texts, int Total)> TextsAsync(string sourceLanguage, string targetLanguage, int page, int size, CancellationToken cancellationToken)
    {
        var texts = db.Segments.Where(segment => segment.Field == SegmentField.Title && segment.Texts.Any(text => text.Language == sourceLanguage));
        var total = await texts.CountAsync(cancellationToken);
        var ids = texts.OrderByDescending(segment => segment.TextId).Skip((page - 1) * size).Take(size).Select(segment => segment.TextId);
        var rows = await (
            from segment in db.Segments
            where ids.Contains(segment.TextId)
            from source in segment.Texts
            where source.Language == sourceLanguage && source.Text != ""
            select new Row(
                segment.TextId, segment.Id, segment.Field, source.Text, source.Hash,
                segment.Texts.Where(text => text.Language == targetLanguage && text.FromLanguage == sourceLanguage).Select(text => text.FromHash).FirstOrDefault(), segment.Texts.Any(text => text.Language == targetLanguage))).ToListAsync(cancellationToken);
        return ([.. rows.GroupBy(row => row.TextId).OrderByDescending(group => group.Key).Select(group => new OpenText(
            group.Key, InlineMarkdown.Plain(group.FirstOrDefault(row => row.Field == SegmentField.Title)?.Source ?? "—"), group.Count(),
            group.Count(row => !row.HasTarget || (row.TargetFrom is not null && !row.TargetFrom.AsSpan().SequenceEqual(row.Hash)))))], total);
    }

    /// <summary>The last handouts.</summary>
    public async Task<IReadOnlyList<HandoutLine>> LastAsync(int count, CancellationToken cancellationToken)
    {
        var rows = await db.Handouts.AsNoTracking().OrderByDescending(handout => handout.At).Take(count).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new HandoutLine(row.Id, row.SourceLanguage, row.TargetLanguage, row.Texts.Count, row.Segments, row.At, row.ReturnedAt));
    }

    /// <summary>The segments of texts as they are handed out, by text, in the order of reading.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<(Segment Segment, Block? Block)>>> SegmentsAsync(IReadOnlyCollection<Guid> textIds, CancellationToken cancellationToken)
    {
        var rows = await db.Segments.AsNoTracking().Include(segment => segment.Texts).Where(segment => textIds.Contains(segment.TextId)).ToListAsync(cancellationToken);
        var blocks = await db.Set<Block>().AsNoTracking().Where(block => textIds.Contains(block.TextId)).ToDictionaryAsync(block => block.Id, cancellationToken);
        return rows.GroupBy(row => row.TextId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyList<(Segment, Block?)>)[.. group.Select(segment => (Segment: segment, Block: segment.BlockId is { } id ? blocks.GetValueOrDefault(id) : null)).OrderBy(pair => pair.Block?.Order ?? -1).ThenBy(pair => pair.Segment.Field)]);
    }

    /// <summary>What files that came back would do; null when they are in languages that the site does not speak.</summary>
    public async Task<ReturnPlan?> PlanAsync(Viewer viewer, ReturnedFiles files, CancellationToken cancellationToken)
    {
        var heads = files.Files.Select(file => file.File.Head).Distinct().ToList();
        if (heads.Count != 1 || heads[0].TargetLanguage is not { } tag || languages.FindTag(heads[0].SourceLanguage)?.Code is not { } from || languages.FindTag(tag)?.Code is not { } to || from == to) return null;
        // A segment that came back twice counts as it stands last
        var returned = files.Files.SelectMany(file => file.File.Segments).GroupBy(segment => segment.SegmentId).Select(group => group.Last()).ToList();
        var (found, titles) = (new Dictionary<Guid, Segment>(), new Dictionary<Guid, string>());
        foreach (var ids in returned.Select(segment => segment.SegmentId).Chunk(1000))
            foreach (var segment in await db.Segments.AsNoTracking().Include(segment => segment.Texts).Where(segment => ids.Contains(segment.Id)).ToListAsync(cancellationToken)) found[segment.Id] = segment;
        foreach (var ids in found.Values.Select(segment => segment.TextId).Distinct().Chunk(1000))
            foreach (var title in await db.Segments.AsNoTracking().Where(segment => ids.Contains(segment.TextId) && segment.Field == SegmentField.Title).Select(segment => new { segment.TextId, Text = segment.Texts.Where(text => text.Language == from).Select(text => text.Text).FirstOrDefault() }).ToListAsync(cancellationToken))
                titles[title.TextId] = InlineMarkdown.Plain(title.Text ?? "—");
        var mayWrite = segments.MayWrite(viewer, from, to);
        return new ReturnPlan(from, to, returned.ConvertAll(line => LineOf(line, found.GetValueOrDefault(line.SegmentId), titles, from, to, mayWrite)), files.Files.Sum(file => file.File.Foreign.Count));
    }

    private static ReturnLine LineOf(XliffReturned returned, Segment? segment, Dictionary<Guid, string> titles, string from, string to, bool mayWrite)
    {
        var state = ReturnPlan.StateOf(returned, segment, from, to, mayWrite);
        // What the viewer may not write is not shown either
        var present = state is ReturnState.Missing or ReturnState.Refused ? null : segment?.In(to);
        var source = state is ReturnState.Missing or ReturnState.Refused ? "" : segment!.In(from)!.Text;
        return new ReturnLine(returned, segment?.TextId ?? Guid.Empty, segment is null ? "—" : titles.GetValueOrDefault(segment.TextId, "—"), state, source, present?.Text, present?.Hash);
    }
}
