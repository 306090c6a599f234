using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Text;

namespace Rotunda.Modules.Search.Finding;

/// <summary>A term whose postings are added up.</summary>
internal readonly record struct WantedTerm(int Id, int Factor, bool IsMust);

/// <summary>What the words of one query are in the partitions that its reader may see.</summary>
internal sealed class Vocabulary(RotundaDb db, IReadOnlyList<IndexPartition> partitions)
{
    /// <summary>A beginning stands for at most so many words.</summary>
    private const int MostWords = 12;

    /// <summary>Shorter words are not corrected: too many others lie one step away.</summary>
    private const int ShortestCorrected = 4;

    private const int LongestCorrected = 24;

    private readonly Dictionary<(int Partition, string Key), (int Id, int Documents)> _terms = [];
    private Dictionary<QueryUnit, IReadOnlyList<string>> _beginnings = [];

    public IReadOnlyList<IndexPartition> Partitions => partitions;

    /// <summary>Looks the words up; a word that is nowhere is taken for one that differs in a single letter, where there is one.</summary>
    /// <param name="query">What is sought.</param>
    /// <param name="language">Of the partitions in which a correction is looked for first.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<(SearchQuery Query, IReadOnlyList<(string Typed, string Instead)> Corrected)> UnderstandAsync(SearchQuery query, string language, CancellationToken cancellationToken)
    {
        await BeginningsAsync(query, cancellationToken);
        await LookUpAsync(QueryTerms.Of(query, _beginnings).ConvertAll(term => term.Key), cancellationToken);
        var (replacements, corrected) = (new Dictionary<QueryUnit, QueryUnit>(), new List<(string, string)>());
        foreach (var unit in query.Units)
        {
            if (IsKnown(unit) || await CorrectedAsync(unit, language, cancellationToken) is not { } form) continue;
            var words = TextAnalyzer.Words(form);
            replacements[unit] = unit with { Key = words[0].Stem, ExactKey = TextAnalyzer.ExactKey(form), Form = form };
            corrected.Add((query.Text[unit.Start..unit.End], form));
        }

        if (replacements.Count == 0) return (query, []);
        var understood = query.With(replacements);
        await LookUpAsync(QueryTerms.Of(understood, _beginnings).ConvertAll(term => term.Key), cancellationToken);
        return (understood, corrected);
    }

    /// <summary>The terms of a query in a partition, each with its worth there.</summary>
    public IEnumerable<WantedTerm> TermsOf(SearchQuery query, IndexPartition partition)
    {
        foreach (var term in QueryTerms.Of(query, _beginnings))
            if (_terms.TryGetValue((partition.Id, term.Key), out var known))
                yield return new WantedTerm(known.Id, Weights.OfTerm(partition.Documents, known.Documents, term.Weight), term.IsMust);
    }

    public Reranking RerankingOf(SearchQuery query, IndexPartition partition) => new(
        query, [.. query.Units.Select(unit => KnownIn(partition, unit))],
        query.Phrases.SelectMany(phrase => phrase).Distinct().ToDictionary(unit => unit, unit => _terms.GetValueOrDefault((partition.Id, unit.Key)).Id));

    private KnownUnit KnownIn(IndexPartition partition, QueryUnit unit)
    {
        var ids = (_beginnings.GetValueOrDefault(unit) ?? []).Append(unit.Key).Select(key => _terms.GetValueOrDefault((partition.Id, key))).Where(term => term.Id != 0).Distinct().ToList();
        return ids.Count == 0
            ? new KnownUnit(0, [], 0)
            : new KnownUnit(Weights.Rarity(partition.Documents, ids.Max(term => term.Documents)), ids.ConvertAll(term => term.Id), unit.ExactKey is null ? 0 : _terms.GetValueOrDefault((partition.Id, unit.ExactKey)).Id);
    }

    private bool IsKnown(QueryUnit unit) => partitions.Any(partition =>
        _terms.ContainsKey((partition.Id, unit.Key)) || (unit.ExactKey is not null && _terms.ContainsKey((partition.Id, unit.ExactKey)))
        || (_beginnings.GetValueOrDefault(unit) ?? []).Any(key => _terms.ContainsKey((partition.Id, key))));

    private async Task LookUpAsync(List<string> keys, CancellationToken cancellationToken)
    {
        var ids = partitions.Select(partition => partition.Id).ToList();
        var rows = await db.IndexedTerms.AsNoTracking().Where(term => ids.Contains(term.PartitionId) && EF.Parameter(keys).Contains(term.Key)).ToListAsync(cancellationToken);
        foreach (var row in rows) _terms[(row.PartitionId, row.Key)] = (row.Id, row.Documents);
    }

    /// <summary>The commonest words that begin as the last one of the query does.</summary>
    [SuppressMessage("Globalization", "CA1309:Use ordinal string comparison", Justification = "The databases compare bytes.")]
    private async Task BeginningsAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        if (query.Units is not [.., { IsBeginning: true } unit]) return;
        // A stem may be shorter than what was typed: words are looked for by their forms
        var low = unit.ExactKey ?? unit.Key;
        if (low.Length > IndexedText.LongestKey) return;
        var (high, ids) = (low + '\uFFFF', partitions.Select(partition => partition.Id).ToList());
        _beginnings = new Dictionary<QueryUnit, IReadOnlyList<string>>
        {
            [unit] = await db.IndexedTerms.Where(term => ids.Contains(term.PartitionId) && string.Compare(term.Key, low) >= 0 && string.Compare(term.Key, high) < 0)
                .GroupBy(term => term.Key).OrderByDescending(group => group.Sum(term => term.Documents)).ThenBy(group => group.Key).Take(MostWords).Select(group => group.Key).ToListAsync(cancellationToken),
        };
    }

    /// <summary>The commonest word that differs in one letter: one more, one less, another one, or two that changed places.</summary>
    private async Task<string?> CorrectedAsync(QueryUnit unit, string language, CancellationToken cancellationToken)
    {
        if (unit.ExactKey is null || unit.IsBeginning || unit.Form.Length is < ShortestCorrected or > LongestCorrected) return null;
        var keys = Neighbours.Of(unit.Form, unit.Script).Select(TextAnalyzer.ExactKey).ToList();
        var ids = partitions.Select(partition => partition.Id).ToList();
        var rows = await db.IndexedTerms.AsNoTracking().Where(term => ids.Contains(term.PartitionId) && EF.Parameter(keys).Contains(term.Key)).ToListAsync(cancellationToken);
        var own = partitions.Where(partition => partition.Language == language).Select(partition => partition.Id).ToHashSet();
        return rows.GroupBy(row => row.Key)
            .OrderByDescending(group => group.Any(row => own.Contains(row.PartitionId))).ThenByDescending(group => group.Sum(row => row.Documents)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key[1..]).FirstOrDefault();
    }
}

/// <summary>Words one step away.</summary>
internal static class Neighbours
{
    private const string Latin = "abcdefghijklmnopqrstuvwxyz";

    private const string Cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюя";

    /// <summary>Every word that one insertion, removal, replacement or change of places makes, each once.</summary>
    public static IReadOnlyCollection<string> Of(string word, Script script)
    {
        var alphabet = script == Script.Latin ? Latin : script == Script.Cyrillic ? Cyrillic : "";
        var words = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at <= word.Length; at++)
        {
            foreach (var letter in alphabet)
            {
                words.Add(word.Insert(at, letter.ToString()));
                if (at < word.Length) words.Add($"{word.AsSpan(0, at)}{letter}{word.AsSpan(at + 1)}");
            }

            if (at < word.Length) words.Add(word.Remove(at, 1));
            if (at + 1 < word.Length) words.Add($"{word.AsSpan(0, at)}{word[at + 1]}{word[at]}{word.AsSpan(at + 2)}");
        }

        words.Remove(word);
        return words;
    }
}
