using Rotunda.Data.Jobs;

namespace Rotunda.Tests.Data.Jobs;

/// <summary>Does jobs of one kind as the test says.</summary>
public sealed class ScriptedHandler(string kind, Func<JobRun, CancellationToken, Task<string>> script) : IJobHandler
{
    public string Kind { get; } = kind;

    public Task<string> RunAsync(JobRun run, CancellationToken cancellationToken) => script(run, cancellationToken);
}
