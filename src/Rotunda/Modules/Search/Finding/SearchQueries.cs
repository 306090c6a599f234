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
        var (query, corrected) = await vocabulary.UnderstandAsync(request.Query, request.Language ?? reader.Language.Code, cancellationToken);
        var (own, others) = (new List<IndexPartition>(), new List<IndexPartition>());
        foreach (var partition in vocabulary.Partitions) (partition.Language == (request.Language ?? reader.Language.Code) ? own : others).Add(partition);

        var (first, isCut) = await RankedAsync(query, request, vocabulary, own, cancellationToken);
        var (second, _) = await RankedAsync(query, request, vocabulary, others, cancellationToken);
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
        var partitions = (await PartitionsAsync(null, reader, cancellationToken)).ConvertAll(partition => partition.Id);
        var codes = hits.Select(hit => hit.Code).Distinct().ToList();
        var rows = await db.IndexDocuments.AsNoTracking().Where(document => partitions.Contains(document.PartitionId) && codes.Contains(document.Code))
            .Select(document => new { document.Kind, document.Code, document.Language, document.Path, document.Body, document.Names }).ToListAsync(cancellationToken);
        var versions = rows.ToLookup(row => (row.Kind, row.Code));
        return [.. hits.Select(hit =>
        {
            var all = versions[(hit.Kind, hit.Code)].OrderBy(row => row.Language, StringComparer.Ordinal).ToList();
            var own = all.Find(row => row.Language == hit.Language);
            return hit with
            {
                Body = own?.Body ?? "", Names = own is { Names.Length: > 0 } ? own.Names.Split('\n') : [],
                Versions = [.. all.Where(row => row.Language != hit.Language).Select(row => (row.Language, row.Path))],
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

    /// <returns>The hits, and whether there are more candidates than are looked at.</returns>
    private async Task<(List<SearchHit> Hits, bool IsCut)> RankedAsync(SearchQuery query, SearchRequest request, Vocabulary vocabulary, List<IndexPartition> partitions, CancellationToken cancellationToken)
    {
        var asked = partitions.ToDictionary(partition => partition.Id, partition => vocabulary.In(partition, query, IsFiltered(request)));
        var sums = await SumsAsync([.. asked.Values.SelectMany(partition => partition.Wanted)], QueryTerms.MustsOf(query), cancellationToken);
        var candidates = sums.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key);
        var hits = new List<SearchHit>();
        var (allowed, isCut) = await AllowedAsync(candidates, sums.Count, request, cancellationToken);
        foreach (var row in await RowsAsync(allowed, cancellationToken))
        {
            if (asked[row.Partition].Reranking.ScoreOf(Weights.ScoreOf(sums[row.Number]), row.Terms, row.Length) is { } score)
                hits.Add(new SearchHit(row.Kind, row.Code, row.Language, row.Path, row.Title, [], "", row.Year, score.Score) { HoldsAll = score.HoldsAll, Naming = _named.Contains(row.Kind) ? score.Naming : Naming.None });
        }

        var lowest = LowestLifted(query, hits);
        return ([.. hits.OrderByDescending(hit => hit.Naming >= lowest ? hit.Naming : Naming.None).ThenByDescending(hit => hit.Score)
            .ThenBy(hit => hit.Kind, StringComparer.Ordinal).ThenBy(hit => hit.Code, StringComparer.Ordinal).ThenBy(hit => hit.Language, StringComparer.Ordinal)], isCut);
    }

    /// <summary>From where on what is called so stands above what speaks of it: while somebody types, from the beginning of a name; in a finished query by any part, unless many things bear it.</summary>
    private static Naming LowestLifted(SearchQuery query, List<SearchHit> hits)
    {
        if (query.Units is [.., { IsBeginning: true }]) return Naming.Beginning;
        return hits.Where(hit => hit.Naming != Naming.None).Select(hit => (hit.Kind, hit.Code)).Distinct().Count() <= MostBearers ? Naming.Part : Naming.Whole;
    }

    private static bool IsFiltered(SearchRequest request) => request is not { Kind: null, Year: null, Institution: null };

    /// <summary>
    /// One statement: the postings of each term from beginning to end, each as one number, added up here by text: the databases would sort them first.
    /// A number is that of the text times 2³², plus what the term is worth there. Where something stands in quotes, a second one says for which of its words the term stands.
    /// </summary>
    private async Task<Dictionary<int, long>> SumsAsync(IReadOnlyList<WantedTerm> wanted, ulong musts, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<int, long>();
        if (wanted.Count == 0) return sums;
        // PostgreSQL takes ranges it learns of while running for half the table, and would compile the statement for longer than it runs
        var sql = new StringBuilder(db.Database.IsNpgsql() ? "SET LOCAL jit = off; " : "").Append("WITH wanted(\"Low\", \"High\", \"Factor\", \"Musts\") AS (VALUES ");
        for (var i = 0; i < wanted.Count; i++)
        {
            var (id, factor, holds) = wanted[i];
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}({IndexWriter.KeyOf(id, 0)},{IndexWriter.KeyOf(id, -1)},CAST({factor} AS BIGINT),CAST({(long)holds} AS BIGINT))");
        }

        sql.Append(") SELECT ((p.\"Key\" & 4294967295) << 32) + p.\"Weight\" * w.\"Factor\"").Append(musts != 0 ? ", w.\"Musts\"" : "").Append(" FROM wanted w CROSS JOIN search_posting p WHERE p.\"Key\" BETWEEN w.\"Low\" AND w.\"High\"");
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
            CollectionsMarshal.GetValueRefOrAddDefault(sums, number, out _) += posting & uint.MaxValue;
            if (held is not null) CollectionsMarshal.GetValueRefOrAddDefault(held, number, out _) |= (ulong)holds;
        }
    }

    /// <summary>Candidates of which it is asked one by one whether they pass.</summary>
    private const int MostAsked = 1000;

    /// <summary>The best candidates that pass the filters of the request, and whether there are more; two statements at most.</summary>
    private async Task<(List<int> Numbers, bool IsCut)> AllowedAsync(IEnumerable<int> candidates, int count, SearchRequest request, CancellationToken cancellationToken)
    {
        var (texts, filter) = Filter(request);
        if (filter.Length == 0) return ([.. candidates.Take(Reranking.Candidates)], count > Reranking.Candidates);
        var all = candidates.ToList();
        if (all.Count == 0) return ([], false);
        var passed = await PassedAsync($" AND d.\"Number\" IN ({string.Join(',', all.Take(MostAsked))})");
        // Where few of the best pass, all that do are read at once
        if (passed.Count < Reranking.Candidates && all.Count > MostAsked) passed = await PassedAsync("");
        var allowed = all.FindAll(passed.Contains);
        return (allowed[..Math.Min(allowed.Count, Reranking.Candidates)], allowed.Count > Reranking.Candidates);

        async Task<HashSet<int>> PassedAsync(string among)
        {
            await using var command = IndexSql.Command(db, $"SELECT d.\"Number\" FROM search_document d WHERE 1 = 1{among}{filter}", texts);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var numbers = new HashSet<int>();
            while (await reader.ReadAsync(cancellationToken)) numbers.Add(reader.GetInt32(0));
            return numbers;
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

    private static (List<object> Texts, string Sql) Filter(SearchRequest request)
    {
        var texts = new List<object>();
        var sql = new StringBuilder();
        if (request.Kind is { } kind) Add("d.\"Kind\" = {0}", kind);
        if (request.Year is { } year) sql.Append(CultureInfo.InvariantCulture, $" AND d.\"Year\" = {year}");
        if (request.Institution is { } institution) Add("d.\"Institutions\" LIKE {0} ESCAPE '\\'", $"% {institution.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)} %");
        return (texts, sql.ToString());

        void Add(string condition, string text)
        {
            sql.Append(" AND ").Append(condition.Replace("{0}", $"@p{texts.Count}", StringComparison.Ordinal));
            texts.Add(text);
        }
    }
}
