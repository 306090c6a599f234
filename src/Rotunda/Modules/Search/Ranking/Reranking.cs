namespace Rotunda.Modules.Search.Ranking;

/// <summary>What a unit of a query is in one partition of the index.</summary>
/// <param name="Rarity">How much it says, from 0; 0 where it does not occur.</param>
/// <param name="Ids">The terms that stand for it: its stems, or those of all words that begin as it does.</param>
/// <param name="ExactId">The term of its very form; 0 where it does not occur.</param>
internal sealed record KnownUnit(double Rarity, IReadOnlyList<int> Ids, int ExactId);

/// <summary>A term by which texts that were found are ranked further.</summary>
/// <param name="Id">In the partition.</param>
/// <param name="Worth">Its rarity, as much as its kind counts.</param>
internal readonly record struct FinerTerm(int Id, double Worth);

/// <summary>How far a query is what something is called.</summary>
internal enum Naming
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The words of the query stand one after the other in a title or name.</summary>
    Part,

    /// <summary>A title or name begins with the words of the query.</summary>
    Beginning,

    /// <summary>A title or name is the query and nothing else.</summary>
    Whole,
}

/// <summary>Looks at the best texts word by word: the very forms of words, words that stand together as in the query, all of them, and words in the title count more.</summary>
internal sealed class Reranking
{
    /// <summary>How many of the best texts are looked at.</summary>
    public const int Candidates = 100;

    /// <summary>What two words of the query that stand beside each other in the text are worth, as a share of the rarer one's worth.</summary>
    private const double Together = 1;

    /// <summary>What they gain where they stand in the very forms of the query.</summary>
    private const double Verbatim = 0.4;

    /// <summary>What two words of the query near each other are worth.</summary>
    private const double Near = 0.2;

    /// <summary>How many words may stand between two that are near.</summary>
    private const int Window = 6;

    /// <summary>What a text that holds every word gains, as a share of its score.</summary>
    private const double All = 0.1;

    /// <summary>What a text that holds the whole query as it stands gains, as a share of what the words are worth.</summary>
    private const double Passage = 0.5;

    /// <summary>What a title with every word gains, as a share of what the words are worth.</summary>
    private const double InTitle = 0.5;

    /// <summary>What a title or name that is the query and nothing else gains besides.</summary>
    private const double IsTitle = 1;

    private readonly SearchQuery _query;
    private readonly IReadOnlyList<KnownUnit> _known;
    private readonly IReadOnlyDictionary<QueryUnit, IReadOnlyList<int>> _phraseIds;
    private readonly IReadOnlyList<FinerTerm> _finer;
    private readonly double _mean;
    private readonly int _nameId;
    private readonly double _worth;
    private readonly int[] _ids;
    private readonly List<int>[] _places;

    /// <param name="query">What is sought.</param>
    /// <param name="known">For each unit of the query what it is in the partition.</param>
    /// <param name="phraseIds">For each unit of the quoted passages the terms that stand for it; none where it does not occur.</param>
    /// <param name="finer">By <see cref="QueryTerms.Finer"/>, those that occur.</param>
    /// <param name="nameId">The term of what is called exactly as the query says; 0 where there is none.</param>
    /// <param name="mean">The mean length by which the texts of the partition are weighed.</param>
    public Reranking(SearchQuery query, IReadOnlyList<KnownUnit> known, IReadOnlyDictionary<QueryUnit, IReadOnlyList<int>> phraseIds, IReadOnlyList<FinerTerm> finer, int nameId, double mean)
    {
        _nameId = nameId;
        (_query, _known, _phraseIds, _finer, _mean, _worth) = (query, known, phraseIds, finer, mean, known.Sum(unit => unit.Rarity));
        _ids = [.. known.SelectMany(unit => unit.Ids.Append(unit.ExactId)).Concat(phraseIds.Values.SelectMany(ids => ids)).Concat(finer.Select(term => term.Id)).Append(nameId).Where(id => id != 0).Distinct().Order()];
        _places = [.. _ids.Select(_ => new List<int>())];
    }

    /// <summary>The score of a text, whether it holds every word, and whether it is called so; or null when a passage in quotes is missing from it.</summary>
    /// <param name="score">By <see cref="Weights"/>.</param>
    /// <param name="bytes">Where its terms stand (<see cref="Places"/>).</param>
    /// <param name="length">Its weighted number of words.</param>
    public (double Score, bool HoldsAll, Naming Naming)? ScoreOf(double score, ReadOnlySpan<byte> bytes, int length)
    {
        foreach (var places in _places) places.Clear();
        var named = Places.Read(bytes, _ids, _places);
        foreach (var phrase in _query.Phrases)
            if (!Holds(phrase)) return null;

        foreach (var (id, worth) in _finer)
        {
            var frequency = 0d;
            foreach (var place in Of(id)) frequency += Places.WeightAt(place);
            if (frequency > 0) score += worth * Weights.Saturated(frequency, length, _mean);
        }

        var held = 0d;
        var units = new List<int>[_known.Count];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = PlacesOf(_known[i].Ids);
            if (units[i].Count > 0) held += _known[i].Rarity;
        }

        var (share, holdsAll) = (_worth > 0 ? held / _worth : 0, Array.TrueForAll(units, places => places.Count > 0));
        score = (score * (1 + (All * share * share * share))) + TogetherIn(units) + (InNames(units, named) * _worth);
        return (holdsAll && units.Length > 1 && StandsIn(units) ? score + (Passage * _worth) : score, holdsAll, holdsAll || Of(_nameId).Count > 0 ? NamingOf(units) : Naming.None);
    }

    /// <summary>How the words of the query, all of which the text holds, stand in its titles and names.</summary>
    private Naming NamingOf(List<int>[] units)
    {
        if (Of(_nameId).Count > 0) return Naming.Whole;
        if (units.Length == 0 || !StandsIn(From(_ => true))) return Naming.None;
        return _query.Units[0].Position == 0 && StandsIn(From(place => place % Places.FieldLength == 0)) ? Naming.Beginning : Naming.Part;

        List<int>[] From(Predicate<int> isStart) => [.. units.Select((places, i) => i == 0 ? places.FindAll(place => place < Places.BodyStart && isStart(place)) : places)];
    }

    /// <summary>True where the words stand one after the other as in the query.</summary>
    private bool StandsIn(List<int>[] units) => units[0].Exists(start =>
    {
        for (var i = 1; i < units.Length; i++)
            if (units[i].BinarySearch(start + _query.Units[i].Position - _query.Units[0].Position) < 0) return false;
        return true;
    });

    private List<int> Of(int id) => Array.BinarySearch(_ids, id) is >= 0 and var at ? _places[at] : [];

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
        return _known[i - 1].ExactId != 0 && _known[i].ExactId != 0 && Distance(Of(_known[i - 1].ExactId), Of(_known[i].ExactId), wanted) == 0;
    }

    /// <summary>The share by which a title or a name that holds every word counts.</summary>
    private double InNames(List<int>[] units, int[] named)
    {
        var best = 0d;
        for (var field = 0; field < named.Length; field++)
        {
            if (named[field] == 0) continue;
            var start = field * Places.FieldLength;
            var end = start + Places.FieldLength;
            if (!Array.TrueForAll(units, places => places.Exists(place => place >= start && place < end))) continue;
            best = Math.Max(best, named[field] <= _query.WordCount ? InTitle + IsTitle : InTitle);
        }

        return best;
    }

    private List<int> PlacesOf(IReadOnlyList<int> ids)
    {
        if (ids.Count == 0) return [];
        if (ids.Count == 1) return Of(ids[0]);
        var all = ids.SelectMany(Of).ToList();
        all.Sort();
        return all;
    }

    private bool Holds(IReadOnlyList<QueryUnit> phrase)
    {
        var units = phrase.Select(unit => (unit.Position, Places: PlacesOf(_phraseIds.GetValueOrDefault(unit, [])))).ToList();
        return units[0].Places.Exists(start => units.TrueForAll(unit => unit.Places.BinarySearch(start + unit.Position - units[0].Position) >= 0));
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
