namespace Rotunda.Modules.Translation.Texts;

/// <summary>The order in which the segments of a text are read; the context of an entry of the memory depends on it.</summary>
public static class SegmentOrder
{
    /// <summary>Where a segment stands that belongs to no block.</summary>
    public const int BeforeBlocks = -1;

    /// <summary>The title and the like first, then block by block.</summary>
    /// <param name="segments">Of one text.</param>
    /// <param name="orders">The order of each block of theirs.</param>
    public static IOrderedEnumerable<Segment> InOrder(this IEnumerable<Segment> segments, IReadOnlyDictionary<Guid, int> orders) =>
        segments.InOrder(segment => segment.BlockId is { } block ? orders.GetValueOrDefault(block, BeforeBlocks) : BeforeBlocks, segment => segment.Field);

    /// <summary>The same for whatever was read of segments.</summary>
    /// <param name="segments">Of one text.</param>
    /// <param name="order">The order of its block, or <see cref="BeforeBlocks"/>.</param>
    /// <param name="field">What it is in its text.</param>
    public static IOrderedEnumerable<T> InOrder<T>(this IEnumerable<T> segments, Func<T, int> order, Func<T, SegmentField> field) => segments.OrderBy(order).ThenBy(field);
}
