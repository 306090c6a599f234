namespace Rotunda.Modules.Translation.Texts;

/// <summary>Whether a translation still tells what its source tells. Computed from contents, never from clocks.</summary>
public enum Freshness
{
    /// <summary>All that it was made from reads as it did then.</summary>
    Fresh,

    /// <summary>What it was made from reads differently now, or is gone.</summary>
    Stale,

    /// <summary>What it was made from reads the same, but is stale itself: Chinese made from English whose Russian source changed.</summary>
    StaleUpstream,
}

/// <summary>Follows the chain of texts from which a segment was made.</summary>
public static class Staleness
{
    /// <summary>How fresh a segment is in a language. A text of the source language is always fresh, and so is one that has no origin.</summary>
    /// <param name="text">The text of the segment in that language.</param>
    /// <param name="texts">All texts of the same segment.</param>
    public static Freshness Of(SegmentText text, IReadOnlyCollection<SegmentText> texts)
    {
        var (seen, at, depth) = (new HashSet<string>(StringComparer.Ordinal), text, 0);
        while (at.FromLanguage is { } language && seen.Add(at.Language))
        {
            var from = texts.FirstOrDefault(candidate => candidate.Language == language);
            if (at.IsStale(from)) return depth == 0 ? Freshness.Stale : Freshness.StaleUpstream;
            (at, depth) = (from!, depth + 1);
        }

        return Freshness.Fresh;
    }

    /// <summary>How fresh a segment is in a language; fresh where it has no text there.</summary>
    public static Freshness Of(Segment segment, string language) => segment.In(language) is { } text ? Of(text, segment.Texts) : Freshness.Fresh;
}
