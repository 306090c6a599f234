using Rotunda.Text;

namespace Rotunda.Modules.Translation.Terms;

/// <summary>A term that occurs in a text.</summary>
/// <param name="ConceptId">Of the concept.</param>
/// <param name="Found">As it stands in the text.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Preferred">The word to use in the other language; null where the termbase has none.</param>
/// <param name="Allowed">All words that may stand for it in the other language.</param>
/// <param name="Note">On its use in the other language; null for none.</param>
public sealed record TermFound(Guid ConceptId, string Found, int Start, string? Preferred, IReadOnlyList<string> Allowed, string? Note);

/// <summary>A forbidden word that occurs in a text.</summary>
/// <param name="ConceptId">Of the concept.</param>
/// <param name="Found">As it stands in the text.</param>
/// <param name="Preferred">The word to use instead; null where the termbase has none.</param>
public sealed record ForbiddenFound(Guid ConceptId, string Found, string? Preferred);

/// <summary>
/// The termbase between two languages, ready to be asked. Words are compared by their stems, so that «Ассоциации университетов» is the entry «ассоциация университетов»;
/// Chinese words are found wherever their characters stand beside each other.
/// </summary>
public sealed class Termbook
{
    private readonly Dictionary<string, List<(TermConcept Concept, List<Word> Words)>> _sources = [];
    private readonly List<(TermConcept Concept, List<Word> Words)> _forbidden = [];
    private readonly Dictionary<string, List<Word>> _analysed = new(StringComparer.Ordinal);
    private readonly string _target;

    public Termbook(IEnumerable<TermConcept> concepts, string source, string target)
    {
        _target = target;
        foreach (var concept in concepts)
        {
            foreach (var word in concept.Words)
            {
                var words = TextAnalyzer.Words(word.Text);
                if (words.Count == 0) continue;
                if (word.Language == source && word.Use != WordUse.Forbidden)
                {
                    // Found by the first word, so that a long termbase costs no more than the words of the text
                    if (!_sources.TryGetValue(words[0].Stem, out var some)) _sources[words[0].Stem] = some = [];
                    some.Add((concept, words));
                }

                if (word.Language == target && word.Use == WordUse.Forbidden) _forbidden.Add((concept, words));
            }
        }
    }

    /// <summary>True where nothing is to be found.</summary>
    public bool IsEmpty => _sources.Count == 0 && _forbidden.Count == 0;

    public static Termbook Empty { get; } = new([], "", "");

    /// <summary>The terms of a source, each concept once, in the order of the text; a term inside a longer one is passed over.</summary>
    public IReadOnlyList<TermFound> In(string source) => _sources.Count == 0 ? [] : In(source, TextAnalyzer.Words(source));

    /// <param name="source">The text.</param>
    /// <param name="words">The same, analysed.</param>
    /// <inheritdoc cref="In(string)"/>
    public IReadOnlyList<TermFound> In(string source, List<Word> words)
    {
        if (_sources.Count == 0) return [];
        var (hits, reached) = (new List<(TermConcept Concept, int From, int To)>(), 0);
        for (var at = 0; at < words.Count; at++)
        {
            if (!_sources.TryGetValue(words[at].Stem, out var some)) continue;
            var furthest = 0;
            foreach (var (_, sought) in some)
                if (at + sought.Count > furthest && StandsAt(words, at, sought)) furthest = at + sought.Count;
            // Inside one that began earlier, or where a longer one begins, no other stands by itself
            if (furthest <= reached) continue;
            reached = furthest;
            foreach (var (concept, sought) in some)
                if (at + sought.Count == furthest && StandsAt(words, at, sought)) hits.Add((concept, at, furthest));
        }

        return hits.Count == 0 ? [] : [.. hits.DistinctBy(hit => hit.Concept.Id).Select(hit => FoundAt(hit.Concept, source, words[hit.From].Start, words[hit.To - 1].End))];
    }

    /// <summary>True when a target, analysed, holds one of the words.</summary>
    public bool Holds(List<Word> target, IEnumerable<string> wanted) => wanted.Any(word => TextAnalyzer.Occurrences(target, Analysed(word)).Any());

    /// <summary>The words of a term, analysed once for all segments of a text.</summary>
    private List<Word> Analysed(string term) => _analysed.TryGetValue(term, out var known) ? known : _analysed[term] = TextAnalyzer.Words(term);

    /// <summary>Forbidden words in a target, where they are not part of a word that may be used.</summary>
    /// <param name="target">The text.</param>
    /// <param name="words">The same, analysed.</param>
    public IReadOnlyList<ForbiddenFound> ForbiddenIn(string target, List<Word> words)
    {
        if (_forbidden.Count == 0) return [];
        var found = new List<ForbiddenFound>();
        foreach (var (concept, sought) in _forbidden)
        {
            foreach (var at in TextAnalyzer.Occurrences(words, sought))
            {
                var (start, end) = (words[at].Start, words[at + sought.Count - 1].End);
                if (IsCovered(concept, words, at, sought.Count)) continue;
                found.Add(new ForbiddenFound(concept.Id, target[start..end], concept.In(_target, WordUse.Preferred).FirstOrDefault()));
                break;
            }
        }

        return found;
    }

    private static bool StandsAt(List<Word> words, int at, List<Word> sought)
    {
        if (at + sought.Count > words.Count) return false;
        for (var i = 0; i < sought.Count; i++)
            if (words[at + i].Stem != sought[i].Stem || (i > 0 && words[at + i].Script == Script.Han && !TextAnalyzer.IsNext(words[at + i - 1], words[at + i]) && sought[i - 1].Script == Script.Han)) return false;
        return true;
    }

    private TermFound FoundAt(TermConcept concept, string source, int start, int end)
    {
        var preferred = concept.In(_target, WordUse.Preferred).FirstOrDefault();
        string[] allowed = [.. preferred is null ? [] : new[] { preferred }, .. concept.In(_target, WordUse.Admitted), .. concept.In(_target, WordUse.Form)];
        return new TermFound(concept.Id, source[start..end], start, preferred, allowed, concept.Notes[_target]);
    }

    private bool IsCovered(TermConcept concept, List<Word> words, int at, int length)
    {
        foreach (var allowed in concept.Words.Where(word => word.Language == _target && word.Use != WordUse.Forbidden).Select(word => Analysed(word.Text)).Where(allowed => allowed.Count > length))
            if (TextAnalyzer.Occurrences(words, allowed).Any(from => from <= at && from + allowed.Count >= at + length)) return true;
        return false;
    }
}
