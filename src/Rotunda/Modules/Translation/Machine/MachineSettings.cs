using Rotunda.Data.Settings;

namespace Rotunda.Modules.Translation.Machine;

/// <summary>Whether a machine may propose translations, and which: any server with the interface of LibreTranslate.</summary>
/// <param name="IsOn">False until an administrator turns it on.</param>
/// <param name="Address">Of the server, such as <c>https://translate.example.org</c>.</param>
/// <param name="Key">Empty for a server without keys.</param>
/// <param name="MayBePrivate">The server may stand in the association's own network.</param>
/// <param name="Seconds">How long one answer may take.</param>
public sealed record MachineSettings(bool IsOn, string Address, string Key, bool MayBePrivate, int Seconds) : ISettingsGroup<MachineSettings>
{
    public static string Group => "machine-translation";

    public static MachineSettings Default { get; } = new(false, "", "", false, 30);
}
