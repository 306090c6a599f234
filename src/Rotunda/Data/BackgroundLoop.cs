using System.Diagnostics;

namespace Rotunda.Data;

/// <summary>Wakes the background loops of this process when there is work, so that they need not ask the database often.</summary>
public sealed class WorkSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called after a commit that left work.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Completes at the next <see cref="Raise"/> or after a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _next.Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing was raised in this process: look anyway, another node may have left work
        }
    }
}

/// <summary>A background task that runs once a second or as soon as work is signalled, and outlives its own failures.</summary>
public abstract class BackgroundLoop(WorkSignal signal, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>The first readers come before work that an earlier run left behind.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    /// <summary>What is done in the background is known by this name among activities.</summary>
    public const string ActivityName = "rotunda.background";

    /// <summary>Does what waits.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await signal.WaitAsync(AfterStart, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var raised = signal.WaitAsync(Interval, time, stoppingToken);
                // What is logged and asked of the database in one run belongs together, and to no request
                using (new Activity(ActivityName).Start()) await RunAsync(stoppingToken);
                await raised;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.LogError(error, "{Loop} failed and goes on in {Seconds} s", GetType().Name, AfterFailure.TotalSeconds);
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
