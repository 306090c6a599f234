using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Finding;

/// <summary>Answers queries from the index; in a number of statements that does not depend on what is found.</summary>
internal sealed class SearchQueries(RotundaDb db, Permissions permissions, IEnumerable<ISearchSource> sources)
{
    /// <summary>How many results of the reader's language are shown at most.</summary>
    public const int MostOwn = Reranking.Candidates;

    /// <summary>How many results of other languages are shown at most.</summary>
    public const int MostOthers = 10;

    /// <summary>A beginning or a part of a name says what is meant while at most so many things bear it.</summary>
    private const int MostBearers = 5;

    /// <summary>Kinds of things that people call by name.</summary>
    private readonly HashSet<string> _named = [.. sources.Where(source => source.IsCalledByName).Select(source => source.Kind)];

    /// <summary>The best things. What the reader may not know of lies in partitions that are not read.</summary>
    public async Task<SearchResults> FindAsync(SearchRequest request, Reader reader, CancellationToken cancellationToken)
    {
        if (request.Query.IsEmpty) return SearchResults.None(request.Query);
        // A new index may take the place of the old one between two statements
        await using var snapshot = await Snapshot.BeginAsync(db, cancellationToken);
        var vocabulary = new Vocabulary(db, await PartitionsAsync(request.Language, reader, cancellationToken));
        var filters = IndexedText.FilterKeys(request.Kind, request.Year, request.Institution is { } institution ? [institution] : null);
        var (query, corrected) = await vocabulary.UnderstandAsync(request.Query, request.Language ?? reader.Language.Code, filters, cancellationToken);
        var (own, others) = (new List<IndexPartition>(), new List<IndexPartition>());
        foreach (var partition in vocabulary.Partitions) (partition.Language == (request.Language ?? reader.Language.Code) ? own : others).Add(partition);

        var (first, isCut) = await RankedAsync(query, filters, vocabulary, own, cancellationToken);
        var (second, _) = await RankedAsync(query, filters, vocabulary, others, cancellationToken);
        var found = first.Select(hit => (hit.Kind, hit.Code)).ToHashSet();
        // A thing that was found in several other languages stands there once, in the language that answers best
        second = second.FindAll(hit => found.Add((hit.Kind, hit.Code)));
        return new SearchResults(first, [.. second.Take(MostOthers)], corrected, query)
        {
            IsCut = isCut, Further = [.. second.Skip(MostOthers).Select(hit => hit.Language).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Hits with their texts and their other versions; two queries.</summary>
    public async Task<IReadOnlyList<SearchHit>> WithTextsAsync(IReadOnlyCollection<SearchHit> hits, Reader reader, CancellationToken cancellationToken)
    {
        if (hits.Count == 0) return [];
        var all = await PartitionsAsync(null, reader, cancellationToken);
        var (partitions, generation) = (all.ConvertAll(partition => partition.Id), all.FirstOrDefault()?.Generation);
        var (kinds, codes) = (hits.Select(hit => hit.Kind).Distinct().ToList(), hits.Select(hit => hit.Code).Distinct().ToList());
        // By what they are, for which there is an index: by their partitions all things would be read
        var rows = await db.IndexDocuments.AsNoTracking()
            .Where(document => document.Generation == generation && kinds.Contains(document.Kind) && codes.Contains(document.Code) && partitions.Contains(document.PartitionId))
            .Select(document => new { document.Kind, document.Code, document.Language, document.Path, document.Body, document.Names }).ToListAsync(cancellationToken);
        var versions = rows.ToLookup(row => (row.Kind, row.Code));
        return [.. hits.Select(hit =>
        {
            var texts = versions[(hit.Kind, hit.Code)].OrderBy(row => row.Language, StringComparer.Ordinal).ToList();
            var own = texts.Find(row => row.Language == hit.Language);
            return hit with
            {
                Body = own?.Body ?? "", Names = own is { Names.Length: > 0 } ? own.Names.Split('\n') : [],
                Versions = [.. texts.Where(row => row.Language != hit.Language).Select(row => (row.Language, row.Path))],
            };
        })];
    }

    private async Task<List<IndexPartition>> PartitionsAsync(string? language, Reader reader, CancellationToken cancellationToken)
    {
        var all = db.IndexPartitions;
        var partitions = await (
            from state in db.IndexStates
            from partition in all
            where partition.Generation == state.Generation
            orderby partition.Id
            select partition).AsNoTracking().ToListAsync(cancellationToken);
        partitions.RemoveAll(partition => (language is not null && partition.Language != language)
            || (partition.Audience.Length > 0 && !permissions.MaySomewhere(reader.Viewer, new Act(partition.Audience))));
        return partitions;
    }

    /// <summary>Where no more texts may pass, each of them is looked at, whichever words it holds.</summary>
    private const int FewPassing = 300;

    /// <returns>The hits, and whether there are more candidates than are looked at.</returns>
    private async Task<(List<SearchHit> Hits, bool IsCut)> RankedAsync(SearchQuery query, IReadOnlyList<string> filters, Vocabulary vocabulary, List<IndexPartition> partitions, CancellationToken cancellationToken)
    {
        var chosen = filters.Count == 0 ? [] : partitions.ToDictionary(partition => partition.Id, partition => vocabulary.Filters(partition, filters));
        var passing = filters.Count == 0 ? null : (await SumsAsync([.. chosen.Values.SelectMany(terms => terms)], ulong.MaxValue >> (64 - filters.Count), null, cancellationToken)).Keys;
        var asked = Asked(isWhole: false);
        var sums = await SumsAsync(WantedIn(asked), QueryTerms.MustsOf(query), passing, cancellationToken);
        if (sums.Count > Reranking.Candidates && asked.Values.Any(partition => !partition.IsWhole))
        {
            // More texts hold the rarest words in quotes than are looked at: the others tell which of them to look at
            asked = Asked(isWhole: true);
            sums = await SumsAsync(WantedIn(asked), QueryTerms.MustsOf(query), sums.Keys, cancellationToken);
        }

        var candidates = sums.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key).Take(Reranking.Candidates).ToList();
        var hits = new List<SearchHit>();
        foreach (var row in await RowsAsync(candidates, cancellationToken))
        {
            if (asked[row.Partition].Reranking.ScoreOf(Weights.ScoreOf(sums[row.Number]), row.Terms, row.Length) is { } score)
                hits.Add(new SearchHit(row.Kind, row.Code, row.Language, row.Path, row.Title, [], "", row.Year, score.Score) { HoldsAll = score.HoldsAll, Naming = _named.Contains(row.Kind) ? score.Naming : Naming.None });
        }

        var lowest = LowestLifted(query, hits);
        return ([.. hits.OrderByDescending(hit => hit.Naming >= lowest ? hit.Naming : Naming.None).ThenByDescending(hit => hit.Score)
            .ThenBy(hit => hit.Kind, StringComparer.Ordinal).ThenBy(hit => hit.Code, StringComparer.Ordinal).ThenBy(hit => hit.Language, StringComparer.Ordinal)], sums.Count > Reranking.Candidates);

        Dictionary<int, PartitionQuery> Asked(bool isWhole) => partitions.ToDictionary(partition => partition.Id, partition => vocabulary.In(partition, query, ShareOf(partition), isWhole));

        double ShareOf(IndexPartition partition) => passing is null ? 1 : passing.Count <= FewPassing || chosen[partition.Id].Count == 0 ? 0 : (double)chosen[partition.Id].Min(term => term.Documents) / Math.Max(1, partition.Documents);
    }

    private static List<WantedTerm> WantedIn(Dictionary<int, PartitionQuery> asked) => [.. asked.Values.SelectMany(partition => partition.Wanted)];

    /// <summary>From where on what is called so stands above what speaks of it: while somebody types, from the beginning of a name; in a finished query by any part, unless many things bear it.</summary>
    private static Naming LowestLifted(SearchQuery query, List<SearchHit> hits)
    {
        if (query.Units is [.., { IsBeginning: true }]) return Naming.Beginning;
        return hits.Where(hit => hit.Naming != Naming.None).Select(hit => (hit.Kind, hit.Code)).Distinct().Count() <= MostBearers ? Naming.Part : Naming.Whole;
    }

    /// <summary>What it costs to look one posting up, in postings that are read one after the other.</summary>
    private const int LookUp = 4;

    /// <summary>
    /// One statement: the postings of each term from beginning to end, each as one number, added up here by text: the databases would sort them first.
    /// A number is that of the text times 2³², plus what the term is worth there. Where texts must hold something, a second one says for what of it the term stands.
    /// </summary>
    /// <param name="wanted">The terms.</param>
    /// <param name="musts">The bits of all that a text must hold; 0 for nothing.</param>
    /// <param name="among">The numbers of the texts that may pass; null for all. Where they are few, their postings are looked up one by one.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    private async Task<Dictionary<int, long>> SumsAsync(IReadOnlyList<WantedTerm> wanted, ulong musts, ICollection<int>? among, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<int, long>();
        if (wanted.Count == 0 || among is { Count: 0 }) return sums;
        var isLookUp = among is not null && (long)among.Count * wanted.Count * LookUp < wanted.Sum(term => (long)term.Documents);
        // PostgreSQL takes ranges it learns of while running for half the table, and would compile the statement for longer than it runs
        var sql = new StringBuilder(db.Database.IsNpgsql() ? "SET LOCAL jit = off; " : "").Append("WITH wanted(\"Low\", \"High\", \"Factor\", \"Musts\") AS (VALUES ");
        for (var i = 0; i < wanted.Count; i++)
        {
            var (id, _, factor, holds) = wanted[i];
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}({IndexWriter.KeyOf(id, 0)},{IndexWriter.KeyOf(id, -1)},CAST({factor} AS BIGINT),CAST({(long)holds} AS BIGINT))");
        }

        if (isLookUp) sql.Append("), among(\"Number\") AS (VALUES ").AppendJoin(',', among!.Order().Select(number => string.Create(CultureInfo.InvariantCulture, $"({number})")));
        sql.Append(") SELECT ((p.\"Key\" & 4294967295) << 32) + p.\"Weight\" * w.\"Factor\"").Append(musts != 0 ? ", w.\"Musts\"" : "").Append(" FROM wanted w ")
            .Append(isLookUp ? "CROSS JOIN among a CROSS JOIN search_posting p WHERE p.\"Key\" = w.\"Low\" + a.\"Number\"" : "CROSS JOIN search_posting p WHERE p.\"Key\" BETWEEN w.\"Low\" AND w.\"High\"");
        var passing = isLookUp ? null : among as HashSet<int> ?? among?.ToHashSet();
        var held = musts != 0 ? new Dictionary<int, ulong>() : null;
        if (db.Database.GetDbConnection() is SqliteConnection sqlite)
        {
            IndexSql.ForEach(sqlite, sql.ToString(), held is not null, Add);
        }
        else
        {
            await using var command = IndexSql.Command(db, sql.ToString());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) Add(reader.GetInt64(0), held is null ? 0 : reader.GetInt64(1));
        }

        return held is null ? sums : sums.Where(pair => held[pair.Key] == musts).ToDictionary();

        void Add(long posting, long holds)
        {
            var number = (int)(posting >> 32);
            if (passing is not null && !passing.Contains(number)) return;
            CollectionsMarshal.GetValueRefOrAddDefault(sums, number, out _) += posting & uint.MaxValue;
            if (held is not null) CollectionsMarshal.GetValueRefOrAddDefault(held, number, out _) |= (ulong)holds;
        }
    }

    private sealed record Row(int Number, int Partition, string Kind, string Code, string Language, string Path, string Title, int? Year, byte[] Terms, int Length);

    private async Task<List<Row>> RowsAsync(List<int> numbers, CancellationToken cancellationToken)
    {
        var rows = new List<Row>(numbers.Count);
        if (numbers.Count == 0) return rows;
        await using var command = IndexSql.Command(
            db, $"SELECT \"Number\", \"PartitionId\", \"Kind\", \"Code\", \"Language\", \"Path\", \"Title\", \"Year\", \"Terms\", \"Length\" FROM search_document WHERE \"Number\" IN ({string.Join(',', numbers)})");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Row(
                reader.GetInt32(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                await reader.IsDBNullAsync(7, cancellationToken) ? null : reader.GetInt32(7), (byte[])reader.GetValue(8), reader.GetInt32(9)));
        }

        return rows;
    }
}
