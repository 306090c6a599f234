using System.Diagnostics;
using Xunit;

namespace Rotunda.Testing;

/// <summary>How long a test waits for what must come. Then it fails and says what did not come, instead of holding up the whole run without a word.</summary>
public static class Patience
{
    /// <summary>Far more than anything takes, also on a machine that does something else besides.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>Waits for what another task signals.</summary>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static Task SoonAsync(this Task signal) => signal.WaitAsync(Length);

    /// <summary>Does something until a condition holds.</summary>
    /// <param name="isDone">Asked before each step.</param>
    /// <param name="step">May end it, as the site's own loops may.</param>
    /// <param name="otherwise">What did not come.</param>
    public static async Task UntilAsync(Func<Task<bool>> isDone, Func<Task> step, Func<Task<string>> otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await isDone())
        {
            if (watch.Elapsed > Length) Assert.Fail(await otherwise());
            await step();
        }
    }

    /// <summary>Waits until a condition holds that nothing but time brings about.</summary>
    public static Task UntilAsync(Func<Task<bool>> isDone, string otherwise) => UntilAsync(isDone, async () => await Task.Yield(), () => Task.FromResult(otherwise));

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string)"/>
    public static Task UntilAsync(Func<bool> isDone, string otherwise) => UntilAsync(() => Task.FromResult(isDone()), otherwise);
}
