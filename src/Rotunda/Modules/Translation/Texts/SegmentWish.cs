namespace Rotunda.Modules.Translation.Texts;

/// <summary>A segment of a translation as a form, a file or a machine has it.</summary>
/// <param name="SegmentId">Which segment.</param>
/// <param name="Text">Its words; empty takes the translation away, or belongs to a shape without words.</param>
public sealed record SegmentWish(Guid SegmentId, string Text)
{
    public SegmentShape Shape { get; init; }

    /// <summary>The hash of the translation that the writer saw; null where there was none. A difference is a conflict.</summary>
    public byte[]? Base { get; init; }

    /// <summary>The language that it was made from; null for the source language.</summary>
    public string? FromLanguage { get; init; }

    /// <summary>The text that the writer saw; null for the present one. Where it reads differently now, the translation is stale at once.</summary>
    public string? FromText { get; init; }

    /// <summary>The hash of the text that the writer saw, where its words are not at hand; null for the present one. Words of another hash are looked up in the record.</summary>
    public byte[]? FromHash { get; init; }

    /// <summary>The words of that hash as a file has them: what the translation is marked as made from where the record does not know the hash; null for none.</summary>
    public string? FromWords { get; init; }

    /// <summary>At most <see cref="TranslationState.Translated"/>: approving is another operation.</summary>
    public TranslationState State { get; init; } = TranslationState.Translated;

    public SegmentOrigin Origin { get; init; }
}

/// <summary>A wish and the text whose segment it is of.</summary>
public sealed record TextWish(Guid TextId, SegmentWish Wish);

/// <summary>What became of one segment.</summary>
public enum PutResult
{
    Stored,

    /// <summary>The same words, state and source stand there already.</summary>
    Unchanged,

    /// <summary>Somebody else wrote in the meantime; nothing was stored.</summary>
    Conflict,

    /// <summary>The viewer may not do this here.</summary>
    Refused,

    /// <summary>The text has no such segment, or it was taken away.</summary>
    Missing,

    /// <summary>Too long, or nothing to translate from.</summary>
    Invalid,

    /// <summary>To be approved only by somebody who did not make it.</summary>
    OwnWork,

    /// <summary>Not to be approved while its source reads differently.</summary>
    Stale,

    /// <summary>Its source reads differently from what was shown; nothing was stored.</summary>
    SourceMoved,

    /// <summary>Made from a translation that is not approved itself.</summary>
    PivotOpen,
}

/// <summary>A segment as it was shown to whoever judges it.</summary>
/// <param name="Hash">Of the translation.</param>
/// <param name="FromHash">Of the text beside it; null where that is not known.</param>
public sealed record SeenSegment(byte[] Hash, byte[]? FromHash = null);

/// <summary>What became of one segment, and what stands there now.</summary>
public sealed record SegmentAnswer(Guid SegmentId, PutResult Result, SegmentText? Present)
{
    /// <summary>True when the source reads differently from what the writer saw: what was stored is stale at once.</summary>
    public bool IsSourceMoved { get; init; }

    /// <summary>True when what was wished stands there.</summary>
    public bool IsDone => Result is PutResult.Stored or PutResult.Unchanged;
}
