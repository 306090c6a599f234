using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Index;

/// <summary>Writes things into an index, and takes them out. Works inside a transaction that holds the lock of the index.</summary>
internal sealed class IndexWriter(RotundaDb db, IndexState state, int generation)
{
    /// <summary>Counted up when texts are read in another way than before: indexes of earlier versions are then made anew.</summary>
    public const int Reading = 3;

    /// <summary>The mean length by which a first few texts are weighed.</summary>
    private const double FirstMean = 60;

    /// <summary>Rows for one statement.</summary>
    private const int Rows = 400;

    private readonly Dictionary<(string Language, string Audience), IndexPartition> _partitions = [];
    private readonly Dictionary<(int Partition, string Key), int> _terms = [];

    /// <summary>Begins the transaction of a change, unless the caller has one, and waits until no other writer is at work.</summary>
    /// <returns>The state, tracked, so that numbers given are stored with the change.</returns>
    public static async Task<IndexState> LockAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        await IndexSql.ExecuteAsync(db, """INSERT INTO search_state ("Id", "Generation", "Reading", "LastPartition", "LastTerm", "LastDocument") VALUES (1, 0, 0, 0, 0, 0) ON CONFLICT ("Id") DO NOTHING""", [], cancellationToken);
        await IndexSql.ExecuteAsync(db, """UPDATE search_state SET "Generation" = "Generation" WHERE "Id" = 1""", [], cancellationToken);
        return await db.IndexStates.AsTracking().SingleAsync(row => row.Id == IndexState.OnlyId, cancellationToken);
    }

    /// <summary>Writes a thing that is not in the index, under the stamp that its source gave.</summary>
    public async Task AddAsync(string kind, SearchItem item, string stamp, CancellationToken cancellationToken)
    {
        foreach (var text in item.Texts)
        {
            var indexed = IndexedText.Of(text, IndexedText.FilterKeys(kind, item.Year, item.Institutions));
            var partition = await PartitionAsync(text.Language, item.Requires?.Name ?? "", cancellationToken);
            var document = DocumentOf(state, partition, kind, item, text, indexed, stamp);
            var found = indexed.Terms.ToList();
            var ids = await TermsAsync(partition.Id, found.ConvertAll(pair => pair.Key), cancellationToken);
            document.Terms = Places.Write(indexed.Named, ids.Zip(found, (id, pair) => (id, pair.Value.Places)).OrderBy(pair => pair.id));
            db.Add(document);
            await PostAsync(document.Number, [.. ids.Zip(found).Where(pair => IndexedText.IsPosted(pair.Second.Key))
                .Select(pair => (pair.First, Weights.OfPosting(pair.Second.Value.Frequency, indexed.Length, partition.Mean)))], cancellationToken);
        }
    }

    /// <summary>The row of a text, without the places of its terms; the partition counts it from now on.</summary>
    public static IndexDocument DocumentOf(IndexState state, IndexPartition partition, string kind, SearchItem item, SearchText text, IndexedText indexed, string stamp)
    {
        var length = (int)Math.Round(indexed.Length);
        (partition.Documents, partition.Length) = (partition.Documents + 1, partition.Length + length);
        return new IndexDocument
        {
            Number = ++state.LastDocument, PartitionId = partition.Id, Generation = partition.Generation, Kind = kind, Code = item.Code, Language = text.Language, Path = text.Path, Title = text.Title,
            Names = string.Join('\n', text.Names ?? []), Body = text.Body, Year = item.Year, Stamp = stamp, Length = length, TermCount = indexed.Terms.Count,
        };
    }

    /// <summary>An empty partition.</summary>
    public static IndexPartition NewPartition(IndexState state, int generation, string language, string audience, IReadOnlyDictionary<(string Language, string Audience), double> means) =>
        new() { Id = ++state.LastPartition, Generation = generation, Language = language, Audience = audience, Mean = means.GetValueOrDefault((language, audience), FirstMean) };

    /// <summary>Takes a thing out of the index in all its languages.</summary>
    public async Task RemoveAsync(string kind, string code, CancellationToken cancellationToken)
    {
        var documents = await db.IndexDocuments.AsNoTracking().Where(document => document.Generation == generation && document.Kind == kind && document.Code == code)
            .Select(document => new { document.Number, document.PartitionId, document.Length, document.Terms }).ToListAsync(cancellationToken);
        foreach (var document in documents)
        {
            var ids = Places.Ids(document.Terms);
            foreach (var some in ids.Chunk(Rows))
            {
                var keys = string.Join(',', some.Select(term => KeyOf(term, document.Number).ToString(CultureInfo.InvariantCulture)));
                await IndexSql.ExecuteAsync(db, $"DELETE FROM search_posting WHERE \"Key\" IN ({keys})", [], cancellationToken);
                await IndexSql.ExecuteAsync(db, $"UPDATE search_term SET \"Documents\" = \"Documents\" - 1 WHERE \"Id\" IN ({string.Join(',', some)})", [], cancellationToken);
                await IndexSql.ExecuteAsync(db, $"DELETE FROM search_term WHERE \"Documents\" = 0 AND \"Id\" IN ({string.Join(',', some)})", [], cancellationToken);
            }

            foreach (var gone in _terms.Where(pair => ids.Contains(pair.Value)).Select(pair => pair.Key).ToList()) _terms.Remove(gone);
            var partition = await db.IndexPartitions.AsTracking().SingleAsync(row => row.Id == document.PartitionId, cancellationToken);
            (partition.Documents, partition.Length) = (partition.Documents - 1, partition.Length - document.Length);
            await db.IndexDocuments.Where(row => row.Number == document.Number).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>The key of a posting.</summary>
    public static long KeyOf(int term, int document) => ((long)term << 32) | (uint)document;

    private async Task<IndexPartition> PartitionAsync(string language, string audience, CancellationToken cancellationToken)
    {
        if (_partitions.TryGetValue((language, audience), out var known)) return known;
        var partition = await db.IndexPartitions.AsTracking()
            .SingleOrDefaultAsync(row => row.Generation == generation && row.Language == language && row.Audience == audience, cancellationToken);
        if (partition is null)
        {
            partition = NewPartition(state, generation, language, audience, new Dictionary<(string, string), double>());
            db.Add(partition);
        }

        return _partitions[(language, audience)] = partition;
    }

    /// <summary>The ids of terms, in the order of the keys; each now stands in one text more.</summary>
    private async Task<List<int>> TermsAsync(int partition, List<string> keys, CancellationToken cancellationToken)
    {
        foreach (var some in keys.Where(key => !_terms.ContainsKey((partition, key))).Chunk(Rows))
        {
            foreach (var row in await db.IndexedTerms.AsNoTracking().Where(term => term.PartitionId == partition && some.Contains(term.Key)).Select(term => new { term.Key, term.Id }).ToListAsync(cancellationToken))
                _terms[(partition, row.Key)] = row.Id;
        }

        var known = keys.Where(key => _terms.ContainsKey((partition, key))).Select(key => _terms[(partition, key)]).ToList();
        foreach (var some in known.Chunk(Rows))
            await IndexSql.ExecuteAsync(db, $"UPDATE search_term SET \"Documents\" = \"Documents\" + 1 WHERE \"Id\" IN ({string.Join(',', some)})", [], cancellationToken);
        foreach (var some in keys.Where(key => !_terms.ContainsKey((partition, key))).Chunk(Rows))
        {
            var sql = new StringBuilder("""INSERT INTO search_term ("Id", "PartitionId", "Key", "Documents") VALUES """);
            for (var i = 0; i < some.Length; i++)
            {
                var id = _terms[(partition, some[i])] = ++state.LastTerm;
                sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}({id},{partition},@p{i},1)");
            }

            await IndexSql.ExecuteAsync(db, sql.ToString(), some, cancellationToken);
        }

        return keys.ConvertAll(key => _terms[(partition, key)]);
    }

    private async Task PostAsync(int document, List<(int Term, int Weight)> postings, CancellationToken cancellationToken)
    {
        foreach (var some in postings.Chunk(Rows))
        {
            var sql = new StringBuilder("""INSERT INTO search_posting ("Key", "Weight") VALUES """);
            for (var i = 0; i < some.Length; i++) sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}({KeyOf(some[i].Term, document)},{some[i].Weight})");
            await IndexSql.ExecuteAsync(db, sql.ToString(), [], cancellationToken);
        }
    }
}
