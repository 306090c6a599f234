using Rotunda.Data.Settings;
using Rotunda.Data.Values;

namespace Rotunda.Tests.Data.Settings;

/// <summary>A group of settings that only these tests know.</summary>
public sealed record PatienceSettings(int Days, LocalizedText Motto, bool IsStrict = true) : ISettingsGroup<PatienceSettings>
{
    public static string Group => "test.patience";

    public static PatienceSettings Default { get; } = new(14, LocalizedText.Empty);
}
