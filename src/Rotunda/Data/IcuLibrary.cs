using System.Runtime.InteropServices;

namespace Rotunda.Data;

/// <summary>Looks for ICU before the runtime does.</summary>
internal static class IcuLibrary
{
    /// <summary>The versions that the runtime looks for, beside the library without one.</summary>
    private const int Oldest = 50;

    private const int Newest = 90;

    /// <summary>
    /// Where ICU is missing the runtime ends the process with a stack trace at the first use of a culture. Told beforehand to do without, it lives
    /// long enough for <see cref="StartChecks.RequireUnicode"/> to say what is missing.
    /// </summary>
    /// <remarks>Must run before anything that has to do with cultures.</remarks>
    public static void LetItsAbsenceBeTold()
    {
        if (OperatingSystem.IsLinux() && !IsThere()) AppContext.SetSwitch("System.Globalization.Invariant", true);
    }

    private static bool IsThere()
    {
        // Loaded here, it is loaded already when the runtime asks for it
        for (var version = Newest; version >= Oldest; version--)
            if (NativeLibrary.TryLoad("libicuuc.so." + version.ToString(provider: null), out _)) return true;
        return NativeLibrary.TryLoad("libicuuc.so", out _);
    }
}
