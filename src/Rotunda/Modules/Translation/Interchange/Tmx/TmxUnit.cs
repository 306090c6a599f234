using NodaTime;

namespace Rotunda.Modules.Translation.Interchange.Tmx;

/// <summary>A segment in one language of a translation memory.</summary>
/// <param name="Language">BCP 47, as the file has it.</param>
/// <param name="Text">Inline Markdown.</param>
public sealed record TmxVariant(string Language, string Text);

/// <summary>A unit of a translation memory: the same segment in several languages.</summary>
/// <param name="Line">In the file, from 1; 0 for one that is to be written.</param>
/// <param name="SourceLanguage">BCP 47; null when every language may be the source.</param>
/// <param name="Variants">At least one.</param>
/// <param name="Context">What stood around it, as a hash in hexadecimal digits; null when it is not known.</param>
/// <param name="At">When it was last changed; null when it is not known.</param>
public sealed record TmxUnit(int Line, string? SourceLanguage, IReadOnlyList<TmxVariant> Variants, string? Context, Instant? At);
