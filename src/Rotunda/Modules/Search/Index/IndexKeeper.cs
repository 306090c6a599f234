using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Rotunda.Data;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Index;

/// <summary>Keeps the index in step with what the modules hold: finds what changed by its stamp, and writes each thing in a transaction of its own.</summary>
internal sealed class IndexKeeper(RotundaDb db, IEnumerable<ISearchSource> sources)
{
    /// <summary>Things read at once.</summary>
    private const int Batch = 100;

    /// <summary>When the mean length has moved by more than this share, the weights of the postings are worked out anew.</summary>
    private const double MostDrift = 0.5;

    /// <summary>Fewer texts say nothing about a mean.</summary>
    private const int FewDocuments = 50;

    private readonly List<ISearchSource> _sources = [.. sources.OrderBy(source => source.Order).ThenBy(source => source.Kind, StringComparer.Ordinal)];

    /// <summary>Brings the index that is searched up to date; does nothing while there is none.</summary>
    /// <returns>How many things were written or taken out.</returns>
    public async Task<int> RefreshAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var generation = await db.IndexStates.Where(state => state.Id == IndexState.OnlyId).Select(state => state.Generation).SingleOrDefaultAsync(cancellationToken);
        return generation == 0 ? 0 : await RefreshAsync(new Target(generation), (_, _) => Task.CompletedTask, cancellationToken);
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
    /// <param name="advance">Called after each batch with how many things are done and how many there are.</param>
    /// <param name="cancellationToken">Leaves the index that is searched as it is.</param>
    /// <returns>How many things it holds.</returns>
    public async Task<int> RebuildAsync(Func<int, int, Task> advance, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var means = await MeansAsync(cancellationToken);
        var generation = await BeginAsync(cancellationToken);
        var target = new Target(generation) { Means = means, Terms = [], Together = Batch };
        var written = await RefreshAsync(target, advance, cancellationToken);
        // What changed meanwhile is caught up with, and only then is the new index searched
        while (await RefreshAsync(target, (_, _) => Task.CompletedTask, cancellationToken) > 0)
        {
        }

        await using (var transaction = await TransactionAsync(cancellationToken))
        {
            var state = await IndexWriter.LockAsync(db, cancellationToken);
            (state.Generation, state.Reading) = (generation, IndexWriter.Reading);
            await SaveAsync(transaction, cancellationToken);
        }

        await RemoveOthersAsync(generation, cancellationToken);
        return written;
    }

    /// <summary>A number for the new index; what a rebuild that was broken off left behind goes.</summary>
    private async Task<int> BeginAsync(CancellationToken cancellationToken)
    {
        int searched;
        await using (var transaction = await TransactionAsync(cancellationToken))
        {
            searched = (await IndexWriter.LockAsync(db, cancellationToken)).Generation;
            await SaveAsync(transaction, cancellationToken);
        }

        await RemoveOthersAsync(searched, cancellationToken);
        return searched + 1;
    }

    /// <summary>The index that is written.</summary>
    private sealed record Target(int Generation)
    {
        /// <summary>The mean lengths to begin its partitions with.</summary>
        public IReadOnlyDictionary<(string Language, string Audience), double> Means { get; init; } = new Dictionary<(string, string), double>();

        /// <summary>The terms, where nobody else writes this index.</summary>
        public Dictionary<(int Partition, string Key), int>? Terms { get; init; }

        /// <summary>How many things are written in one transaction.</summary>
        public int Together { get; init; } = 1;
    }

    private async Task<int> RefreshAsync(Target target, Func<int, int, Task> advance, CancellationToken cancellationToken)
    {
        var written = 0;
        var changes = new List<(ISearchSource Source, IReadOnlyDictionary<string, string> Stamps, List<string> Changed)>();
        foreach (var source in _sources)
        {
            var stamps = await source.StampsAsync(db, cancellationToken);
            db.ChangeTracker.Clear();
            changes.Add((source, stamps, await ChangedAsync(target.Generation, source.Kind, stamps, cancellationToken)));
        }

        var total = changes.Sum(change => change.Changed.Count);
        foreach (var (source, stamps, changed) in changes)
        {
            foreach (var codes in changed.Chunk(Batch))
            {
                var items = (await source.ItemsAsync(db, codes, cancellationToken)).ToDictionary(item => item.Code, StringComparer.Ordinal);
                db.ChangeTracker.Clear();
                foreach (var some in codes.Chunk(target.Together))
                    written += await WriteAsync(target, source.Kind, [.. some.Select(code => new Change(code, items.GetValueOrDefault(code), stamps.GetValueOrDefault(code)))], cancellationToken);
                await advance(written, total);
            }
        }

        return written;
    }

    /// <summary>What is in the index otherwise than its source says, and what is there no more.</summary>
    private async Task<List<string>> ChangedAsync(int generation, string kind, IReadOnlyDictionary<string, string> stamps, CancellationToken cancellationToken)
    {
        var indexed = (await db.IndexDocuments.AsNoTracking().Where(document => document.Generation == generation && document.Kind == kind)
            .Select(document => new { document.Code, document.Stamp }).Distinct().ToListAsync(cancellationToken)).ToLookup(row => row.Code, row => row.Stamp, StringComparer.Ordinal);
        return [.. stamps.Where(pair => !indexed[pair.Key].SequenceEqual([pair.Value])).Select(pair => pair.Key)
            .Concat(indexed.Select(group => group.Key).Where(code => !stamps.ContainsKey(code))).Order(StringComparer.Ordinal)];
    }

    /// <summary>A thing as it is now; without a stamp it is no more.</summary>
    private sealed record Change(string Code, SearchItem? Item, string? Stamp);

    /// <summary>In one transaction: out as things were, in as they are.</summary>
    private async Task<int> WriteAsync(Target target, string kind, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        await using var transaction = await TransactionAsync(cancellationToken);
        var state = await IndexWriter.LockAsync(db, cancellationToken);
        // Another index took the place of this one while we waited: the other is up to date
        if (state.Generation > target.Generation) return 0;
        var writer = new IndexWriter(db, state, target.Generation, target.Terms) { Means = target.Means };
        var written = 0;
        foreach (var (code, item, stamp) in changes)
        {
            await writer.RemoveAsync(kind, code, cancellationToken);
            if (item is not null && stamp is not null) await writer.AddAsync(kind, item, stamp, cancellationToken);
            // What has no text leaves no trace, and must not be written for ever
            if (item is { Texts.Count: > 0 } || stamp is null) written++;
        }

        await SaveAsync(transaction, cancellationToken);
        return written;
    }

    /// <summary>The mean length of each partition: of the index that is searched, or of what will be written.</summary>
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
            foreach (var codes in (await source.StampsAsync(db, cancellationToken)).Keys.Order(StringComparer.Ordinal).Chunk(Batch))
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
    private async Task RemoveOthersAsync(int kept, CancellationToken cancellationToken)
    {
        const int Some = 500;
        var partitions = await db.IndexPartitions.AsNoTracking().Where(partition => partition.Generation != kept).Select(partition => partition.Id).ToListAsync(cancellationToken);
        foreach (var partition in partitions)
        {
            while (await db.IndexedTerms.AsNoTracking().Where(term => term.PartitionId == partition).OrderBy(term => term.Id).Take(Some).Select(term => term.Id).ToListAsync(cancellationToken) is { Count: > 0 } terms)
            {
                var ranges = string.Join(" OR ", terms.Select(term => $"\"Key\" BETWEEN {IndexWriter.KeyOf(term, 0)} AND {IndexWriter.KeyOf(term, -1)}"));
                await using var transaction = await TransactionAsync(cancellationToken);
                await IndexSql.ExecuteAsync(db, $"DELETE FROM search_posting WHERE {ranges}", [], cancellationToken);
                await IndexSql.ExecuteAsync(db, $"DELETE FROM search_term WHERE \"Id\" IN ({string.Join(',', terms)})", [], cancellationToken);
                await SaveAsync(transaction, cancellationToken);
            }
        }

        await db.IndexDocuments.Where(document => document.Generation != kept).ExecuteDeleteAsync(cancellationToken);
        await db.IndexPartitions.Where(partition => partition.Generation != kept).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>A transaction of its own, or none where the caller has one.</summary>
    private async Task<IDbContextTransaction?> TransactionAsync(CancellationToken cancellationToken) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;

    private async Task SaveAsync(IDbContextTransaction? transaction, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
