using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Search.Finding;

/// <summary>Answers queries from the index, in a number of statements that does not depend on what is found.</summary>
internal sealed class SearchQueries(RotundaDb db, Permissions permissions)
{
    /// <summary>How many results of the reader's language are shown at most.</summary>
    public const int MostOwn = Reranking.Candidates;

    /// <summary>How many results of other languages are shown at most.</summary>
    public const int MostOthers = 10;

    /// <summary>The best things. What the reader may not know of lies in partitions that are not read.</summary>
    public async Task<SearchResults> FindAsync(SearchRequest request, Reader reader, CancellationToken cancellationToken)
    {
        if (request.Query.IsEmpty) return SearchResults.None(request.Query);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var vocabulary = new Vocabulary(db, await PartitionsAsync(request.Language, reader, cancellationToken));
        var (query, corrected) = await vocabulary.UnderstandAsync(request.Query, request.Language ?? reader.Language.Code, cancellationToken);
        var (own, others) = (new List<IndexPartition>(), new List<IndexPartition>());
        foreach (var partition in vocabulary.Partitions) (partition.Language == (request.Language ?? reader.Language.Code) ? own : others).Add(partition);

        var first = await RankedAsync(query, request, vocabulary, own, cancellationToken);
        var second = await RankedAsync(query, request, vocabulary, others, cancellationToken);
        var found = first.Select(hit => (hit.Kind, hit.Code)).ToHashSet();
        // A thing that was found in several other languages stands there once, in the language that answers best
        second = [.. second.Where(hit => found.Add((hit.Kind, hit.Code))).Take(MostOthers)];
        return new SearchResults(first, second, corrected, query);
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

    private async Task<List<SearchHit>> RankedAsync(SearchQuery query, SearchRequest request, Vocabulary vocabulary, List<IndexPartition> partitions, CancellationToken cancellationToken)
    {
        var wanted = partitions.SelectMany(partition => vocabulary.TermsOf(query, partition)).ToList();
        if (wanted.Count == 0) return [];
        var rerankings = partitions.ToDictionary(partition => partition.Id, partition => vocabulary.RerankingOf(query, partition));
        var hits = new List<SearchHit>();
        foreach (var (row, sum) in await CandidatesAsync(wanted, request, cancellationToken))
        {
            if (rerankings[row.Partition].ScoreOf(Weights.ScoreOf(sum), row.Terms) is { } score)
                hits.Add(new SearchHit(row.Kind, row.Code, row.Language, row.Path, row.Title, [], "", row.Year, score.Score) { HoldsAll = score.HoldsAll });
        }

        return [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Kind, StringComparer.Ordinal).ThenBy(hit => hit.Code, StringComparer.Ordinal).ThenBy(hit => hit.Language, StringComparer.Ordinal)];
    }

    private sealed record Row(int Partition, string Kind, string Code, string Language, string Path, string Title, int? Year, byte[] Terms);

    /// <summary>One statement: the postings of each term from beginning to end, added up by text, the best with what ranks them further.</summary>
    private async Task<List<(Row Row, long Sum)>> CandidatesAsync(IReadOnlyList<WantedTerm> wanted, SearchRequest request, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder("WITH wanted(\"Low\", \"High\", \"Factor\", \"Must\") AS (VALUES ");
        for (var i = 0; i < wanted.Count; i++)
        {
            var (id, factor, isMust) = wanted[i];
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}({IndexWriter.KeyOf(id, 0)},{IndexWriter.KeyOf(id, -1)},{factor},{(isMust ? 1 : 0)})");
        }

        var (texts, filter) = Filter(request);
        sql.Append(") SELECT d.\"PartitionId\", d.\"Kind\", d.\"Code\", d.\"Language\", d.\"Path\", d.\"Title\", d.\"Year\", d.\"Terms\", best.\"Score\" FROM (SELECT p.\"Key\" & 4294967295 AS \"Number\", SUM(p.\"Weight\" * w.\"Factor\") AS \"Score\" FROM wanted w CROSS JOIN search_posting p");
        if (filter.Length > 0) sql.Append(" JOIN search_document d ON d.\"Number\" = (p.\"Key\" & 4294967295)");
        sql.Append(" WHERE p.\"Key\" BETWEEN w.\"Low\" AND w.\"High\"").Append(filter).Append(" GROUP BY 1");
        var musts = request.Query.Phrases.SelectMany(phrase => phrase.Select(unit => unit.Key)).Distinct(StringComparer.Ordinal).Count();
        if (musts > 0) sql.Append(CultureInfo.InvariantCulture, $" HAVING SUM(w.\"Must\") >= {musts}");
        sql.Append(CultureInfo.InvariantCulture, $" ORDER BY 2 DESC, 1 LIMIT {Reranking.Candidates}) best JOIN search_document d ON d.\"Number\" = best.\"Number\" ORDER BY best.\"Score\" DESC, d.\"Number\"");

        var rows = new List<(Row, long)>();
        await using var command = IndexSql.Command(db, sql.ToString(), texts);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((new Row(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                await reader.IsDBNullAsync(6, cancellationToken) ? null : reader.GetInt32(6), (byte[])reader.GetValue(7)), reader.GetInt64(8)));
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
