using Rotunda.Text;

namespace Rotunda.Modules.Search.Ranking;

/// <summary>A term of a query with what it counts before its rarity is known.</summary>
/// <param name="Key">What the index stores.</param>
/// <param name="Weight">Of its kind, as often as it stands in the query.</param>
/// <param name="IsMust">True where a text without it is no hit.</param>
internal readonly record struct QueryTerm(string Key, double Weight, bool IsMust);

/// <summary>Which terms a query looks up.</summary>
internal static class QueryTerms
{
    /// <summary>Each key once, in the order of their bytes.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="beginnings">For a unit that is the beginning of a word: the words that begin so.</param>
    public static List<QueryTerm> Of(SearchQuery query, IReadOnlyDictionary<QueryUnit, IReadOnlyList<string>>? beginnings = null)
    {
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var unit in query.Units)
        {
            Add(unit.Key, 1);
            if (unit.ExactKey is { } exact) Add(exact, Weights.Exact);
            if (unit.Script == Script.Han && unit.Key.Length > 1)
                foreach (var rune in unit.Key.EnumerateRunes()) Add(rune.ToString(), Weights.Character / 2);
            foreach (var key in beginnings?.GetValueOrDefault(unit) ?? []) Add(key, Weights.Beginning);
        }

        var musts = query.Phrases.SelectMany(phrase => phrase.Select(unit => unit.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var must in musts) weights.TryAdd(must, 1);
        return [.. weights.Select(pair => new QueryTerm(pair.Key, pair.Value, musts.Contains(pair.Key)))];

        void Add(string key, double weight)
        {
            if (key.Length <= IndexedText.LongestKey) weights[key] = weights.GetValueOrDefault(key) + weight;
        }
    }
}
