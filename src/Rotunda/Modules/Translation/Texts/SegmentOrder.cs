namespace Rotunda.Modules.Translation.Texts;

/// <summary>The order in which the segments of a text are read; the context of an entry of the memory depends on it.</summary>
public static class SegmentOrder
{
    /// <summary>The title and the like first, then block by block.</summary>
    /// <param name="segments">Of one text.</param>
    /// <param name="orders">The order of each block of theirs.</param>
    public static IOrderedEnumerable<Segment> InOrder(this IEnumerable<Segment> segments, IReadOnlyDictionary<Guid, int> orders) =>
        segments.OrderBy(segment => segment.BlockId is { } block ? orders.GetValueOrDefault(block, -1) : -1).ThenBy(segment => segment.Field);
}
