using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>A line of a plan beside what stands here.</summary>
/// <param name="Line">As the file has it.</param>
/// <param name="Title">Of the text.</param>
/// <param name="Source">The source as it stands here; empty where nothing of it is shown.</param>
/// <param name="Present">The target as it stands here; null when there is none.</param>
public sealed record ShownLine(ReturnLine Line, string Title, string Source, string? Present)
{
    /// <summary>How the source changed while the segment was away.</summary>
    public IReadOnlyList<DiffPart> SourceDifference => WordDiff.Compare(Line.Source, Source);
}

/// <summary>What a file that came back would do.</summary>
/// <param name="Draft">The file.</param>
/// <param name="Counts">How many segments are in each state.</param>
public sealed record ReturnPlan(ReturnDraft Draft, IReadOnlyDictionary<ReturnState, int> Counts)
{
    public int Count(ReturnState state) => Counts.GetValueOrDefault(state);

    /// <summary>What becomes of a segment.</summary>
    /// <param name="returned">As the file has it.</param>
    /// <param name="segment">As it stands here; null when it is gone.</param>
    /// <param name="from">The source language.</param>
    /// <param name="to">The target language.</param>
    /// <param name="mayWrite">The viewer may write this pair.</param>
    public static ReturnState StateOf(XliffReturned returned, Segment? segment, string from, string to, bool mayWrite)
    {
        if (segment?.In(from) is not { } source) return ReturnState.Missing;
        if (!mayWrite) return ReturnState.Refused;
        if (returned.Target is not { Length: > 0 } target) return ReturnState.Empty;
        var present = segment.In(to);
        var isOfPresentSource = IsOfPresentSource(returned, source);
        // Compared as it reads: signs may be escaped in another way. The same words made from the present source are stale no longer
        if (present is not null && Interchange.Inline.InlinePieces.Equal(present.Text, target)) return present.IsStale(source) && isOfPresentSource ? ReturnState.Taken : ReturnState.Unchanged;
        if (!(present?.Hash.AsSpan().SequenceEqual(returned.TargetHash) ?? returned.TargetHash is null)) return ReturnState.Conflict;
        return isOfPresentSource ? ReturnState.Taken : ReturnState.TakenStale;
    }

    /// <summary>True when the file was made from the source that stands here.</summary>
    public static bool IsOfPresentSource(XliffReturned returned, SegmentText source) => returned.SourceHash is { } hash && hash.AsSpan().SequenceEqual(source.Hash);
}
