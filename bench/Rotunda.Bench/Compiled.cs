using System.Runtime;

namespace Rotunda.Bench;

/// <summary>The state of a program that has run for a while, as a measurement of this process wants it.</summary>
public static class Compiled
{
    /// <summary>Waits until the runtime compiles no more methods anew for speed, as it does in the seconds after they were first used.</summary>
    public static async Task WaitAsync()
    {
        for (var count = -1L; count != JitInfo.GetCompiledMethodCount(); await Task.Delay(TimeSpan.FromSeconds(1))) count = JitInfo.GetCompiledMethodCount();
    }
}
