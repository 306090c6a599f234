using NodaTime;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>What was handed out at one time, so that it is known again when it comes back.</summary>
/// <param name="Id">Stands in the file.</param>
/// <param name="SourceLanguage">BCP 47.</param>
/// <param name="TargetLanguage">BCP 47.</param>
/// <param name="At">When it was handed out.</param>
public sealed record XliffJob(Guid Id, string SourceLanguage, string TargetLanguage, Instant At);

/// <summary>A text to translate.</summary>
/// <param name="TextId">Of the text.</param>
/// <param name="Original">What a person calls it, such as its title.</param>
/// <param name="Segments">In the order of reading; taken one by one.</param>
public sealed record XliffText(Guid TextId, string Original, IEnumerable<XliffSegment> Segments);

/// <summary>A match from the memory that goes along.</summary>
public sealed record XliffMatch(string Source, string Target, int Percent);

/// <summary>A term that goes along.</summary>
/// <param name="Term">In the source.</param>
/// <param name="Translations">Those that are wanted.</param>
/// <param name="Definition">A note on its use; null for none.</param>
public sealed record XliffTerm(string Term, IReadOnlyList<string> Translations, string? Definition);

/// <summary>A segment to translate, with everything that helps.</summary>
/// <param name="SegmentId">Of the segment.</param>
/// <param name="Name">What it is: title, heading, paragraph.</param>
/// <param name="Source">Inline Markdown.</param>
/// <param name="Target">Inline Markdown; null while there is none.</param>
/// <param name="State">Of the target.</param>
/// <param name="IsMachineMade">The target comes from a machine.</param>
/// <param name="Matches">From the memory.</param>
/// <param name="Terms">Of the termbase that occur in the source.</param>
/// <param name="Notes">What people said of it.</param>
public sealed record XliffSegment(
    Guid SegmentId, string Name, string Source, string? Target, TranslationState State, bool IsMachineMade,
    IReadOnlyList<XliffMatch> Matches, IReadOnlyList<XliffTerm> Terms, IReadOnlyList<string> Notes)
{
    /// <summary>The source taken apart, where that was done before.</summary>
    public IReadOnlyList<InlinePiece>? SourcePieces { get; init; }

    /// <summary>The hash of the source (<see cref="SegmentText.HashOf(string)"/>), where it is known.</summary>
    public byte[]? SourceHash { get; init; }
}
