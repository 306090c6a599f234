using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Checks;
using Rotunda.Modules.Translation.Comments;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Tasks;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Desk;

/// <summary>A segment beside its translation.</summary>
/// <param name="Segment">The segment with all its texts.</param>
/// <param name="Block">The block whose content it is; null for title, deck and description.</param>
/// <param name="From">What it is translated from; null where that language has no text of it.</param>
/// <param name="Second">The same in the second reference language; null where there is none.</param>
/// <param name="Target">The translation; null where there is none yet.</param>
/// <param name="Freshness">Whether the translation still tells what its source tells.</param>
/// <param name="SourceChange">From the text that it was made from to the present one, word by word; empty unless that changed.</param>
/// <param name="Comments">The oldest first.</param>
public sealed record DeskSegment(
    Segment Segment, Block? Block, SegmentText? From, SegmentText? Second, SegmentText? Target, Freshness Freshness, IReadOnlyList<DiffPart> SourceChange, IReadOnlyList<SegmentComment> Comments)
{
    /// <summary>A translation of the same source that was final once; null where there is none or none is needed.</summary>
    public MemoryEntry? Match { get; init; }

    /// <summary>True when the match stood in the same place of a text: the same kind of segment, behind the same source.</summary>
    public bool IsMatchInContext { get; init; }

    /// <summary>What the checks find in a translation that is not final.</summary>
    public IReadOnlyList<CheckFinding> Findings { get; init; } = [];

    /// <summary>The terms of the source, for a segment that is open.</summary>
    public IReadOnlyList<TermFound> Terms { get; init; } = [];

    /// <summary>True where somebody still has something to do.</summary>
    public bool IsOpen => Target is not { State: TranslationState.Final } || Freshness != Freshness.Fresh;

    /// <summary>The base that a form bears: the hash of the translation that it shows, empty for none.</summary>
    public string Base => Target is null ? "" : Convert.ToHexStringLower(Target.Hash);

    /// <summary>The name of the form's field: the segment, the hash of the translation that it shows, and the language and the hash of the source beside it.</summary>
    public string Field => $"t:{Segment.Id}:{Base}:{From?.Language}:{(From is null ? "" : Convert.ToHexStringLower(From.Hash))}";

    /// <summary>True where the words were, or would be, made from a translation that nobody has approved yet.</summary>
    public bool IsPivotOpen => Target is { } made ? Approval.IsPivotOpen(made, Segment.Texts) : From is { State: not TranslationState.Final };
}

/// <summary>A text open on the desk in one language.</summary>
public sealed record DeskText(TranslatedText Text, string Title, string Language, string FromLanguage, TranslationTask? Task, Readiness Readiness, IReadOnlyList<DeskSegment> Segments, IReadOnlyDictionary<Guid, string> Names, IReadOnlyList<string> Others);

/// <summary>Reads texts for the desk, in a number of queries that does not grow with the text.</summary>
public sealed class DeskTextQueries(RotundaDb db, TermQueries terms, IClock clock)
{
    private const int MostMatches = 5;

    /// <summary>A text beside its translation; null where there is no such text, or it was written in that language.</summary>
    /// <param name="textId">The text.</param>
    /// <param name="language">The language of the translation.</param>
    /// <param name="from">From which language it is shown; null for that of the task.</param>
    /// <param name="second">The second reference language; null for none.</param>
    /// <param name="viewer">Who looks: others are listed as present.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<DeskText?> OpenAsync(Guid textId, string language, string? from, string? second, Viewer viewer, CancellationToken cancellationToken)
    {
        var text = await db.Texts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == textId, cancellationToken);
        if (text is null || text.SourceLanguage == language) return null;
        await ReadAsync(text, cancellationToken);
        var task = await db.TranslationTasks.AsNoTracking().SingleOrDefaultAsync(row => row.TextId == textId && row.Language == language, cancellationToken);
        var comments = (await db.SegmentComments.AsNoTracking().Where(comment => comment.TextId == textId && comment.Language == language).OrderBy(comment => comment.At).ToListAsync(cancellationToken)).ToLookup(comment => comment.SegmentId);
        var others = await db.PresentBeside(viewer, textId, language, clock.GetCurrentInstant()).ToListAsync(cancellationToken);
        var origin = from ?? task?.FromLanguage ?? text.SourceLanguage;
        var blocks = text.Blocks.ToDictionary(block => block.Id);
        var segments = Readiness.SegmentsIn(text, language).Select(segment => Beside(segment, segment.BlockId is { } id ? blocks[id] : null, text.SourceLanguage, language, origin, from is not null && from != (task?.FromLanguage ?? text.SourceLanguage), second, comments[segment.Id])).ToList();
        segments = await WithToolsAsync(text, segments, origin, language, cancellationToken);
        var people = segments.SelectMany(segment => (segment.Target?.Makers ?? []).Concat(segment.Target?.ApprovedBy is { } reviewer ? [reviewer] : []).Concat(segment.Comments.Select(comment => comment.AccountId).OfType<Guid>()))
            .Concat(others).Concat(new[] { task?.TranslatorId, task?.ReviewerId }.OfType<Guid>()).Distinct().ToList();
        var names = await db.Accounts.Where(account => people.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => account.DisplayName, cancellationToken);
        return new DeskText(text, TitleOf(text, language), language, origin, task, Readiness.Of(text, language), segments, names, [.. others.Where(names.ContainsKey).Select(id => names[id])]);
    }

    /// <summary>Translations of similar sources, the best first.</summary>
    public async Task<IReadOnlyList<MemoryMatch>> MatchesAsync(DeskText desk, DeskSegment row, CancellationToken cancellationToken) =>
        row.From is { } from ? await MemoryQueries.FindAsync(db, from.Language, desk.Language, from.Text, ContextsOf(desk.Text, from.Language)[row.Segment.Id], MostMatches, cancellationToken) : [];

    /// <summary>An entry of the memory that translates between two languages; null when it is gone.</summary>
    public async Task<MemoryEntry?> MatchAsync(long number, string from, string language, CancellationToken cancellationToken) =>
        await db.MemoryEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Number == number && entry.SourceLanguage == from && entry.TargetLanguage == language, cancellationToken);

    /// <summary>Those of some segments that a viewer left last, by typing: nobody did anything with them since, and nobody sent them back. One query.</summary>
    public async Task<HashSet<Guid>> LeftByAsync(Viewer viewer, string language, IReadOnlyList<Guid> segments, CancellationToken cancellationToken)
    {
        if (segments.Count == 0 || viewer.AccountId is not { } account) return [];
        var record = await db.TextChanges.AsNoTracking().Where(change => segments.Contains(change.SegmentId) && change.Language == language)
            .Select(change => new { change.SegmentId, change.Kind, change.AccountId, change.At, change.Id }).ToListAsync(cancellationToken);
        return [.. record.GroupBy(change => change.SegmentId).Select(group => group.MaxBy(change => (change.At, change.Id))!).Where(last => last.Kind == ChangeKind.Written && last.AccountId == account).Select(last => last.SegmentId)];
    }

    /// <summary>Reads what a text consists of; three queries.</summary>
    private async Task ReadAsync(TranslatedText text, CancellationToken cancellationToken)
    {
        text.Blocks.AddRange(await db.Blocks.AsNoTracking().Where(block => block.TextId == text.Id).ToListAsync(cancellationToken));
        text.Segments.AddRange(await db.Segments.AsNoTracking().Where(segment => segment.TextId == text.Id).ToListAsync(cancellationToken));
        // Asked for by their segments, as a list that the database makes once: whether there is such a segment it would ask for every row that it holds
        var ids = db.Segments.Where(segment => segment.TextId == text.Id).Select(segment => segment.Id);
        var texts = db.SegmentTexts.Where(row => ids.Contains(row.SegmentId));
        await SegmentsStanding.FillAsync(text.Segments.ToDictionary(segment => segment.Id), texts, cancellationToken);
    }

    private static IReadOnlyDictionary<Guid, byte[]> ContextsOf(TranslatedText text, string language) =>
        MemoryEntry.ContextsOf(text.Segments.InOrder(text.Blocks.ToDictionary(block => block.Id, block => block.Order)), language);

    /// <summary>What memory, termbase and checks say of the segments that are open; two queries.</summary>
    private async Task<List<DeskSegment>> WithToolsAsync(TranslatedText text, List<DeskSegment> segments, string origin, string language, CancellationToken cancellationToken)
    {
        // The key of a source is asked for more than once
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var book = await terms.BookAsync(origin, language, cancellationToken);
        var exact = await MemoryQueries.ExactAsync(db, origin, language, segments.Where(row => row.IsOpen && row.From?.Language == origin).Select(row => KeyOf(row.From!)), cancellationToken);
        var contexts = exact.Count == 0 ? null : ContextsOf(text, origin);
        return segments.ConvertAll(row => row.IsOpen && row.From is { } from ? WithTools(row, from) : row);

        DeskSegment WithTools(DeskSegment row, SegmentText from)
        {
            var asked = from.Language == origin ? book : Termbook.Empty;
            var read = SourceRead.Of(from.Text, asked);
            var findings = row.Target is { Shape: SegmentShape.Own, Text.Length: > 0 } target ? SegmentChecks.Check(new SegmentPair(from.Language, from.Text, language, target.Text), asked, read) : [];
            return WithMatch(row) with { Terms = read?.Terms ?? [], Findings = findings };
        }

        DeskSegment WithMatch(DeskSegment row)
        {
            if (contexts is null || row.From!.Language != origin || (row.Target is not null && row.Freshness == Freshness.Fresh)) return row;
            var found = exact[KeyOf(row.From)].Where(entry => entry.TargetText != row.Target?.Text).ToList();
            var here = found.Find(entry => contexts[row.Segment.Id].AsSpan().SequenceEqual(entry.Context));
            return row with { Match = here ?? found.FirstOrDefault(), IsMatchInContext = here is not null };
        }

        string KeyOf(SegmentText source) => keys.TryGetValue(source.Text, out var known) ? known : keys[source.Text] = MemoryEntry.KeyOf(source.Text);
    }

    /// <summary>The title of a text in a language, else in its source language, without markup.</summary>
    public static string TitleOf(TranslatedText text, string language) => InlineMarkdown.Plain(TitleIn(text, language)?.Text ?? "");

    /// <summary>The language of what <see cref="TitleOf"/> gives.</summary>
    public static string TitleLanguageOf(TranslatedText text, string language) => TitleIn(text, language)?.Language ?? text.SourceLanguage;

    private static SegmentText? TitleIn(TranslatedText text, string language) =>
        text.Segments.Find(segment => segment.Field == SegmentField.Title) is { } title ? title.In(language) ?? title.In(text.SourceLanguage) : null;

    private static DeskSegment Beside(Segment segment, Block? block, string source, string language, string origin, bool isOriginChosen, string? second, IEnumerable<SegmentComment> comments)
    {
        var target = segment.In(language);
        var freshness = target is null ? Freshness.Fresh : Staleness.Of(target, segment.Texts);
        // A translation shows what it was made from, unless another language was chosen and no change of that is to be seen; a new one is made from the chosen language, or from the source where that has none
        var wanted = isOriginChosen && freshness != Freshness.Stale && segment.In(origin) is { Shape: SegmentShape.Own } ? origin : target?.FromLanguage ?? origin;
        var from = segment.In(wanted) is { Shape: SegmentShape.Own } chosen ? chosen : block?.OnlyIn is null ? segment.In(source) : null;
        var change = freshness == Freshness.Stale && target!.FromText is { } was ? WordDiff.Compare(was, segment.In(target.FromLanguage!)?.Text ?? "") : [];
        return new DeskSegment(segment, block, from, second is null || second == from?.Language ? null : segment.In(second), target, freshness, change, [.. comments]);
    }
}
