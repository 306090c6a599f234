using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Index;

/// <summary>
/// Fills a new index that nobody searches and nobody else writes. Texts are written as they come; postings are held back, so that many of them go to the table
/// in the order of its key: a text touches hundreds of places in it, and so many texts touch each of them once.
/// </summary>
/// <param name="db">An open connection.</param>
/// <param name="generation">The number of the index.</param>
/// <param name="means">The mean lengths by which the texts of each partition are weighed.</param>
/// <param name="mostHeld">Postings held back at most; some 12 bytes each.</param>
/// <param name="atWork">Called after each transaction.</param>
internal sealed class IndexBuilder(RotundaDb db, int generation, IReadOnlyDictionary<(string Language, string Audience), double> means, int mostHeld, Func<Task> atWork)
{
    /// <summary>Rows written in one transaction: other writers wait for a part of a second.</summary>
    private const int Rows = 50_000;

    private readonly Dictionary<(string Language, string Audience), (int Id, Dictionary<string, Term> Terms)> _partitions = [];
    private readonly List<long> _keys = [];
    private readonly List<int> _weights = [];

    private struct Term
    {
        public int Id;
        public int Documents;
    }

    /// <summary>Writes things that are not in the index, each under the stamp that its source gave.</summary>
    public async Task AddAsync(string kind, IReadOnlyList<(SearchItem Item, string Stamp)> items, CancellationToken cancellationToken)
    {
        var read = items.SelectMany(pair => pair.Item.Texts.Select(text => (pair.Item, pair.Stamp, Text: text, Indexed: IndexedText.Of(text, IndexedText.FilterKeys(kind, pair.Item.Year, pair.Item.Institutions))))).ToList();
        await using (var transaction = await IndexSql.TransactionAsync(db, cancellationToken))
        {
            var state = await IndexWriter.LockAsync(db, cancellationToken);
            foreach (var (item, stamp, text, indexed) in read)
            {
                var (partition, known) = await PartitionAsync(state, text.Language, item.Requires?.Name ?? "", cancellationToken);
                var document = IndexWriter.DocumentOf(state, partition, kind, item, text, indexed, stamp);
                var terms = new List<(int Id, List<int> Places)>(indexed.Terms.Count);
                foreach (var (key, found) in indexed.Terms)
                {
                    ref var term = ref CollectionsMarshal.GetValueRefOrAddDefault(known, key, out var isKnown);
                    if (!isKnown) term.Id = ++state.LastTerm;
                    term.Documents++;
                    terms.Add((term.Id, found.Places));
                    if (!IndexedText.IsPosted(key)) continue;
                    _keys.Add(IndexWriter.KeyOf(term.Id, document.Number));
                    _weights.Add(Weights.OfPosting(found.Frequency, indexed.Length, partition.Mean));
                }

                document.Terms = Places.Write(indexed.Named, terms.OrderBy(term => term.Id));
                db.Add(document);
            }

            await IndexSql.SaveAsync(db, transaction, cancellationToken);
        }

        await atWork();
        if (_keys.Count >= mostHeld) await PostAsync(cancellationToken);
    }

    /// <summary>Writes what was held back; then the index is whole.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await PostAsync(cancellationToken);
        foreach (var (partition, terms) in _partitions.Values)
        {
            foreach (var some in terms.OrderBy(pair => pair.Value.Id).Chunk(Rows))
            {
                await using var transaction = await IndexSql.TransactionAsync(db, cancellationToken);
                await IndexSql.InsertAsync(
                    db, "search_term", ["Id", "PartitionId", "Key", "Documents"], some.Length, (row, values) => (values[0], values[1], values[2], values[3]) = (some[row].Value.Id, partition, some[row].Key, some[row].Value.Documents), cancellationToken);
                await IndexSql.SaveAsync(db, transaction, cancellationToken);
                await atWork();
            }
        }
    }

    private async Task PostAsync(CancellationToken cancellationToken)
    {
        CollectionsMarshal.AsSpan(_keys).Sort(CollectionsMarshal.AsSpan(_weights));
        for (var from = 0; from < _keys.Count; from += Rows)
        {
            var first = from;
            await using var transaction = await IndexSql.TransactionAsync(db, cancellationToken);
            await IndexSql.InsertAsync(
                db, "search_posting", ["Key", "Weight"], Math.Min(Rows, _keys.Count - from), (row, values) => (values[0], values[1]) = (_keys[first + row], _weights[first + row]), cancellationToken);
            await IndexSql.SaveAsync(db, transaction, cancellationToken);
            await atWork();
        }

        _keys.Clear();
        _weights.Clear();
    }

    /// <summary>The partition, tracked in the transaction, and its terms.</summary>
    private async Task<(IndexPartition Partition, Dictionary<string, Term> Terms)> PartitionAsync(IndexState state, string language, string audience, CancellationToken cancellationToken)
    {
        if (!_partitions.TryGetValue((language, audience), out var known))
        {
            var begun = IndexWriter.NewPartition(state, generation, language, audience, means);
            db.Add(begun);
            known = _partitions[(language, audience)] = (begun.Id, new Dictionary<string, Term>(StringComparer.Ordinal));
        }

        return ((await db.IndexPartitions.FindAsync([known.Id], cancellationToken))!, known.Terms);
    }
}
