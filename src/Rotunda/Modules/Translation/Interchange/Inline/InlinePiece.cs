namespace Rotunda.Modules.Translation.Interchange.Inline;

/// <summary>What a piece of a segment is for a translator's tool.</summary>
public enum PieceKind
{
    Text,

    /// <summary>A code that begins something, such as emphasis.</summary>
    Open,

    /// <summary>The code that ends what the one with the same number began.</summary>
    Close,

    /// <summary>A code that stands by itself, such as an address.</summary>
    Alone,
}

/// <summary>What a code does.</summary>
public enum CodeStyle
{
    Other,
    Italic,
    Bold,
    Link,
    Image,
}

/// <summary>A piece of a segment: words to translate, or a code to keep.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The words without any escape, or the Markdown of the code.</param>
/// <param name="Number">Of a code, from 1 within its segment; the same for both halves.</param>
/// <param name="Style">What the code does.</param>
public readonly record struct InlinePiece(PieceKind Kind, string Value, int Number = 0, CodeStyle Style = CodeStyle.Other);
