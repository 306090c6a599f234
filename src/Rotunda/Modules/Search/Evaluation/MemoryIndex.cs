using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Evaluation;

/// <summary>The index in memory: the analyzer, weights and formula of the one in the database, for measuring how well it ranks.</summary>
internal sealed class MemoryIndex
{
    private readonly Dictionary<string, (int Id, List<(int Text, int Weight)> Postings)> _terms = new(StringComparer.Ordinal);
    private readonly List<byte[]> _places;

    public MemoryIndex(IReadOnlyList<SearchText> texts)
    {
        var indexed = texts.Select(IndexedText.Of).ToList();
        var mean = indexed.Count == 0 ? 1 : Math.Max(1, indexed.Average(text => text.Length));
        _places = new List<byte[]>(indexed.Count);
        for (var number = 0; number < indexed.Count; number++)
        {
            var terms = new List<(int Id, List<int> Places)>();
            foreach (var (key, found) in indexed[number].Terms)
            {
                if (!_terms.TryGetValue(key, out var term)) _terms[key] = term = (_terms.Count + 1, []);
                term.Postings.Add((number, Weights.OfPosting(found.Frequency, indexed[number].Length, mean)));
                terms.Add((term.Id, found.Places));
            }

            _places.Add(Places.Write(indexed[number].Named, terms.OrderBy(term => term.Id)));
        }
    }

    /// <summary>The places of the best texts, best first.</summary>
    public IReadOnlyList<int> Find(string text, int most)
    {
        var query = SearchQuery.Parse(text);
        var sums = new long[_places.Count];
        foreach (var term in QueryTerms.Of(query))
        {
            if (!_terms.TryGetValue(term.Key, out var known)) continue;
            var factor = Weights.OfTerm(sums.Length, known.Postings.Count, term.Weight);
            foreach (var (number, weight) in known.Postings) sums[number] += (long)weight * factor;
        }

        var reranking = new Reranking(
            query, [.. query.Units.Select(KnownOf)], query.Phrases.SelectMany(phrase => phrase).Distinct().ToDictionary(unit => unit, unit => IdOf(unit.Key)));
        return [.. Enumerable.Range(0, sums.Length).Where(number => sums[number] > 0).OrderByDescending(number => sums[number]).ThenBy(number => number).Take(Reranking.Candidates)
            .Select(number => (Number: number, Score: reranking.ScoreOf(Weights.ScoreOf(sums[number]), _places[number])))
            .Where(hit => hit.Score is not null).OrderByDescending(hit => hit.Score!.Value.Score).ThenBy(hit => hit.Number).Take(most).Select(hit => hit.Number)];
    }

    private KnownUnit KnownOf(QueryUnit unit) => _terms.TryGetValue(unit.Key, out var term)
        ? new KnownUnit(Weights.Rarity(_places.Count, term.Postings.Count), [term.Id], unit.ExactKey is null ? 0 : IdOf(unit.ExactKey))
        : new KnownUnit(0, [], 0);

    private int IdOf(string key) => _terms.TryGetValue(key, out var term) ? term.Id : 0;
}
