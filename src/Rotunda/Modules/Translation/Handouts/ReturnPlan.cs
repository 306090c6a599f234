using System.Security.Cryptography;
using System.Text;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>What becomes of a segment that came back.</summary>
public enum ReturnState
{
    /// <summary>Its target is taken over.</summary>
    Taken,

    /// <summary>Its target is taken over, and is stale at once: the source changed while it was away.</summary>
    TakenStale,

    /// <summary>Somebody changed the target here while it was away: a person decides.</summary>
    Conflict,

    /// <summary>The same stands here.</summary>
    Unchanged,

    /// <summary>It came back without a translation.</summary>
    Empty,

    /// <summary>The viewer may not write this pair of languages.</summary>
    Refused,

    /// <summary>There is no such segment any more.</summary>
    Missing,
}

/// <summary>A segment that came back, beside what stands here.</summary>
/// <param name="Returned">As the file has it.</param>
/// <param name="TextId">The text; empty when the segment is gone.</param>
/// <param name="Title">Of the text.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Source">The source as it stands here.</param>
/// <param name="Present">The target as it stands here; null when there is none.</param>
/// <param name="PresentHash">Its hash.</param>
public sealed record ReturnLine(XliffReturned Returned, Guid TextId, string Title, ReturnState State, string Source, string? Present, byte[]? PresentHash)
{
    /// <summary>How the source changed while the segment was away.</summary>
    public IReadOnlyList<DiffPart> SourceDifference => WordDiff.Compare(Returned.Source, Source);
}

/// <summary>What a file that came back would do, segment by segment.</summary>
/// <param name="From">The source language, as the site has it.</param>
/// <param name="To">The target language.</param>
/// <param name="Lines">In the order of the files.</param>
/// <param name="Foreign">How many units are not of this site.</param>
public sealed record ReturnPlan(string From, string To, IReadOnlyList<ReturnLine> Lines, int Foreign)
{
    /// <summary>Of what is shown: nothing is taken over that looks different by then.</summary>
    public string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines.Select(line =>
        $"{line.Returned.SegmentId}|{line.State}|{line.Returned.Target}|{(line.PresentHash is null ? "" : Convert.ToHexString(line.PresentHash))}|{line.Source}")))))[..16];

    public int Count(params ReturnState[] states) => Lines.Count(line => states.Contains(line.State));

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
        var isOfPresentSource = returned.SourceHash is { } hash && hash.AsSpan().SequenceEqual(source.Hash);
        // Compared as it reads: signs may be escaped in another way. The same words made from the present source are stale no longer
        if (present is not null && Interchange.Inline.InlinePieces.Equal(present.Text, target)) return present.IsStale(source) && isOfPresentSource ? ReturnState.Taken : ReturnState.Unchanged;
        if (!(present?.Hash.AsSpan().SequenceEqual(returned.TargetHash) ?? returned.TargetHash is null)) return ReturnState.Conflict;
        return isOfPresentSource ? ReturnState.Taken : ReturnState.TakenStale;
    }
}
