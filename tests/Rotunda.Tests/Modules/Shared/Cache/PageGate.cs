using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Tests.Modules.Shared.Cache;

/// <summary>Holds one reader of the page «about» after its text was read, until a test lets go.</summary>
public sealed class PageGate : IPagePart
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    public string Page => "about";

    public int Order => int.MaxValue;

    /// <summary>Completes when the first reader waits.</summary>
    public Task Entered => _entered.Task;

    public void Open() => _open.TrySetResult();

    public async Task<PartView?> BuildAsync(Reader reader, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _held, 1) == 1) return null;
        _entered.TrySetResult();
        await _open.Task.WaitAsync(cancellationToken);
        return null;
    }
}
