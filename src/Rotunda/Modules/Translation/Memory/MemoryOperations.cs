using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Modules.Translation.Interchange;
using Rotunda.Modules.Translation.Interchange.Tmx;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>The only code that writes the memory.</summary>
public sealed class MemoryOperations(RotundaDb db, FileImports imports, Permissions permissions, SiteLanguages languages, AuditTrail audit, WorkSignal signal, IClock clock)
{
    private const int Portion = 500;

    /// <summary>Brings the memory in line with the final segments of a text in a language; doing it twice changes nothing.</summary>
    /// <returns>How many entries were written.</returns>
    public async Task<int> TakeFinalAsync(Guid textId, string language, CancellationToken cancellationToken)
    {
        var segments = await db.Segments.AsNoTracking().Include(segment => segment.Texts).Where(segment => segment.TextId == textId).ToListAsync(cancellationToken);
        var orders = await db.Set<Block>().Where(block => block.TextId == textId).ToDictionaryAsync(block => block.Id, block => block.Order, cancellationToken);
        var ids = segments.ConvertAll(segment => segment.Id);
        // A caller's transaction holds this too
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var stored = await db.MemoryEntries.Where(entry => entry.SegmentId != null && ids.Contains(entry.SegmentId.Value) && entry.TargetLanguage == language)
            .ToDictionaryAsync(entry => (entry.SegmentId!.Value, entry.SourceLanguage), cancellationToken);
        var (gone, written) = (new List<MemoryEntry>(), new List<MemoryEntry>());
        var (ordered, contexts) = (segments.InOrder(orders).ToList(), new Dictionary<string, IReadOnlyDictionary<Guid, byte[]>>());
        foreach (var segment in ordered)
        {
            if (segment.Texts.Find(text => text.Language == language) is { State: TranslationState.Final, FromLanguage: { } from, FromText: { Length: > 0 } source, Text: { Length: > 0 } target } && MemoryEntry.KeyOf(source).Length > 0)
            {
                if (!contexts.TryGetValue(from, out var places)) contexts[from] = places = MemoryEntry.ContextsOf(ordered, from);
                var context = places[segment.Id];
                var entry = stored.GetValueOrDefault((segment.Id, from));
                if (entry is null || entry.SourceText != source || entry.TargetText != target || !context.AsSpan().SequenceEqual(entry.Context))
                {
                    // The index is told of the old words before they go
                    if (entry is not null) gone.Add(new MemoryEntry { Number = entry.Number, SourceLanguage = from, TargetLanguage = language, SourceText = entry.SourceText, TargetText = "", SourceHash = [] });
                    else db.Add(entry = New(from, language, source, target, segment.Id, null));
                    (entry.SourceText, entry.TargetText, entry.SourceHash, entry.Context, entry.At) = (source, target, HashOf(source), context, clock.GetCurrentInstant());
                    written.Add(entry);
                }
            }
        }

        await MemoryIndex.RemoveAsync(db, gone, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await MemoryIndex.AddAsync(db, written, cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return written.Count;
    }

    /// <summary>Takes everything out that came from segments, for building it anew.</summary>
    public async Task ClearOwnAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        for (long last = 0; ;)
        {
            var portion = await db.MemoryEntries.AsNoTracking().Where(entry => entry.SegmentId != null && entry.Number > last).OrderBy(entry => entry.Number).Take(Portion).ToListAsync(cancellationToken);
            if (portion.Count == 0) break;
            await MemoryIndex.RemoveAsync(db, portion, cancellationToken);
            last = portion[^1].Number;
        }

        await db.MemoryEntries.Where(entry => entry.SegmentId != null).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Has the association's own part of the memory built anew in the background.</summary>
    public async Task<Outcome> RebuildAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Manage)) return new Outcome.Refused();
        db.Add(new Job { Id = RowId.New(), Kind = MemoryRebuild.JobKind, Arguments = "{}", State = JobState.Waiting, CreatedAt = clock.GetCurrentInstant(), CreatedBy = viewer.AccountId });
        audit.Record(db, viewer, "memory.rebuild", "memory", "own");
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>Takes a wrong entry out; one of a segment comes back when the segment becomes final again.</summary>
    public async Task<Outcome> RemoveAsync(Viewer viewer, long number, CancellationToken cancellationToken)
    {
        if (!permissions.MaySomewhere(viewer, LanguageToolActs.Manage)) return new Outcome.Refused();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.MemoryEntries.SingleOrDefaultAsync(entry => entry.Number == number, cancellationToken) is not { } found) return new Outcome.Missing();
        await MemoryIndex.RemoveAsync(db, [found], cancellationToken);
        db.Remove(found);
        audit.Record(db, viewer, "memory.remove", "memory", number.ToString(System.Globalization.CultureInfo.InvariantCulture), [new FieldChange("memory-source", found.SourceText, null), new FieldChange("memory-target", found.TargetText, null)]);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        return new Outcome.Done();
    }

    /// <summary>Has a TMX file taken in, or looked at, in the background. The file is kept until that is done.</summary>
    /// <param name="file">Read once, as it comes.</param>
    /// <param name="isDryRun">Counts and stores nothing.</param>
    /// <returns>The job; null when the viewer may not do this.</returns>
    public async Task<Guid?> StartImportAsync(Viewer viewer, string fileName, Stream file, bool isDryRun, CancellationToken cancellationToken) =>
        permissions.MaySomewhere(viewer, LanguageToolActs.Manage) ? await imports.StartAsync(viewer, MemoryImportJob.Import, fileName, file, isDryRun, cancellationToken) : null;

    /// <summary>Counts the pairs of a portion, and stores those that are new unless that is only to be looked at.</summary>
    /// <param name="note">Told how many are new and how many the memory has, in the transaction that stores them.</param>
    internal async Task TakeAsync(IReadOnlyList<TmxUnit> pairs, string fileName, bool isDryRun, Func<RotundaDb, int, int, Task> note, CancellationToken cancellationToken)
    {
        var entries = pairs.Select(pair => EntryOf(pair, fileName)).DistinctBy(entry => (entry.SourceLanguage, entry.TargetLanguage, entry.SourceText, entry.TargetText)).ToList();
        var hashes = entries.ConvertAll(entry => entry.SourceHash);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var there = (await db.MemoryEntries.Where(entry => hashes.Contains(entry.SourceHash)).Select(entry => new { entry.SourceLanguage, entry.TargetLanguage, entry.SourceText, entry.TargetText }).ToListAsync(cancellationToken))
            .Select(entry => (entry.SourceLanguage, entry.TargetLanguage, entry.SourceText, entry.TargetText)).ToHashSet();
        entries.RemoveAll(entry => there.Contains((entry.SourceLanguage, entry.TargetLanguage, entry.SourceText, entry.TargetText)));
        if (!isDryRun) await StoreAsync(entries, cancellationToken);
        await note(db, entries.Count, pairs.Count - entries.Count);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Stores new entries with their index, in the transaction that is open.</summary>
    internal async Task StoreAsync(IReadOnlyList<MemoryEntry> entries, CancellationToken cancellationToken)
    {
        db.AddRange(entries);
        await db.SaveChangesAsync(cancellationToken);
        await MemoryIndex.AddAsync(db, entries, cancellationToken);
        db.ChangeTracker.Clear();
    }

    private static byte[] HashOf(string source) => MemoryEntry.HashOfKey(MemoryEntry.KeyOf(source));

    private MemoryEntry New(string from, string to, string source, string target, Guid? segmentId, string? fileName) => new()
    {
        SourceLanguage = from, TargetLanguage = to, SourceText = source, TargetText = target, SourceHash = HashOf(source), SegmentId = segmentId, FileName = fileName, At = clock.GetCurrentInstant(),
    };

    private MemoryEntry EntryOf(TmxUnit pair, string fileName)
    {
        var entry = New(pair.Variants[0].Language, pair.Variants[1].Language, pair.Variants[0].Text, pair.Variants[1].Text, null, fileName);
        if (pair.Context is { Length: 64 } context && context.All(char.IsAsciiHexDigit)) entry.Context = Convert.FromHexString(context);
        if (pair.At is { } at && at <= entry.At) entry.At = at;
        return entry;
    }

    /// <summary>Cuts a unit into pairs of the site's languages.</summary>
    /// <returns>How many pairs are of no use.</returns>
    internal int Split(TmxUnit unit, List<TmxUnit> pairs)
    {
        var skipped = 0;
        var variants = unit.Variants.Select(variant => (Code: languages.FindTag(variant.Language)?.Code, variant.Text)).ToList();
        var source = unit.SourceLanguage is { } tag ? languages.FindTag(tag)?.Code : null;
        foreach (var from in variants)
        {
            foreach (var to in variants)
            {
                if (from == to || (unit.SourceLanguage is not null && from.Code != source)) continue;
                if (from.Code is null || to.Code is null || from.Code == to.Code || MemoryEntry.KeyOf(from.Text).Length == 0 || to.Text.Length == 0) skipped++;
                else pairs.Add(unit with { SourceLanguage = from.Code, Variants = [new TmxVariant(from.Code, from.Text), new TmxVariant(to.Code, to.Text)] });
            }
        }

        return skipped;
    }
}
