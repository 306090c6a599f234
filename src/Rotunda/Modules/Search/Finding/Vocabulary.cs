using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Search.Ranking;

namespace Rotunda.Modules.Search.Finding;

/// <summary>A term whose postings are added up.</summary>
/// <param name="Id">In its partition.</param>
/// <param name="Documents">How many postings it has.</param>
/// <param name="Factor">What each of them counts.</param>
/// <param name="Musts">For what it stands that a text must hold, one bit for each.</param>
internal readonly record struct WantedTerm(int Id, int Documents, int Factor, ulong Musts);

/// <summary>A query in one partition: the terms that find texts, and what ranks them further.</summary>
/// <param name="Wanted">The terms.</param>
/// <param name="IsWhole">True where the terms tell of every word in quotes whether a text holds it.</param>
/// <param name="Reranking">Looks at what they find.</param>
internal sealed record PartitionQuery(IReadOnlyList<WantedTerm> Wanted, bool IsWhole, Reranking Reranking);

/// <summary>What the words of one query are in the partitions that its reader may see.</summary>
internal sealed class Vocabulary(RotundaDb db, IReadOnlyList<IndexPartition> partitions)
{
    /// <summary>A beginning stands for at most so many words.</summary>
    private const int MostWords = 12;

    private readonly Dictionary<(int Partition, string Key), (int Id, int Documents)> _terms = [];
    private Dictionary<QueryUnit, IReadOnlyList<string>> _beginnings = [];

    public IReadOnlyList<IndexPartition> Partitions => partitions;

    /// <summary>Looks the words up; a word that is nowhere is taken for one that differs in a single letter, where there is one.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="language">Of the partitions in which a correction is looked for first.</param>
    /// <param name="filters">Terms by which texts are chosen, to be looked up as well.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<(SearchQuery Query, IReadOnlyList<(string Typed, string Instead)> Corrected)> UnderstandAsync(SearchQuery query, string language, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        await BeginningsAsync(query, cancellationToken);
        await LookUpAsync(query, filters, cancellationToken);
        var (replacements, corrected) = (new Dictionary<QueryUnit, QueryUnit>(), new List<(string, string)>());
        foreach (var (unit, form) in await CorrectedAsync(query.Units.Where(unit => !IsKnown(unit)), language, cancellationToken))
        {
            replacements[unit] = unit.As(form);
            corrected.Add((query.Text[unit.Start..unit.End], form));
        }

        if (replacements.Count == 0) return (query, []);
        var understood = query.With(replacements);
        await LookUpAsync(understood, [], cancellationToken);
        return (understood, corrected);
    }

    /// <summary>The terms by which texts are chosen, in a partition; a bit for each of them that a text must have. Empty where no text of the partition has them all.</summary>
    public IReadOnlyList<WantedTerm> Filters(IndexPartition partition, IReadOnlyList<string> filters)
    {
        var wanted = filters.Select((key, i) => (Term: _terms.GetValueOrDefault((partition.Id, key)), Bit: 1UL << i)).Select(pair => new WantedTerm(pair.Term.Id, pair.Term.Documents, 0, pair.Bit)).ToList();
        return wanted.TrueForAll(term => term.Id != 0) ? wanted : [];
    }

    /// <summary>A query that was understood, in a partition.</summary>
    /// <param name="partition">One of those that the reader may see.</param>
    /// <param name="query">As <see cref="UnderstandAsync"/> gave it.</param>
    /// <param name="share">Of the texts, those that may pass; 0 where they are so few that all of them are looked at.</param>
    /// <param name="isWhole">True where a text must hold every word in quotes to be found; otherwise the rarest will do, and the rest is seen when the best are looked at.</param>
    public PartitionQuery In(IndexPartition partition, SearchQuery query, double share, bool isWhole)
    {
        var terms = QueryTerms.Of(query, _beginnings).Select(term => (Term: term, Known: Known(term.Key))).Where(pair => pair.Known.Id != 0)
            .Select(pair => new KnownTerm(pair.Known.Id, pair.Known.Documents, pair.Term)).ToList();
        var musts = QueryTerms.MustsOf(query);
        var required = isWhole ? musts : QueryTerms.Required(terms, musts, partition.Documents, share);
        var (finding, common) = QueryTerms.Split(terms, share, required);
        var finer = QueryTerms.Finer(query).Select(pair => (Known: Known(pair.Key), Weight: pair.Value)).Where(pair => pair.Known.Id != 0)
            .Concat(common.Select(term => (Known: (term.Id, term.Documents), term.Term.Weight)));
        return new PartitionQuery(
            finding.ConvertAll(term => new WantedTerm(term.Id, term.Documents, Weights.OfTerm(partition.Documents, term.Documents, term.Term.Weight), MustsOf(term.Term.Musts & required))), required == musts,
            new Reranking(
                query, [.. query.Units.Select(unit => KnownIn(partition, unit))], query.Phrases.SelectMany(phrase => phrase).Distinct().ToDictionary(unit => unit, IdsOf),
                [.. finer.Select(pair => new FinerTerm(pair.Known.Id, pair.Weight * Weights.Rarity(partition.Documents, pair.Known.Documents)))], query.NameKey is { } name ? Known(name).Id : 0, partition.Mean));

        // Partitions differ in which words are rare: what is not asked of this one counts as held where something is that was asked
        ulong MustsOf(ulong held) => held == 0 ? 0 : held | (musts & ~required);

        (int Id, int Documents) Known(string key) => _terms.GetValueOrDefault((partition.Id, key));

        IReadOnlyList<int> IdsOf(QueryUnit unit) => [.. new[] { unit.Key, unit.SecondKey }.OfType<string>().Select(key => Known(key).Id).Where(id => id != 0).Distinct()];
    }

    private KnownUnit KnownIn(IndexPartition partition, QueryUnit unit)
    {
        var ids = KeysOf(unit).Select(key => _terms.GetValueOrDefault((partition.Id, key))).Where(term => term.Id != 0).Distinct().ToList();
        return ids.Count == 0
            ? new KnownUnit(0, [], 0)
            : new KnownUnit(Weights.Rarity(partition.Documents, ids.Max(term => term.Documents)), ids.ConvertAll(term => term.Id), unit.ExactKey is null ? 0 : _terms.GetValueOrDefault((partition.Id, unit.ExactKey)).Id);
    }

    private bool IsKnown(QueryUnit unit) => partitions.Any(partition =>
        KeysOf(unit).Any(key => _terms.ContainsKey((partition.Id, key))));

    /// <summary>The terms that stand for a unit.</summary>
    private IEnumerable<string> KeysOf(QueryUnit unit) => (_beginnings.GetValueOrDefault(unit) ?? []).Append(unit.Key).Concat(unit.SecondKey is { } second ? [second] : []);

    private async Task LookUpAsync(SearchQuery query, IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        List<string> keys = [.. filters, .. QueryTerms.Of(query, _beginnings).Select(term => term.Key), .. QueryTerms.Finer(query).Keys];
        if (keys.Count == 0 || partitions.Count == 0) return;
        var names = string.Join(',', keys.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@p{i}")));
        await using var command = IndexSql.Command(
            db, $"SELECT \"PartitionId\", \"Key\", \"Id\", \"Documents\" FROM search_term WHERE \"PartitionId\" IN ({string.Join(',', partitions.Select(partition => partition.Id))}) AND \"Key\" IN ({names})", keys);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) _terms[(reader.GetInt32(0), reader.GetString(1))] = (reader.GetInt32(2), reader.GetInt32(3));
    }

    /// <summary>The stems of the commonest words that begin as the last one of the query does.</summary>
    [SuppressMessage("Globalization", "CA1309:Use ordinal string comparison", Justification = "The databases compare bytes.")]
    private async Task BeginningsAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        if (query.Units is not [.., { IsBeginning: true } unit]) return;
        // A stem may be shorter than what was typed: words are looked for by their forms
        var low = unit.ExactKey ?? unit.Key;
        if (low.Length > IndexedText.LongestKey) return;
        var (high, ids) = (low + '\uFFFF', partitions.Select(partition => partition.Id).ToList());
        var keys = await db.IndexedTerms.Where(term => ids.Contains(term.PartitionId) && string.Compare(term.Key, low) >= 0 && string.Compare(term.Key, high) < 0)
                .GroupBy(term => term.Key).OrderByDescending(group => group.Sum(term => term.Documents)).ThenBy(group => group.Key).Take(MostWords).Select(group => group.Key).ToListAsync(cancellationToken);
        _beginnings = new Dictionary<QueryUnit, IReadOnlyList<string>>
        {
            [unit] = [.. keys.Select(key => IndexedText.StemOf(unit.Script, key)).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>For each of the first few words, where there is one, the commonest that differs in one letter: one more, one less, another one, or two that changed places. One statement for all.</summary>
    private async Task<List<(QueryUnit Unit, string Form)>> CorrectedAsync(IEnumerable<QueryUnit> unknown, string language, CancellationToken cancellationToken)
    {
        var neighbours = unknown.Select(unit => (Unit: unit, Keys: Neighbours.KeysOf(unit))).Where(pair => pair.Keys.Count > 0).Take(Neighbours.MostCorrected).ToList();
        if (neighbours.Count == 0) return [];
        var (ids, keys) = (partitions.Select(partition => partition.Id).ToList(), neighbours.SelectMany(pair => pair.Keys).Distinct(StringComparer.Ordinal).ToList());
        var rows = await db.IndexedTerms.AsNoTracking().Where(term => ids.Contains(term.PartitionId) && keys.Contains(term.Key)).ToListAsync(cancellationToken);
        var own = partitions.Where(partition => partition.Language == language).Select(partition => partition.Id).ToHashSet();
        var best = rows.GroupBy(row => row.Key)
            .OrderByDescending(group => group.Any(row => own.Contains(row.PartitionId))).ThenByDescending(group => group.Sum(row => row.Documents)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).ToList();
        return [.. neighbours.Select(pair => (pair.Unit, Key: best.Find(pair.Keys.Contains))).Where(pair => pair.Key is not null).Select(pair => (pair.Unit, pair.Key![1..]))];
    }
}
