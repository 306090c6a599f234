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

/// <summary>A segment as it stands here, beside what came back.</summary>
/// <param name="TextId">Of its text.</param>
/// <param name="Source">The hash of the source; null when there is none.</param>
/// <param name="Target">The hash of the target; null when there is none.</param>
/// <param name="Words">The target itself.</param>
/// <param name="FromHash">The hash of the text that the target was made from.</param>
public sealed record Standing(Guid TextId, byte[]? Source, byte[]? Target, string? Words, byte[]? FromHash);

/// <summary>What a file that came back would do.</summary>
/// <param name="Draft">The file.</param>
/// <param name="Counts">How many segments are in each state.</param>
public sealed record ReturnPlan(ReturnDraft Draft, IReadOnlyDictionary<ReturnState, int> Counts)
{
    public int Count(ReturnState state) => Counts.GetValueOrDefault(state);

    /// <summary>What becomes of a segment.</summary>
    /// <param name="returned">As the file has it.</param>
    /// <param name="standing">As it stands here; null when it is gone.</param>
    /// <param name="mayWrite">The viewer may write this pair.</param>
    public static ReturnState StateOf(XliffReturned returned, Standing? standing, bool mayWrite)
    {
        if (standing?.Source is not { } source) return ReturnState.Missing;
        if (!mayWrite) return ReturnState.Refused;
        if (returned.Target is not { Length: > 0 } target) return ReturnState.Empty;
        var isOfPresentSource = IsOfPresentSource(returned, source);
        // Compared as it reads: signs may be escaped in another way. The same words made from the present source are stale no longer
        var isStale = standing.FromHash is { } made && !made.AsSpan().SequenceEqual(source);
        if (standing.Words is { } present && Interchange.Inline.InlinePieces.Equal(present, target)) return isStale && isOfPresentSource ? ReturnState.Taken : ReturnState.Unchanged;
        if (!(standing.Target?.AsSpan().SequenceEqual(returned.TargetHash) ?? returned.TargetHash is null)) return ReturnState.Conflict;
        return isOfPresentSource ? ReturnState.Taken : ReturnState.TakenStale;
    }

    /// <summary>True when the file was made from the source that stands here.</summary>
    /// <param name="source">The hash of the source here.</param>
    public static bool IsOfPresentSource(XliffReturned returned, byte[] source) => returned.SourceHash is { } hash && hash.AsSpan().SequenceEqual(source);
}
