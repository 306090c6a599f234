namespace Rotunda.Modules.Translation.Texts;

/// <summary>Whether a segment may be approved.</summary>
public static class Approval
{
    /// <summary>Judges an approval: of exactly the words that were seen, fresh, made from final words, and not one's own unless a rule is set aside with a reason.</summary>
    /// <param name="text">The words as they stand now.</param>
    /// <param name="texts">All texts of the segment, to see whether it is stale.</param>
    /// <param name="seen">The words that the reviewer saw, and the source beside them.</param>
    /// <param name="reviewer">The reviewer's account; null for the program.</param>
    /// <param name="mayApprove">Whether the reviewer may approve in this language at all.</param>
    /// <param name="isOverridden">Whether the rules of four eyes and of a final origin are set aside, with a reason that is logged.</param>
    public static PutResult Judge(SegmentText? text, IReadOnlyCollection<SegmentText> texts, SeenSegment seen, Guid? reviewer, bool mayApprove, bool isOverridden)
    {
        if (!mayApprove) return PutResult.Refused;
        if (text is null) return PutResult.Missing;
        if (!text.Hash.AsSpan().SequenceEqual(seen.Hash)) return PutResult.Conflict;
        if (Staleness.Of(text, texts) != Freshness.Fresh) return PutResult.Stale;
        if (seen.FromHash is { } read && text.FromHash is { } made && !made.AsSpan().SequenceEqual(read)) return PutResult.SourceMoved;
        if (text.State == TranslationState.Final) return PutResult.Unchanged;
        if (text.State == TranslationState.Initial) return PutResult.Invalid;
        if (isOverridden) return PutResult.Stored;
        return reviewer is { } account && text.Makers.Contains(account) ? PutResult.OwnWork : IsPivotOpen(text, texts) ? PutResult.PivotOpen : PutResult.Stored;
    }

    /// <summary>True for words that were made from a translation which is not final itself.</summary>
    public static bool IsPivotOpen(SegmentText text, IEnumerable<SegmentText> texts) =>
        text.FromLanguage is { } language && texts.FirstOrDefault(candidate => candidate.Language == language) is { State: not TranslationState.Final };
}
