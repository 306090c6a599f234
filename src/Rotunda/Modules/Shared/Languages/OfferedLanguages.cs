using Rotunda.Data.Settings;

namespace Rotunda.Modules.Shared.Languages;

/// <summary>Which of the languages that there are files for the site offers.</summary>
public sealed record OfferedLanguages : ISettingsGroup<OfferedLanguages>
{
    public static string Group => "languages";

    public static OfferedLanguages Default { get; } = new();

    /// <summary>In the order of the site, the first being the default; empty for all.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];
}
