using Rotunda.Modules.Shared.Contributions;
using Rotunda.Text;

namespace Rotunda.Modules.Search.Ranking;

/// <summary>An index in memory: the analyzer, weights and formula of the one in the database, for measuring how well it ranks, and for lists that are not in the index.</summary>
internal sealed class MemoryIndex
{
    private readonly Dictionary<string, (int Id, List<(int Text, int Weight)> Postings)> _terms = new(StringComparer.Ordinal);
    private readonly List<(byte[] Places, int Length)> _texts;
    private readonly double _mean;

    public MemoryIndex(IReadOnlyList<SearchText> texts)
    {
        var indexed = texts.Select(text => IndexedText.Of(text)).ToList();
        _mean = indexed.Count == 0 ? 1 : Math.Max(1, indexed.Average(text => text.Length));
        _texts = new List<(byte[], int)>(indexed.Count);
        for (var number = 0; number < indexed.Count; number++)
        {
            var terms = new List<(int Id, List<int> Places)>();
            foreach (var (key, found) in indexed[number].Terms)
            {
                if (!_terms.TryGetValue(key, out var term)) _terms[key] = term = (_terms.Count + 1, []);
                term.Postings.Add((number, Weights.OfPosting(found.Frequency, indexed[number].Length, _mean)));
                terms.Add((term.Id, found.Places));
            }

            _texts.Add((Places.Write(indexed[number].Named, terms.OrderBy(term => term.Id)), (int)Math.Round(indexed[number].Length)));
        }
    }

    /// <summary>The places of the best texts, best first.</summary>
    public IReadOnlyList<int> Find(string text, int most) => [.. Find(SearchQuery.Parse(text)).Take(most).Select(hit => hit.Number)];

    /// <summary>The best texts, best first, as the index in the database would give them: also what begins as the last word does, and the neighbour of a word that is nowhere.</summary>
    /// <remarks>All of them: a list has pages for as many as there are.</remarks>
    public List<(int Number, bool HoldsAll)> FindMeant(SearchQuery query)
    {
        var beginnings = new Dictionary<QueryUnit, IReadOnlyList<string>>();
        if (query.Units is [.., { IsBeginning: true } unit])
        {
            var low = unit.ExactKey ?? unit.Key;
            beginnings[unit] = [.. _terms.Keys.Where(key => key.StartsWith(low, StringComparison.Ordinal)).Select(key => IndexedText.StemOf(unit.Script, key)).Distinct(StringComparer.Ordinal)];
        }

        var nowhere = query.Units.Where(word => KnownOf(word, beginnings).Ids.Count == 0).Select(word => (word, Keys: Neighbours.KeysOf(word))).Where(pair => pair.Keys.Count > 0).Take(Neighbours.MostCorrected);
        var corrected = nowhere.Select(pair => (pair.word, pair.Keys.Where(_terms.ContainsKey).OrderByDescending(key => _terms[key].Postings.Count).ThenBy(key => key, StringComparer.Ordinal).FirstOrDefault()))
            .Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.word, pair => pair.word.As(pair.Item2![1..]));
        return Find(query.With(corrected), beginnings, int.MaxValue);
    }

    private List<(int Number, bool HoldsAll)> Find(SearchQuery query, IReadOnlyDictionary<QueryUnit, IReadOnlyList<string>>? beginnings = null, int most = Reranking.Candidates)
    {
        var (sums, held, musts) = (new long[_texts.Count], new ulong[_texts.Count], QueryTerms.MustsOf(query));
        var (finding, common) = QueryTerms.Split(QueryTerms.Of(query, beginnings).Where(term => _terms.ContainsKey(term.Key)).Select(term => new KnownTerm(_terms[term.Key].Id, _terms[term.Key].Postings.Count, term)));
        foreach (var term in finding)
        {
            var factor = Weights.OfTerm(sums.Length, term.Documents, term.Term.Weight);
            foreach (var (number, weight) in _terms[term.Term.Key].Postings)
            {
                sums[number] += (long)weight * factor;
                held[number] |= term.Term.Musts;
            }
        }

        var finer = QueryTerms.Finer(query).Where(pair => _terms.ContainsKey(pair.Key)).Select(pair => new FinerTerm(IdOf(pair.Key), pair.Value * RarityOf(pair.Key)));
        var reranking = new Reranking(
            query, [.. query.Units.Select(unit => KnownOf(unit, beginnings))], query.Phrases.SelectMany(phrase => phrase).Distinct().ToDictionary(unit => unit, unit => KnownOf(unit, null).Ids),
            [.. finer, .. common.Select(term => new FinerTerm(term.Id, term.Term.Weight * RarityOf(term.Term.Key)))], query.NameKey is { } name ? IdOf(name) : 0, _mean);
        return [.. Enumerable.Range(0, sums.Length).Where(number => sums[number] > 0 && held[number] == musts).OrderByDescending(number => sums[number]).ThenBy(number => number).Take(most)
            .Select(number => (Number: number, Score: reranking.ScoreOf(Weights.ScoreOf(sums[number]), _texts[number].Places, _texts[number].Length)))
            .Where(hit => hit.Score is not null).OrderByDescending(hit => hit.Score!.Value.Score).ThenBy(hit => hit.Number).Select(hit => (hit.Number, hit.Score!.Value.HoldsAll))];
    }

    private KnownUnit KnownOf(QueryUnit unit, IReadOnlyDictionary<QueryUnit, IReadOnlyList<string>>? beginnings)
    {
        var keys = (beginnings?.GetValueOrDefault(unit) ?? []).Append(unit.Key).Append(unit.SecondKey).OfType<string>().Where(_terms.ContainsKey).Distinct(StringComparer.Ordinal).ToList();
        return keys.Count == 0 ? new KnownUnit(0, [], 0) : new KnownUnit(keys.Min(RarityOf), keys.ConvertAll(IdOf), unit.ExactKey is null ? 0 : IdOf(unit.ExactKey));
    }

    private double RarityOf(string key) => Weights.Rarity(_texts.Count, _terms[key].Postings.Count);

    private int IdOf(string key) => _terms.TryGetValue(key, out var term) ? term.Id : 0;
}
