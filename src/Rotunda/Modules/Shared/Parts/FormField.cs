namespace Rotunda.Modules.Shared.Parts;

/// <summary>A text field of a form.</summary>
/// <param name="Name">The name in the form.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Value">What was typed, or what is stored.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
public sealed record FormField(string Name, string Label, string Value, string? Fault = null)
{
    public string Type { get; init; } = "text";

    public int MaxLength { get; init; } = 500;

    public bool IsRequired { get; init; }

    /// <summary>How to fill it in; may be null.</summary>
    public string? Hint { get; init; }

    public string? Autocomplete { get; init; }

    /// <summary>The BCP 47 tag of the value's language, where it is not the page's.</summary>
    public string? Language { get; init; }

    /// <summary>What is stored now, shown beside what was typed after a conflict.</summary>
    public string? Stored { get; init; }

    /// <summary>More than one line.</summary>
    public bool IsLong { get; init; }

    /// <summary>The id of the element: names may hold dots.</summary>
    public string Id => "f-" + Name.Replace('.', '-').ToLowerInvariant();
}
