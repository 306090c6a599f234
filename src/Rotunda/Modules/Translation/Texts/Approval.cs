namespace Rotunda.Modules.Translation.Texts;

/// <summary>Whether a segment may be approved.</summary>
public static class Approval
{
    /// <summary>Judges an approval: of exactly the words that were seen, fresh, and not one's own unless a rule is set aside with a reason.</summary>
    /// <param name="text">The words as they stand now.</param>
    /// <param name="texts">All texts of the segment, to see whether it is stale.</param>
    /// <param name="seen">The hash of the words that the reviewer saw.</param>
    /// <param name="reviewer">The reviewer's account; null for the program.</param>
    /// <param name="mayApprove">Whether the reviewer may approve in this language at all.</param>
    /// <param name="isOverridden">Whether the rule of four eyes is set aside, with a reason that is logged.</param>
    public static PutResult Judge(SegmentText? text, IReadOnlyCollection<SegmentText> texts, byte[] seen, Guid? reviewer, bool mayApprove, bool isOverridden)
    {
        if (!mayApprove) return PutResult.Refused;
        if (text is null) return PutResult.Missing;
        if (!text.Hash.AsSpan().SequenceEqual(seen)) return PutResult.Conflict;
        if (Staleness.Of(text, texts) != Freshness.Fresh) return PutResult.Stale;
        if (text.State == TranslationState.Final) return PutResult.Unchanged;
        if (text.State == TranslationState.Initial) return PutResult.Invalid;
        return reviewer is { } account && text.Makers.Contains(account) && !isOverridden ? PutResult.OwnWork : PutResult.Stored;
    }
}
