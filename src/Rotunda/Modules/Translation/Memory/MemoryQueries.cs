using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>What the memory knows of a source.</summary>
/// <param name="Number">Of the entry.</param>
/// <param name="SourceText">Inline Markdown, as it stood then.</param>
/// <param name="TargetText">Inline Markdown.</param>
/// <param name="Percent">100 for the same source, 99 for the same but for case, codes and the like, less otherwise.</param>
/// <param name="IsSameContext">The same stood before it then.</param>
/// <param name="FileName">The file that brought it in; null for a segment of our own.</param>
/// <param name="At">When it became final.</param>
public sealed record MemoryMatch(long Number, string SourceText, string TargetText, int Percent, bool IsSameContext, string? FileName, Instant At)
{
    /// <summary>What changed from the match's source to the one at hand.</summary>
    public IReadOnlyList<DiffPart> Difference(string source) => WordDiff.Compare(SourceText, source);
}

/// <summary>A page of the memory.</summary>
public sealed record MemoryPage(IReadOnlyList<MemoryEntry> Entries, int Total);

/// <summary>Finds translations of the same or of similar sources.</summary>
public static class MemoryQueries
{
    /// <summary>Matches below it are not shown; in percent.</summary>
    public const int Least = 60;

    private const int MostExact = 20;
    private const int Candidates = 60;

    /// <summary>Terms are asked for, the rarest first, until so many entries have them.</summary>
    private const int Reach = 6000;

    private const int MostTerms = 10;

    /// <summary>The best matches, those of the same context first; four queries at most.</summary>
    /// <param name="db">The database.</param>
    /// <param name="sourceLanguage">The code of the site, such as <c>ru</c>.</param>
    /// <param name="targetLanguage">The code of the site.</param>
    /// <param name="markdown">The source.</param>
    /// <param name="context">As <see cref="MemoryEntry.ContextOf"/> has it; null when it is not known.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public static async Task<IReadOnlyList<MemoryMatch>> FindAsync(
        RotundaDb db, string sourceLanguage, string targetLanguage, string markdown, byte[]? context, int most, CancellationToken cancellationToken)
    {
        var key = MemoryEntry.KeyOf(markdown);
        if (key.Length == 0) return [];
        var hash = MemoryEntry.HashOfKey(key);
        var exact = await db.MemoryEntries.AsNoTracking()
            .Where(entry => entry.SourceHash == hash && entry.SourceLanguage == sourceLanguage && entry.TargetLanguage == targetLanguage)
            .OrderByDescending(entry => context != null && entry.Context == context).ThenByDescending(entry => entry.At).ThenByDescending(entry => entry.Number).Take(MostExact).ToListAsync(cancellationToken);
        var matches = exact.ConvertAll(entry => MatchOf(entry, entry.SourceText == markdown ? 100 : 99, context));
        return await FindAsync(db, sourceLanguage, targetLanguage, markdown, key, matches, context, most, cancellationToken);
    }

    /// <summary>The same for a source whose exact matches are known; three queries at most.</summary>
    /// <param name="key">As <see cref="MemoryEntry.KeyOf(string)"/> has it.</param>
    /// <param name="exact">What the memory has of the source itself.</param>
    /// <inheritdoc cref="FindAsync(RotundaDb, string, string, string, byte[], int, CancellationToken)"/>
    public static async Task<IReadOnlyList<MemoryMatch>> FindAsync(
        RotundaDb db, string sourceLanguage, string targetLanguage, string markdown, string key, IReadOnlyList<MemoryMatch> exact, byte[]? context, int most, CancellationToken cancellationToken)
    {
        if (key.Length == 0) return [];
        var similar = await SimilarAsync(db, sourceLanguage, targetLanguage, markdown, MemoryEntry.HashOfKey(key), cancellationToken);
        var matches = exact.Concat(similar.Select(entry => MatchOf(entry, Similarity.PercentOfKeys(MemoryEntry.KeyOf(entry.SourceText), key, Least), context)).Where(match => match.Percent >= Least));
        return [.. matches.OrderByDescending(match => match.Percent).ThenByDescending(match => match.IsSameContext).ThenByDescending(match => match.At)
            .DistinctBy(match => (match.TargetText, match.Percent >= 99)).Take(most)];
    }

    /// <summary>Exact translations of many sources at once, by their key: for handing out files. One query for each thousand.</summary>
    /// <param name="keys">As <see cref="MemoryEntry.KeyOf(string)"/> has them.</param>
    public static async Task<ILookup<string, MemoryEntry>> ExactAsync(RotundaDb db, string sourceLanguage, string targetLanguage, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var found = new List<(string Key, MemoryEntry Entry)>();
        foreach (var some in keys.Distinct(StringComparer.Ordinal).Chunk(1000))
        {
            var hashes = some.Select(MemoryEntry.HashOfKey).ToList();
            var byHash = some.Zip(hashes).ToDictionary(pair => Convert.ToHexString(pair.Second), pair => pair.First, StringComparer.Ordinal);
            var entries = await db.MemoryEntries.AsNoTracking().Where(entry => hashes.Contains(entry.SourceHash) && entry.SourceLanguage == sourceLanguage && entry.TargetLanguage == targetLanguage).ToListAsync(cancellationToken);
            found.AddRange(entries.Select(entry => (byHash[Convert.ToHexString(entry.SourceHash)], entry)));
        }

        return found.OrderByDescending(entry => entry.Entry.At).ToLookup(entry => entry.Key, entry => entry.Entry, StringComparer.Ordinal);
    }

    /// <summary>Entries whose source or target holds the words, for the desk; the newest first.</summary>
    public static async Task<MemoryPage> SearchAsync(RotundaDb db, string? sourceLanguage, string? targetLanguage, string words, int page, int size, CancellationToken cancellationToken)
    {
        var entries = db.MemoryEntries.AsNoTracking();
        if (sourceLanguage is { Length: > 0 }) entries = entries.Where(entry => entry.SourceLanguage == sourceLanguage);
        if (targetLanguage is { Length: > 0 }) entries = entries.Where(entry => entry.TargetLanguage == targetLanguage);
        if (words.Length > 0) entries = entries.Where(entry => entry.SourceText.Contains(words) || entry.TargetText.Contains(words));
        var total = await entries.CountAsync(cancellationToken);
        return new MemoryPage(await entries.OrderByDescending(entry => entry.Number).Skip((page - 1) * size).Take(size).ToListAsync(cancellationToken), total);
    }

    private static MemoryMatch MatchOf(MemoryEntry entry, int percent, byte[]? context) => new(
        entry.Number, entry.SourceText, entry.TargetText, percent, context is not null && context.AsSpan().SequenceEqual(entry.Context), entry.FileName, entry.At);

    /// <summary>Entries that share the rarest terms of a source and are about as long.</summary>
    private static async Task<IReadOnlyList<MemoryEntry>> SimilarAsync(RotundaDb db, string sourceLanguage, string targetLanguage, string markdown, byte[] hash, CancellationToken cancellationToken)
    {
        var terms = MemoryIndex.TermsOf(sourceLanguage, targetLanguage, markdown);
        if (terms.Count == 0) return [];
        var counts = await db.Set<MemoryTerm>().AsNoTracking().Where(term => terms.Contains(term.Term) && term.Count > 0).ToListAsync(cancellationToken);
        var (asked, reach) = (new List<long>(), 0);
        foreach (var term in counts.OrderBy(term => term.Count))
        {
            if (asked.Count == MostTerms || (asked.Count > 0 && reach + term.Count > Reach)) break;
            asked.Add(term.Term);
            reach += term.Count;
        }

        if (asked.Count == 0) return [];
        var (least, longest) = ((short)(terms.Count * 45 / 100), (short)Math.Min(short.MaxValue, (terms.Count * 220 / 100) + 1));
        var numbers = await db.Set<MemoryPosting>().Where(posting => asked.Contains(posting.Term) && posting.Size >= least && posting.Size <= longest)
            .GroupBy(posting => posting.Entry).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).Take(Candidates).Select(group => group.Key).ToListAsync(cancellationToken);
        return numbers.Count == 0 ? [] : await db.MemoryEntries.AsNoTracking().Where(entry => numbers.Contains(entry.Number) && entry.SourceHash != hash).ToListAsync(cancellationToken);
    }
}
