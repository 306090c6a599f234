using Rotunda.Data;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared;

/// <summary>Runs what modules look at after a start, each until it succeeded once.</summary>
internal sealed class StartCheckLoop(IEnumerable<IStartCheck> checks, WorkSignal signal, TimeProvider time, ILogger<StartCheckLoop> logger) : BackgroundLoop(signal, time, logger)
{
    private readonly Queue<IStartCheck> _left = new(checks);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var count = _left.Count; count > 0; count--)
        {
            // One that fails comes again behind the others and keeps none of them back
            var check = _left.Dequeue();
            var isDone = false;
            try
            {
                await check.RunAsync(cancellationToken);
                isDone = true;
            }
            finally
            {
                if (!isDone) _left.Enqueue(check);
            }
        }
    }
}
