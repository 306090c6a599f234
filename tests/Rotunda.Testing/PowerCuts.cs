using System.Globalization;

namespace Rotunda.Testing;

/// <summary>How often a test kills the program. <c>ROTUNDA_POWER_CUTS</c> asks for more than an ordinary run takes, such as 100.</summary>
public static class PowerCuts
{
    private static readonly int s_asked = int.TryParse(Environment.GetEnvironmentVariable("ROTUNDA_POWER_CUTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;

    /// <summary>The rounds of the test that cuts most.</summary>
    public static int Most(int ordinary) => s_asked > 0 ? s_asked : ordinary;

    /// <summary>The rounds of a test in which one takes long.</summary>
    public static int Some(int ordinary) => Math.Max(ordinary, s_asked / 5);
}
