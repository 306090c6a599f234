using System.Numerics;
using Rotunda.Text;

namespace Rotunda.Modules.Search.Ranking;

/// <summary>A term of a query with what it counts before its rarity is known.</summary>
/// <param name="Key">What the index stores.</param>
/// <param name="Weight">Of its kind, as often as it stands in the query.</param>
/// <param name="Musts">For which words in quotes it stands, one bit for each: a text that holds no term of one of them is no hit.</param>
internal readonly record struct QueryTerm(string Key, double Weight, ulong Musts);

/// <summary>A term of a query as it is in one partition of the index.</summary>
/// <param name="Id">In the partition.</param>
/// <param name="Documents">In how many texts it stands.</param>
/// <param name="Term">Of the query.</param>
internal readonly record struct KnownTerm(int Id, int Documents, QueryTerm Term);

/// <summary>Which terms a query looks up.</summary>
internal static class QueryTerms
{
    /// <summary>The terms whose postings find texts: stems and pairs of Chinese characters, each once, in the order of their bytes.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="beginnings">For a unit that is the beginning of a word: the stems of words that begin so.</param>
    public static List<QueryTerm> Of(SearchQuery query, IReadOnlyDictionary<QueryUnit, IReadOnlyList<string>>? beginnings = null)
    {
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var unit in query.Units)
        {
            Add(weights, unit.Key, 1);
            if (unit.SecondKey is { } second) Add(weights, second, Weights.Second);
            foreach (var key in beginnings?.GetValueOrDefault(unit) ?? []) Add(weights, key, Weights.Beginning);
        }

        if (query.NameKey is { } name) Add(weights, name, Weights.Name);
        var musts = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var quoted = QuotedIn(query);
        for (var i = 0; i < quoted.Count; i++)
        {
            Require(quoted[i].Key, 1);
            if (quoted[i].Second is { } second) Require(second, Weights.Second);

            void Require(string key, double weight)
            {
                weights.TryAdd(key, weight);
                musts[key] = musts.GetValueOrDefault(key) | 1UL << i;
            }
        }

        return [.. weights.Select(pair => new QueryTerm(pair.Key, pair.Value, musts.GetValueOrDefault(pair.Key)))];
    }

    /// <summary>The bits of all words in quotes; 0 where there are none.</summary>
    public static ulong MustsOf(SearchQuery query) => QuotedIn(query).Count is > 0 and var count ? ulong.MaxValue >> (64 - count) : 0;

    /// <summary>The words in quotes, each once with its stems; no more than <see cref="SearchQuery.MostWords"/>.</summary>
    private static List<(string Key, string? Second)> QuotedIn(SearchQuery query) => [.. query.Phrases.SelectMany(phrase => phrase.Select(unit => (unit.Key, unit.SecondKey))).Distinct()];

    /// <summary>Postings that are read at most for one query in one partition, unless it says nothing rarer.</summary>
    private const int MostPostings = 4000;

    /// <summary>While fewer are read of texts that may pass, another term finds texts.</summary>
    private const int FewPostings = 300;

    /// <summary>Parts the terms that find texts from common ones, which would find almost all: the latter rank what the former found, and answers take no longer the more texts there are.</summary>
    /// <param name="terms">Of one partition. Those that stand for a word in quotes, and were chosen to be required, find texts in any case.</param>
    /// <param name="share">Of the texts, those that may pass; 0 where common terms must find texts too.</param>
    /// <param name="required">The bits of the words in quotes whose terms must find texts (<see cref="Required"/>).</param>
    public static (List<KnownTerm> Finding, List<KnownTerm> Common) Split(IEnumerable<KnownTerm> terms, double share = 1, ulong required = ulong.MaxValue)
    {
        var (finding, common, read) = (new List<KnownTerm>(), new List<KnownTerm>(), 0);
        foreach (var term in terms.OrderByDescending(term => (term.Term.Musts & required) != 0).ThenBy(term => term.Documents).ThenBy(term => term.Term.Key, StringComparer.Ordinal))
        {
            var finds = (term.Term.Musts & required) != 0 || read * share < FewPostings || read + term.Documents <= MostPostings;
            (finds ? finding : common).Add(term);
            if (finds) read += term.Documents;
        }

        return (finding, common);
    }

    /// <summary>Of the words in quotes, the rarest, which few texts hold together: a text that is no hit for want of another one is found out when the best are looked at word by word.</summary>
    /// <param name="terms">Of one partition.</param>
    /// <param name="musts">The bits of all words in quotes (<see cref="MustsOf"/>).</param>
    /// <param name="documents">How many texts the partition has.</param>
    /// <param name="share">Of the texts, those that may pass.</param>
    /// <returns>Their bits.</returns>
    public static ulong Required(IReadOnlyCollection<KnownTerm> terms, ulong musts, int documents, double share)
    {
        var (required, expected) = (0UL, documents * share);
        var words = Enumerable.Range(0, BitOperations.PopCount(musts)).Select(i => (Bit: 1UL << i, Documents: terms.Where(term => (term.Term.Musts & (1UL << i)) != 0).Sum(term => term.Documents)));
        foreach (var (bit, holding) in words.OrderBy(word => word.Documents).ThenBy(word => word.Bit))
        {
            if (required != 0 && expected <= Reranking.Candidates / 4d) break;
            required |= bit;
            expected *= (double)holding / Math.Max(1, documents);
        }

        return required;
    }

    /// <summary>The terms by which the best texts are ranked further: words in the very form of the query, and single Chinese characters.</summary>
    public static IReadOnlyDictionary<string, double> Finer(SearchQuery query)
    {
        var weights = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var unit in query.Units)
        {
            if (unit.ExactKey is { } exact) Add(weights, exact, Weights.Exact);
            if (unit.Script != Script.Han || unit.Key.Length == 1) continue;
            foreach (var rune in unit.Key.EnumerateRunes()) Add(weights, rune.ToString(), Weights.Character / 2);
        }

        return weights;
    }

    private static void Add(SortedDictionary<string, double> weights, string key, double weight)
    {
        if (key.Length <= IndexedText.LongestKey) weights[key] = weights.GetValueOrDefault(key) + weight;
    }
}
