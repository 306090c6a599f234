using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Rendering;
using Rotunda.Modules.Translation.Terms;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>A file that was handed out.</summary>
/// <param name="Name">As it is offered.</param>
/// <param name="MediaType">Of one text, or of an archive of several.</param>
/// <param name="Content">At its beginning; whoever has it closes it, and then the file is gone.</param>
public sealed record HandoutFile(string Name, string MediaType, Stream Content);

/// <summary>Hands texts out for other tools.</summary>
public sealed class HandoutOperations(
    RotundaDb db, IDbContextFactory<RotundaDb> contexts, HandoutQueries queries, SegmentOperations segments, TermQueries terms, SiteLanguages languages, Permissions permissions, AuditTrail audit, WorkSignal signal, IClock clock)
{
    public const string XliffType = "application/xliff+xml";

    /// <summary>Texts at a time.</summary>
    public const int MostTexts = 5000;

    /// <summary>Segments of a text, and of a handout, for which similar translations are looked up; the others have exact ones only.</summary>
    private const int MostSimilar = 300;
    private const int MostSimilarInAll = 1000;

    /// <summary>Segments that are read at a time; a text is read as a whole.</summary>
    private const int Portion = 1000;

    private const int MostTitles = 50;

    /// <summary>One text as a file, several as an archive, written text by text into a file that goes with the answer; the handout is noted, so that what comes back is known.</summary>
    /// <param name="onlyOpen">Leaves out segments that have a translation of the present source.</param>
    public async Task<(Outcome Outcome, HandoutFile? File)> TakeOutAsync(Viewer viewer, IReadOnlyCollection<Guid> textIds, string from, string to, bool onlyOpen, CancellationToken cancellationToken)
    {
        if (languages.Find(from) is not { } source || languages.Find(to) is not { } target || source == target) return (new Outcome.Missing(), null);
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Use) || (!segments.MayWrite(viewer, source.Code, target.Code) && !permissions.MaySomewhere(viewer, LanguageToolActs.Manage))) return (new Outcome.Refused(), null);
        if (textIds.Count is 0 or > MostTexts) return (new Outcome.Invalid([new FieldFault("Texts", textIds.Count == 0 ? "fault.handout-none" : "fault.handout-many", MostTexts.ToString(CultureInfo.InvariantCulture))]), null);
        var job = new XliffJob(RowId.New(), source.Tag, target.Tag, clock.GetCurrentInstant());
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var (ids, titles, count) = (new List<Guid>(), new List<string>(), 0);
            using (var writing = new HandoutWriting(file, job))
            {
                // One text is written and packed while the next one is made
                await foreach (var text in TextsAsync(textIds, source.Code, target.Code, onlyOpen, cancellationToken).OneAheadAsync())
                {
                    ids.Add(text.TextId);
                    if (titles.Count < MostTitles) titles.Add(text.Original);
                    count += text.Segments.Count();
                    writing.Add(text);
                }
            }

            if (ids.Count == 0)
            {
                await file.DisposeAsync();
                return (new Outcome.Invalid([new FieldFault("Texts", "fault.handout-nothing")]), null);
            }

            if (ids.Count > titles.Count) titles.Add(string.Create(CultureInfo.InvariantCulture, $"… +{ids.Count - titles.Count}"));
            db.Add(new Handout { Id = job.Id, SourceLanguage = source.Code, TargetLanguage = target.Code, Texts = ids, Segments = count, At = job.At, AccountId = viewer.AccountId });
            audit.Record(db, viewer, "handout.take", "handout", job.Id.ToString(), [new FieldChange("handout-texts", null, string.Join("; ", titles))]);
            await db.SaveChangesAsync(cancellationToken);
            signal.Raise();
            file.Position = 0;
            var name = $"{source.Code}-{target.Code}-{job.Id.ToString("N")[..8]}";
            return (new Outcome.Done(), ids.Count == 1 ? new HandoutFile(name + ".xlf", XliffType, file) : new HandoutFile(name + ".zip", "application/zip", file));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The texts in the order in which they were asked for, those with something to translate; a few at a time.</summary>
    private async IAsyncEnumerable<XliffText> TextsAsync(
        IReadOnlyCollection<Guid> textIds, string from, string to, bool onlyOpen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var book = await terms.BookAsync(from, to, cancellationToken);
        var sizes = await queries.SizesAsync(textIds, cancellationToken);
        var similar = MostSimilarInAll;
        await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
        // The next texts are read while these are made ready
        await foreach (var (some, found) in FoundAsync(reading, Portions(textIds.Distinct().Where(sizes.ContainsKey), sizes), from, to, cancellationToken).OneAheadAsync())
        {
            // A source is taken apart once: for being compared and for being written
            var pieces = found.Values.SelectMany(rows => rows).Where(row => row.IsOpen).ToDictionary(row => row.SegmentId, row => InlinePieces.Of(row.Source.Text));
            var keys = pieces.ToDictionary(pair => pair.Key, pair => MemoryEntry.KeyOf(pair.Value));
            var exact = await MemoryQueries.ExactAsync(db, from, to, keys.Values, cancellationToken);
            foreach (var id in some.Where(found.ContainsKey))
            {
                var rows = found[id];
                var (made, last) = (new List<XliffSegment>(), default(string));
                var here = Math.Min(MostSimilar, similar);
                var before = here;
                foreach (var segment in rows.Where(row => row.IsOpen))
                {
                    var (source, target, key, keyBefore) = (segment.Source, segment.Target, keys[segment.SegmentId], last);
                    last = key;
                    var isStale = segment.IsStale(from);
                    if (onlyOpen && target is not null && !isStale) continue;
                    var matches = new List<XliffMatch>();
                    if (exact.Contains(key))
                    {
                        var context = MemoryEntry.ContextOfKey(segment.Field, keyBefore);
                        matches = exact[key].OrderByDescending(entry => context.AsSpan().SequenceEqual(entry.Context)).Select(entry => new XliffMatch(entry.SourceText, entry.TargetText, entry.SourceText == source.Text ? 100 : 99)).DistinctBy(match => match.Target).Take(3).ToList();
                    }

                    if (matches.Count == 0 && (target is null || isStale) && here-- > 0)
                        matches = [.. (await MemoryQueries.FindAsync(db, from, to, source.Text, key, [], MemoryEntry.ContextOfKey(segment.Field, keyBefore), 3, cancellationToken)).Select(match => new XliffMatch(match.SourceText, match.TargetText, match.Percent))];
                    made.Add(new XliffSegment(
                        segment.SegmentId, segment.Block?.ToString() ?? segment.Field.ToString(), source.Text, target is { Shape: SegmentShape.Own, Text.Length: > 0 } ? target.Text : null,
                        isStale ? TranslationState.Initial : target?.State ?? TranslationState.Initial, target?.Origin == SegmentOrigin.Machine, matches,
                        [.. book.In(source.Text).Where(term => term.Allowed.Count > 0 || term.Note is not null).Select(term => new XliffTerm(term.Found, term.Allowed, term.Note))],
                        isStale ? [$"≠ {target!.FromText}"] : []) { SourcePieces = pieces[segment.SegmentId], SourceHash = source.Hash });
                }

                similar -= before - Math.Max(0, here);
                if (made.Count > 0) yield return new XliffText(id, InlineMarkdown.Plain(rows.FirstOrDefault(row => row.Field == SegmentField.Title)?.Source.Text ?? "—"), made);
            }
        }
    }

    private static async IAsyncEnumerable<(IReadOnlyList<Guid> Texts, IReadOnlyDictionary<Guid, IReadOnlyList<HandoutSegment>> Found)> FoundAsync(
        RotundaDb reading, IEnumerable<IReadOnlyList<Guid>> portions, string from, string to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in portions) yield return (some, await HandoutQueries.SegmentsAsync(reading, some, from, to, cancellationToken));
    }

    private static IEnumerable<IReadOnlyList<Guid>> Portions(IEnumerable<Guid> ids, IReadOnlyDictionary<Guid, int> sizes)
    {
        var (some, size) = (new List<Guid>(), 0);
        foreach (var id in ids)
        {
            if (size > 0 && size + sizes[id] > Portion)
            {
                yield return some;
                (some, size) = ([], 0);
            }

            some.Add(id);
            size += sizes[id];
        }

        if (some.Count > 0) yield return some;
    }

    /// <summary>Writes the first text as it is, and turns to an archive when a second one comes.</summary>
    private sealed class HandoutWriting(Stream file, XliffJob job) : IDisposable
    {
        private XliffText? _first;
        private ZipArchive? _archive;
        private int _number;

        public void Add(XliffText text)
        {
            if (_first is null && _archive is null)
            {
                _first = text;
                return;
            }

            if (_archive is null)
            {
                _archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
                Write(_first!);
                _first = null;
            }

            Write(text);
        }

        public void Dispose()
        {
            if (_first is not null) XliffWriter.Write(file, job, [_first]);
            _archive?.Dispose();
        }

        private void Write(XliffText text)
        {
            using var entry = _archive!.CreateEntry($"{++_number:0000}-{text.TextId.ToString("N")[^8..]}.xlf", CompressionLevel.Fastest).Open();
            XliffWriter.Write(entry, job, [text]);
        }
    }
}
