using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace Rotunda.Testing;

/// <summary>
/// Writes the name of a test that does not end into the file that <c>./test</c> names in <c>ROTUNDA_LONG_TESTS</c>: a run that is stopped from
/// outside would otherwise not say where it stood.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ToldWhenLongAttribute : BeforeAfterTestAttribute
{
    /// <summary>Longer than any test takes.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(4);

    private static readonly string? s_file = Environment.GetEnvironmentVariable("ROTUNDA_LONG_TESTS");
    private static readonly ConcurrentDictionary<string, Timer> s_running = new(StringComparer.Ordinal);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (s_file is not null) s_running[test.UniqueID] = new Timer(_ => File.AppendAllText(s_file, $"{test.TestDisplayName} runs for more than {s_long.TotalMinutes} minutes.\n"), null, s_long, Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (s_running.TryRemove(test.UniqueID, out var timer)) timer.Dispose();
    }
}
