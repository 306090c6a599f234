using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Leases;

namespace Rotunda.Modules.Newsroom.Articles;

/// <summary>Publishes what is scheduled, within a second of its time, on the node that holds the lease.</summary>
internal sealed class ScheduledPublishing(IServiceScopeFactory scopes, NodeLeases leases, WorkSignal signal, TimeProvider time, ILogger<ScheduledPublishing> logger) : BackgroundLoop(signal, time, logger)
{
    private const string LeaseName = "scheduled-publishing";

    private static readonly Duration LeaseLength = Duration.FromSeconds(15);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var workflow = scope.ServiceProvider.GetRequiredService<ArticleWorkflow>();
        if (!await workflow.IsAnythingDueAsync(cancellationToken) || !await leases.TryTakeAsync(LeaseName, LeaseLength, cancellationToken)) return;
        await workflow.PublishDueAsync(cancellationToken);
    }
}
