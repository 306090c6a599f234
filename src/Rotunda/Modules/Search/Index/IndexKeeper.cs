using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Index;

/// <summary>Keeps the index in step with what the modules hold: finds what changed by its stamp, and writes each thing in a transaction of its own.</summary>
internal sealed class IndexKeeper(RotundaDb db, IEnumerable<ISearchSource> sources, NodeLeases leases)
{
    /// <summary>Things read at once.</summary>
    private const int Batch = 100;

    private const string LeaseName = "search.rebuild";

    /// <summary>For so long a rebuild that died keeps others from beginning one.</summary>
    private static readonly Duration LeaseLength = Duration.FromMinutes(2);

    /// <summary>When the mean length has moved by more than this share, the weights of the postings are worked out anew.</summary>
    private const double MostDrift = 0.5;

    /// <summary>Things of a kind by which a mean length is guessed before there is an index.</summary>
    private const int Sample = 2000;

    /// <summary>Fewer texts say nothing about a mean.</summary>
    private const int FewDocuments = 50;

    private readonly List<ISearchSource> _sources = [.. sources.OrderBy(source => source.Order).ThenBy(source => source.Kind, StringComparer.Ordinal)];

    /// <summary>Brings the index that is searched up to date; does nothing while there is none.</summary>
    /// <returns>How many things were written or taken out.</returns>
    public async Task<int> RefreshAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        for (var written = 0; ;)
        {
            var generation = await db.IndexStates.Where(state => state.Id == IndexState.OnlyId).Select(state => state.Generation).SingleOrDefaultAsync(cancellationToken);
            if (generation == 0) return written;
            var (some, isOvertaken) = await RefreshAsync(generation, cancellationToken);
            written += some;
            // The index that took the place of this one may have been filled before the change
            if (!isOvertaken) return written;
        }
    }

    /// <summary>True when the index was made in another way of reading, is not there, or weighs texts by a mean length that holds no more.</summary>
    public async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken)
    {
        var state = await db.IndexStates.AsNoTracking().SingleOrDefaultAsync(row => row.Id == IndexState.OnlyId, cancellationToken);
        if (state is null || state.Generation == 0 || state.Reading != IndexWriter.Reading) return true;
        var partitions = await db.IndexPartitions.AsNoTracking().Where(partition => partition.Generation == state.Generation).ToListAsync(cancellationToken);
        return partitions.Exists(partition => partition.Documents >= FewDocuments && Math.Abs(((double)partition.Length / partition.Documents / partition.Mean) - 1) > MostDrift);
    }

    /// <summary>Makes a new index beside the one that is searched, and puts it in its place at once.</summary>
    /// <param name="advance">Called after each batch with how many things are done and how many there are; from the beginning once more where the first index was weighed by a mean that no longer holds.</param>
    /// <param name="cancellationToken">Leaves the index that is searched as it is.</param>
    /// <param name="mostHeld">Postings held in memory at most.</param>
    /// <returns>How many things it holds; null when somebody else is making one.</returns>
    public async Task<int?> RebuildAsync(Func<int, int, Task> advance, CancellationToken cancellationToken, int mostHeld = 4_000_000)
    {
        // Inside a transaction of the caller nobody else writes
        var isAlone = db.Database.CurrentTransaction is not null;
        if (!isAlone && !await leases.TryTakeAsync(LeaseName, LeaseLength, cancellationToken)) return null;
        try
        {
            var written = await MakeAsync(advance, mostHeld, KeepAsync, cancellationToken);
            // Weighed by the mean of the index before it, which an import of much that is longer left behind
            if (!await IsOutdatedAsync(cancellationToken)) return written;
            await KeepAsync();
            return await MakeAsync(advance, mostHeld, KeepAsync, cancellationToken);
        }
        finally
        {
            if (!isAlone) await leases.ReleaseAsync(LeaseName, CancellationToken.None);
        }

        async Task KeepAsync()
        {
            if (!isAlone && !await leases.TryTakeAsync(LeaseName, LeaseLength, cancellationToken)) throw new InvalidOperationException("Another program is making the index now.");
        }
    }

    private async Task<int> MakeAsync(Func<int, int, Task> advance, int mostHeld, Func<Task> atWork, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var means = await MeansAsync(cancellationToken);
        var generation = await BeginAsync(atWork, cancellationToken);
        var written = await BuildAsync(new IndexBuilder(db, generation, means, mostHeld, atWork), advance, cancellationToken);
        // What changed meanwhile is caught up with, and only then is the new index searched
        do await atWork();
        while (await CatchUpAsync(generation, cancellationToken) > 0);

        await using (var transaction = await IndexSql.TransactionAsync(db, cancellationToken))
        {
            var state = await IndexWriter.LockAsync(db, cancellationToken);
            (state.Generation, state.Reading) = (generation, IndexWriter.Reading);
            await IndexSql.SaveAsync(db, transaction, cancellationToken);
        }

        // What was changed in the last moment went into the index that was searched until now
        await CatchUpAsync(generation, cancellationToken);
        await RemoveOthersAsync(generation, atWork, cancellationToken);
        return written;
    }

    /// <summary>A number for the new index; what a rebuild that was broken off left behind goes.</summary>
    private async Task<int> BeginAsync(Func<Task> atWork, CancellationToken cancellationToken)
    {
        int searched, last, partitions;
        await using (var transaction = await IndexSql.TransactionAsync(db, cancellationToken))
        {
            var state = await IndexWriter.LockAsync(db, cancellationToken);
            (searched, last, partitions) = (state.Generation, state.LastTerm, state.LastPartition);
            await IndexSql.SaveAsync(db, transaction, cancellationToken);
        }

        if (await db.IndexPartitions.AnyAsync(partition => partition.Generation != searched, cancellationToken)) await RemoveStrayAsync(last, atWork, cancellationToken);
        await RemoveOthersAsync(searched, atWork, cancellationToken);
        // No number that one which was broken off has used
        return Math.Max(searched, partitions) + 1;
    }

    /// <summary>Takes away postings of terms that were not written any more, a few terms at a time.</summary>
    private async Task RemoveStrayAsync(int lastTerm, Func<Task> atWork, CancellationToken cancellationToken)
    {
        const int Some = 500;
        for (var from = 0; from <= lastTerm; from += Some)
        {
            await atWork();
            await IndexSql.ExecuteAsync(
                db, $"DELETE FROM search_posting WHERE \"Key\" >= {IndexWriter.KeyOf(from, 0)} AND \"Key\" < {IndexWriter.KeyOf(from + Some, 0)} AND (\"Key\" >> 32) NOT IN (SELECT \"Id\" FROM search_term WHERE \"Id\" >= {from} AND \"Id\" < {from + Some})",
                [], cancellationToken);
        }
    }

    private async Task<int> BuildAsync(IndexBuilder builder, Func<int, int, Task> advance, CancellationToken cancellationToken)
    {
        var all = new List<(ISearchSource Source, IReadOnlyDictionary<string, string> Stamps)>();
        foreach (var source in _sources) all.Add((source, await source.StampsAsync(db, null, cancellationToken)));
        db.ChangeTracker.Clear();
        var (written, total) = (0, all.Sum(pair => pair.Stamps.Count));
        foreach (var (source, stamps) in all)
        {
            foreach (var codes in stamps.Keys.Order(StringComparer.Ordinal).Chunk(Batch))
            {
                var items = await source.ItemsAsync(db, codes, cancellationToken);
                db.ChangeTracker.Clear();
                await builder.AddAsync(source.Kind, [.. items.OrderBy(item => item.Code, StringComparer.Ordinal).Select(item => (item, stamps[item.Code]))], cancellationToken);
                await advance(written += items.Count(item => item.Texts.Count > 0), total);
            }
        }

        await builder.FinishAsync(cancellationToken);
        return written;
    }

    private async Task<int> CatchUpAsync(int generation, CancellationToken cancellationToken)
    {
        var (written, isOvertaken) = await RefreshAsync(generation, cancellationToken);
        return isOvertaken ? throw new InvalidOperationException("Another program has made an index meanwhile.") : written;
    }

    /// <returns>How many things were written or taken out, and whether another index took the place of this one meanwhile.</returns>
    private async Task<(int Written, bool IsOvertaken)> RefreshAsync(int generation, CancellationToken cancellationToken)
    {
        var (written, turns) = (0, new WriterTurns(db));
        foreach (var source in _sources)
        {
            var stamps = await source.StampsAsync(db, null, cancellationToken);
            db.ChangeTracker.Clear();
            foreach (var code in await ChangedAsync(generation, source.Kind, stamps, cancellationToken))
            {
                if (await WriteAsync(generation, source, code, cancellationToken) is not { } isWritten) return (written, IsOvertaken: true);
                if (isWritten) written++;
                await turns.GiveAsync(cancellationToken);
            }
        }

        return (written, IsOvertaken: false);
    }

    /// <summary>What is in the index otherwise than its source says, and what is there no more.</summary>
    private async Task<List<string>> ChangedAsync(int generation, string kind, IReadOnlyDictionary<string, string> stamps, CancellationToken cancellationToken)
    {
        var indexed = (await db.IndexDocuments.AsNoTracking().Where(document => document.Generation == generation && document.Kind == kind)
            .Select(document => new { document.Code, document.Stamp }).Distinct().ToListAsync(cancellationToken)).ToLookup(row => row.Code, row => row.Stamp, StringComparer.Ordinal);
        return [.. stamps.Where(pair => !indexed[pair.Key].SequenceEqual([pair.Value])).Select(pair => pair.Key)
            .Concat(indexed.Select(group => group.Key).Where(code => !stamps.ContainsKey(code))).Order(StringComparer.Ordinal)];
    }

    /// <summary>In one transaction: a thing out as it was, in as it is; without a stamp it is no more.</summary>
    /// <returns>Whether there was something to write; null where another index took the place of this one.</returns>
    private async Task<bool?> WriteAsync(int generation, ISearchSource source, string code, CancellationToken cancellationToken)
    {
        await using var transaction = await IndexSql.TransactionAsync(db, cancellationToken);
        var searched = (await IndexWriter.LockAsync(db, cancellationToken)).Generation;
        if (searched > generation) return null;
        // Others wrote while we waited, and what was read before would be older than what they wrote: from here on nobody else writes. The stamp comes first, so that it is never newer than the text
        var stamp = (await source.StampsAsync(db, [code], cancellationToken)).GetValueOrDefault(code);
        var item = stamp is null ? null : (await source.ItemsAsync(db, [code], cancellationToken)).SingleOrDefault(found => found.Code == code);
        db.ChangeTracker.Clear();
        var written = await db.IndexDocuments.AsNoTracking().Where(document => document.Generation == generation && document.Kind == source.Kind && document.Code == code)
            .Select(document => document.Stamp).Distinct().ToListAsync(cancellationToken);
        if (stamp is null ? written.Count == 0 : written.SequenceEqual([stamp])) return false;
        var writer = new IndexWriter(db, await IndexWriter.LockAsync(db, cancellationToken), generation);
        await writer.RemoveAsync(source.Kind, code, cancellationToken);
        if (item is not null) await writer.AddAsync(source.Kind, item, stamp!, cancellationToken);
        await IndexSql.SaveAsync(db, transaction, cancellationToken);
        // What has no text leaves no trace, and must not be written for ever
        return item is { Texts.Count: > 0 } || written.Count > 0;
    }

    /// <summary>The mean length of each partition: of the index that is searched, or of things evenly taken from what will be written.</summary>
    private async Task<Dictionary<(string, string), double>> MeansAsync(CancellationToken cancellationToken)
    {
        var partitions = db.IndexPartitions;
        var known = await (
            from state in db.IndexStates
            from partition in partitions
            where partition.Generation == state.Generation && partition.Documents > 0 && state.Reading == IndexWriter.Reading
            select new { partition.Language, partition.Audience, partition.Documents, partition.Length }).ToListAsync(cancellationToken);
        if (known.Count > 0) return known.ToDictionary(row => (row.Language, row.Audience), row => Math.Max(1, (double)row.Length / row.Documents));
        var sums = new Dictionary<(string, string), (double Length, int Count)>();
        foreach (var source in _sources)
        {
            var all = (await source.StampsAsync(db, null, cancellationToken)).Keys.Order(StringComparer.Ordinal).ToList();
            foreach (var codes in all.Where((_, i) => i % (1 + (all.Count / Sample)) == 0).Chunk(Batch))
            {
                foreach (var item in await source.ItemsAsync(db, codes, cancellationToken))
                {
                    foreach (var text in item.Texts)
                    {
                        var (length, count) = sums.GetValueOrDefault((text.Language, item.Requires?.Name ?? ""));
                        sums[(text.Language, item.Requires?.Name ?? "")] = (length + IndexedText.Of(text).Length, count + 1);
                    }
                }
            }
        }

        return sums.ToDictionary(pair => pair.Key, pair => Math.Max(1, pair.Value.Length / pair.Value.Count));
    }

    /// <summary>Takes away every index but one, a few thousand rows at a time, so that other writers get in between.</summary>
    private async Task RemoveOthersAsync(int kept, Func<Task> atWork, CancellationToken cancellationToken)
    {
        const int Some = 500;
        var partitions = await db.IndexPartitions.AsNoTracking().Where(partition => partition.Generation != kept).Select(partition => partition.Id).ToListAsync(cancellationToken);
        foreach (var partition in partitions)
        {
            while (await db.IndexedTerms.AsNoTracking().Where(term => term.PartitionId == partition).OrderBy(term => term.Id).Take(Some).Select(term => term.Id).ToListAsync(cancellationToken) is { Count: > 0 } terms)
            {
                // Most terms of a partition were numbered one after the other: PostgreSQL would compare every row with each of hundreds of ranges
                var ranges = string.Join(" OR ", RunsOf(terms).Select(run => $"\"Key\" BETWEEN {IndexWriter.KeyOf(run.First, 0)} AND {IndexWriter.KeyOf(run.Last, -1)}"));
                await using var transaction = await IndexSql.TransactionAsync(db, cancellationToken);
                await IndexSql.ExecuteAsync(db, $"DELETE FROM search_posting WHERE {ranges}", [], cancellationToken);
                await IndexSql.ExecuteAsync(db, $"DELETE FROM search_term WHERE \"Id\" IN ({string.Join(',', terms)})", [], cancellationToken);
                await IndexSql.SaveAsync(db, transaction, cancellationToken);
                await atWork();
            }
        }

        await db.IndexDocuments.Where(document => document.Generation != kept).ExecuteDeleteAsync(cancellationToken);
        await db.IndexPartitions.Where(partition => partition.Generation != kept).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Numbers in order, those that follow each other as one.</summary>
    private static IEnumerable<(int First, int Last)> RunsOf(List<int> numbers)
    {
        for (int i = 0, from = 0; i < numbers.Count; i++)
        {
            if (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1) continue;
            yield return (numbers[from], numbers[i]);
            from = i + 1;
        }
    }
}
