using NodaTime;
using Rotunda.Modules.Translation.Intake;

namespace Rotunda.Modules.Newsroom.OldSite;

/// <summary>A saved page of an old site, as far as it was understood. Names and titles are what the page itself says.</summary>
/// <param name="File">The name of the file.</param>
/// <param name="Language">The code of its language, told by its script.</param>
/// <param name="Title">The headline.</param>
/// <param name="Text">The body.</param>
public sealed record SavedPage(string File, string Language, string Title, FoundText Text)
{
    /// <summary>The day that the page states; null where it states none.</summary>
    public LocalDate? Date { get; init; }

    /// <summary>The steps from the old home page, as they were named.</summary>
    public IReadOnlyList<string> Breadcrumb { get; init; } = [];

    /// <summary>The steps between the home page and the page itself.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    public string? Author { get; init; }

    public string? TranslatedBy { get; init; }

    public string? ReviewedBy { get; init; }

    /// <summary>The title of the page before it there.</summary>
    public string? Previous { get; init; }

    /// <summary>The title of the page after it there.</summary>
    public string? Next { get; init; }

    /// <summary>Who published it, where the page says so.</summary>
    public string? Publisher { get; init; }

    /// <summary>Where it lay, where the page says so.</summary>
    public string? Address { get; init; }

    /// <summary>Lines that belong to no field: navigation, footers.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
