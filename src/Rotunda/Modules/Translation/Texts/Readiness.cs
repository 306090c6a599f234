namespace Rotunda.Modules.Translation.Texts;

/// <summary>What stands between a text in one language and its publication.</summary>
/// <param name="Segments">How many segments the text has in this language.</param>
/// <param name="Missing">Those without a text.</param>
/// <param name="Unfinished">Those with a text that is not final.</param>
/// <param name="Stale">Those whose source changed, here or further up the chain.</param>
/// <param name="MissingAlternatives">Images without a text for those who do not see them, unless they need none of their own; counted in <paramref name="Missing"/> too.</param>
/// <param name="Done">Those that are final and fresh.</param>
public sealed record Readiness(int Segments, int Missing, int Unfinished, int Stale, int MissingAlternatives, int Done)
{
    /// <summary>Every segment is final and nothing is stale.</summary>
    public bool IsReady => Segments > 0 && Done == Segments;

    /// <summary>Computes it from the working copy.</summary>
    /// <param name="text">The text with blocks, segments and their texts.</param>
    /// <param name="language">The language.</param>
    /// <param name="described">The blocks of pictures that need no text of their own here: they only adorn, or the library describes them in this language.</param>
    public static Readiness Of(TranslatedText text, string language, IReadOnlySet<Guid>? described = null)
    {
        var own = SegmentsIn(text, language).Where(segment => segment.Field != SegmentField.Alternative || segment.In(language) is not null || described?.Contains(segment.BlockId!.Value) != true).ToList();
        var missing = own.Where(segment => segment.In(language) is null).ToList();
        return new Readiness(
            own.Count, missing.Count, own.Count(segment => segment.In(language) is { State: not TranslationState.Final }),
            own.Count(segment => Staleness.Of(segment, language) != Freshness.Fresh), missing.Count(segment => segment.Field == SegmentField.Alternative),
            own.Count(segment => segment.In(language) is { State: TranslationState.Final } && Staleness.Of(segment, language) == Freshness.Fresh));
    }

    /// <summary>The segments that a text has in a language, in the order in which they are read.</summary>
    public static IEnumerable<Segment> SegmentsIn(TranslatedText text, string language)
    {
        var order = text.Blocks.Where(block => block.IsIn(language)).ToDictionary(block => block.Id, block => block.Order);
        return text.Segments.Where(segment => segment.BlockId is not { } block || order.ContainsKey(block)).InOrder(order);
    }
}
