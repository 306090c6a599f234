namespace Rotunda.Modules.Search.Ranking;

/// <summary>What a unit of a query is in one partition of the index.</summary>
/// <param name="Rarity">How much it says, from 0; 0 where it does not occur.</param>
/// <param name="Ids">The terms that stand for it: one, or all that begin as it does.</param>
/// <param name="ExactId">The term of its very form; 0 where it does not occur.</param>
internal sealed record KnownUnit(double Rarity, IReadOnlyList<int> Ids, int ExactId);

/// <summary>Looks at the best texts word by word: words that stand together as in the query, all of them, and words in the title count more.</summary>
internal sealed class Reranking
{
    /// <summary>How many of the best texts are looked at.</summary>
    public const int Candidates = 100;

    /// <summary>What two words of the query that stand beside each other in the text are worth, as a share of the rarer one's worth.</summary>
    private const double Together = 1;

    /// <summary>What they gain where they stand in the very forms of the query.</summary>
    private const double Verbatim = 0.4;

    /// <summary>What two words of the query near each other are worth.</summary>
    private const double Near = 0.1;

    /// <summary>How many words may stand between two that are near.</summary>
    private const int Window = 6;

    /// <summary>What a text that holds every word gains, as a share of its score.</summary>
    private const double All = 0.1;

    /// <summary>What a title with every word gains, as a share of what the words are worth.</summary>
    private const double InTitle = 0.5;

    /// <summary>What a title or name that is the query and nothing else gains besides.</summary>
    private const double IsTitle = 1;

    private readonly SearchQuery _query;
    private readonly IReadOnlyList<KnownUnit> _known;
    private readonly IReadOnlyDictionary<QueryUnit, int> _ids;
    private readonly Dictionary<int, List<int>> _places = [];
    private readonly double _worth;

    /// <param name="query">What is sought.</param>
    /// <param name="known">For each unit of the query what it is in the partition.</param>
    /// <param name="phraseIds">For each unit of the quoted passages its term; 0 or none where it does not occur.</param>
    public Reranking(SearchQuery query, IReadOnlyList<KnownUnit> known, IReadOnlyDictionary<QueryUnit, int> phraseIds)
    {
        (_query, _known, _ids, _worth) = (query, known, phraseIds, known.Sum(unit => unit.Rarity));
        foreach (var id in known.SelectMany(unit => unit.Ids.Append(unit.ExactId)).Concat(phraseIds.Values)) _places[id] = [];
    }

    /// <summary>The score of a text and whether it holds every word, or null when a passage in quotes is missing from it.</summary>
    /// <param name="score">By <see cref="Weights"/>.</param>
    /// <param name="bytes">Where its terms stand (<see cref="Places"/>).</param>
    public (double Score, bool HoldsAll)? ScoreOf(double score, ReadOnlySpan<byte> bytes)
    {
        foreach (var places in _places.Values) places.Clear();
        var named = Places.Read(bytes, _places);
        foreach (var phrase in _query.Phrases)
            if (!Holds(phrase)) return null;

        var held = 0d;
        var units = new List<int>[_known.Count];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = PlacesOf(_known[i].Ids);
            if (units[i].Count > 0) held += _known[i].Rarity;
        }

        var share = _worth > 0 ? held / _worth : 0;
        return ((score * (1 + (All * share * share * share))) + TogetherIn(units) + (InNames(units, named) * _worth), Array.TrueForAll(units, places => places.Count > 0));
    }

    private double TogetherIn(List<int>[] units)
    {
        var sum = 0d;
        for (var i = 1; i < units.Length; i++)
        {
            var worth = Math.Min(_known[i - 1].Rarity, _known[i].Rarity);
            if (worth <= 0) continue;
            var wanted = _query.Units[i].Position - _query.Units[i - 1].Position;
            var distance = Distance(units[i - 1], units[i], wanted);
            if (distance == 0) sum += (IsVerbatim(i, wanted) ? Together + Verbatim : Together) * worth;
            else if (distance <= Window) sum += Near * worth;
        }

        return sum;
    }

    private bool IsVerbatim(int i, int wanted)
    {
        var (first, second) = (_query.Units[i - 1], _query.Units[i]);
        if (first.ExactKey is null || second.ExactKey is null) return true;
        return _known[i - 1].ExactId != 0 && _known[i].ExactId != 0 && Distance(_places[_known[i - 1].ExactId], _places[_known[i].ExactId], wanted) == 0;
    }

    /// <summary>The share by which a title or a name that holds every word counts.</summary>
    private double InNames(List<int>[] units, int[] named)
    {
        var best = 0d;
        var words = _query.Units.Count == 0 ? 0 : _query.Units[^1].Position + 1;
        for (var field = 0; field < named.Length; field++)
        {
            if (named[field] == 0) continue;
            var start = field * Places.FieldLength;
            var end = start + Places.FieldLength;
            if (!Array.TrueForAll(units, places => places.Exists(place => place >= start && place < end))) continue;
            best = Math.Max(best, named[field] <= words ? InTitle + IsTitle : InTitle);
        }

        return best;
    }

    private List<int> PlacesOf(IReadOnlyList<int> ids)
    {
        if (ids.Count == 0) return [];
        if (ids.Count == 1) return _places[ids[0]];
        var all = ids.SelectMany(id => _places[id]).ToList();
        all.Sort();
        return all;
    }

    private bool Holds(IReadOnlyList<QueryUnit> phrase)
    {
        var first = Of(phrase[0]);
        return first.Exists(start => phrase.All(unit => Of(unit).BinarySearch(start + unit.Position - phrase[0].Position) >= 0));

        List<int> Of(QueryUnit unit) => _ids.TryGetValue(unit, out var id) && id != 0 ? _places[id] : [];
    }

    /// <summary>How far two terms are at best from standing as they stand in the query; a large number where one is missing.</summary>
    private static int Distance(List<int> left, List<int> right, int wanted)
    {
        var best = int.MaxValue;
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            var gap = right[j] - left[i];
            if (gap != 0) best = Math.Min(best, gap > 0 ? Math.Abs(gap - wanted) : -gap);
            if (gap < wanted) j++;
            else i++;
        }

        return best;
    }
}
