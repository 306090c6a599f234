namespace Rotunda.Modules.Shared.Parts;

/// <summary>A step of the path above a page.</summary>
/// <param name="Label">In the reader's language.</param>
/// <param name="Path">With the language; null for the page itself.</param>
public sealed record Crumb(string Label, string? Path);
