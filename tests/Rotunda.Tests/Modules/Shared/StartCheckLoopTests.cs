using Microsoft.Extensions.Logging.Abstractions;
using Rotunda.Data;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>What modules look at after a start.</summary>
public sealed class StartCheckLoopTests
{
    [Fact]
    public async Task A_check_that_fails_keeps_none_of_the_others_back_and_comes_again()
    {
        var (failing, other) = (new Check(failures: 2), new Check(failures: 0));
        using var loop = new StartCheckLoop([failing, other], new WorkSignal(), new HurriedTime(), NullLogger<StartCheckLoop>.Instance);

        await loop.StartAsync(TestContext.Current.CancellationToken);
        await failing.Ended.Task.SoonAsync();
        await loop.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, 1, 1), (failing.Asked, failing.Done, other.Done));
        Assert.True(other.DoneBefore(failing));
    }

    /// <summary>Waits are over in a moment.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.FromMilliseconds(1), period);
    }

    private sealed class Check(int failures) : IStartCheck
    {
        private static int s_order;
        private int _order;

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public int Done { get; private set; }

        public bool DoneBefore(Check other) => _order < other._order;

        public Task RunAsync(CancellationToken cancellationToken)
        {
            Asked++;
            if (Asked <= failures) throw new InvalidOperationException("Not yet.");
            (Done, _order) = (Done + 1, Interlocked.Increment(ref s_order));
            Ended.SetResult();
            return Task.CompletedTask;
        }
    }
}
