using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rotunda.Modules.Search.Ranking;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Evaluation;

/// <summary>How well and how fast queries are answered.</summary>
/// <param name="ReciprocalRank">The mean of one over the place of the first relevant text among the first ten, 0 where none is there.</param>
/// <param name="Recall">The mean share of the relevant texts that stand among the first ten.</param>
/// <param name="Median">Milliseconds for one query.</param>
/// <param name="Slow">Milliseconds that 19 of 20 queries stay within.</param>
internal sealed record SearchQuality(
    [property: JsonPropertyName("mrr@10")] double ReciprocalRank,
    [property: JsonPropertyName("recall@10")] double Recall,
    [property: JsonPropertyName("p50Ms")] double Median,
    [property: JsonPropertyName("p95Ms")] double Slow);

/// <summary>Measures the search on texts and queries with known answers; needs no database.</summary>
internal static class SearchEvaluation
{
    /// <summary>How many places are looked at.</summary>
    public const int Places = 10;

    /// <summary>Measures the ranking of the site.</summary>
    /// <param name="documents">The file of texts.</param>
    /// <param name="queries">The file of queries.</param>
    /// <param name="language">Of the texts.</param>
    /// <param name="warn">As below.</param>
    /// <exception cref="FormatException">A line is not what it should be; the message names file and line.</exception>
    public static SearchQuality Measure(string documents, string queries, string language, Action<string> warn) => Measure(documents, queries, warn, texts =>
    {
        var index = new MemoryIndex([.. texts.Select(text => new SearchText(language, "", "", text))]);
        return query => index.Find(query, Places);
    });

    /// <summary>Asks every query once to warm the code up, then once more with the clock on.</summary>
    /// <param name="documents">The file of texts.</param>
    /// <param name="queries">The file of queries.</param>
    /// <param name="warn">Hears of relevant ids that no text has, and of those that a query names twice; the former are counted as not found, the latter once.</param>
    /// <param name="read">Reads all texts, and gives what finds the places of the best for a query.</param>
    /// <exception cref="FormatException">A line is not what it should be; the message names file and line.</exception>
    public static SearchQuality Measure(string documents, string queries, Action<string> warn, Func<IReadOnlyList<string>, Func<string, IReadOnlyList<int>>> read)
    {
        var texts = Read(documents, isQuery: false);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < texts.Count; number++)
            if (!numbers.TryAdd(texts[number].Id, number)) throw new FormatException($"{documents}: the id «{texts[number].Id}» stands twice.");
        var asked = Read(queries, isQuery: true);
        var find = read(texts.ConvertAll(text => text.Text));
        foreach (var query in asked)
        {
            find(query.Text);
            foreach (var group in query.Relevant.GroupBy(id => id, StringComparer.Ordinal))
            {
                if (!numbers.ContainsKey(group.Key)) warn($"{queries}: query «{query.Id}» names «{group.Key}», which no text has.");
                if (group.Count() > 1) warn($"{queries}: query «{query.Id}» names «{group.Key}» more than once.");
            }
        }

        var (reciprocal, recall, times) = (0d, 0d, new List<double>(asked.Count));
        foreach (var query in asked)
        {
            var start = Stopwatch.GetTimestamp();
            var found = find(query.Text);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var relevant = query.Relevant.Select(id => numbers.GetValueOrDefault(id, -1)).Where(number => number >= 0).ToHashSet();
            var place = found.ToList().FindIndex(relevant.Contains);
            if (place >= 0) reciprocal += 1d / (place + 1);
            if (query.Relevant.Count > 0) recall += (double)found.Count(relevant.Contains) / query.Relevant.Distinct(StringComparer.Ordinal).Count();
        }

        times.Sort();
        return asked.Count == 0 ? new SearchQuality(0, 0, 0, 0) : new SearchQuality(
            Math.Round(reciprocal / asked.Count, 4), Math.Round(recall / asked.Count, 4), Math.Round(times[times.Count / 2], 3), Math.Round(times[Math.Min(times.Count - 1, (int)(times.Count * 0.95))], 3));
    }

    private sealed record Line(string Id, string Text, IReadOnlyList<string> Relevant);

    private static List<Line> Read(string path, bool isQuery)
    {
        var lines = new List<Line>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                var root = json.RootElement;
                lines.Add(new Line(Word(root.GetProperty("id")), root.GetProperty("text").GetString() ?? "", isQuery ? [.. root.GetProperty("relevant").EnumerateArray().Select(Word)] : []));
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new FormatException($"{path}: line {number} is no object with id and text{(isQuery ? " and relevant" : "")}.", error);
            }
        }

        return lines;
    }

    /// <summary>Ids are texts; numbers are taken as they are written.</summary>
    private static string Word(JsonElement id) => id.ValueKind == JsonValueKind.Number ? id.GetRawText() : id.GetString() ?? "";
}
