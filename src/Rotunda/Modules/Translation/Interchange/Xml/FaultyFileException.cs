namespace Rotunda.Modules.Translation.Interchange.Xml;

/// <summary>A file of somebody else breaks a rule of its format. It never leaves the readers of this folder: they answer with a <see cref="FileFault"/>.</summary>
public sealed class FaultyFileException(int line, string reason) : Exception(reason)
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    public FileFault Fault => new(Line, Message);
}

/// <summary>Why a file is refused.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record FileFault(int Line, string Reason);
