using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Modules.Shared.Cache;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Search.Index;

/// <summary>Hears through the outbox that something that pages show has changed, and brings the index up to date.</summary>
internal sealed class IndexUpkeep(IServiceScopeFactory scopes) : IOutboxConsumer
{
    private readonly HashSet<Guid> _covered = [];

    public string Name => "search";

    public bool Wants(string kind) => kind == Publication.PagesChanged;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        // One look sees every change whose message was there before it
        if (_covered.Remove(delivery)) return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        var waiting = await db.Set<OutboxDelivery>().AsNoTracking().Where(row => row.Consumer == Name && row.DeliveredAt == null).Select(row => row.Id).ToListAsync(cancellationToken);
        var written = await scope.ServiceProvider.GetRequiredService<IndexKeeper>().RefreshAsync(cancellationToken);
        if (written > 0) await scope.ServiceProvider.GetRequiredService<RebuildRequest>().IfOutdatedAsync(cancellationToken);
        _covered.Clear();
        _covered.UnionWith(waiting);
        _covered.Remove(delivery);
    }
}

/// <summary>Makes the index anew in the background while the one before it is searched.</summary>
internal sealed class RebuildJob(IServiceScopeFactory scopes, TimeProvider time) : IJobHandler
{
    public const string JobKind = "search.rebuild";

    /// <summary>Between two looks whether somebody else is done.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var keeper = scope.ServiceProvider.GetRequiredService<IndexKeeper>();
            // Somebody else may have made it while this job waited
            if (!await keeper.IsOutdatedAsync(cancellationToken)) return "";
            if (await keeper.RebuildAsync((done, total) => run.AdvanceAsync(done, total, "", cancellationToken), cancellationToken) is { } count) return $"{count} things";
            // Somebody else is making one, or died while at it: then its place is free in two minutes
            await run.AdvanceAsync(0, 0, "", cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}

/// <summary>Asks for a new index where there is none, or where this version reads or weighs texts otherwise.</summary>
internal sealed class RebuildRequest(IServiceScopeFactory scopes, JobRunner jobs)
{
    public async Task IfOutdatedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<IndexKeeper>().IsOutdatedAsync(cancellationToken)) return;
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        if (await db.Set<Job>().AnyAsync(job => job.Kind == RebuildJob.JobKind && (job.State == JobState.Waiting || job.State == JobState.Running), cancellationToken)) return;
        jobs.Enqueue(db, RebuildJob.JobKind, "{}");
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Looks whether the index was made by this version.</summary>
internal sealed class IndexCheck(RebuildRequest request) : IStartCheck
{
    public Task RunAsync(CancellationToken cancellationToken) => request.IfOutdatedAsync(cancellationToken);
}

/// <summary>A demonstration is searched from its first page on.</summary>
internal sealed class IndexSeed(IndexKeeper keeper) : IDemonstrationSeeder
{
    public int Order => int.MaxValue;

    public Task SeedAsync(RotundaDb db, CancellationToken cancellationToken) => keeper.RebuildAsync((_, _) => Task.CompletedTask, cancellationToken);
}

/// <summary>The statistics of the index that is searched agree with what it holds. One that is being made beside it is whole only at its end.</summary>
internal sealed class IndexAgrees : IInvariant
{
    public string Name => "index of the search";

    public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var counts = await db.IndexDocuments.GroupBy(document => document.PartitionId)
            .Select(group => new { Partition = group.Key, Documents = group.Count(), Length = group.Sum(document => (long)document.Length), Terms = group.Sum(document => (long)document.TermCount) })
            .ToDictionaryAsync(row => row.Partition, cancellationToken);
        var terms = await db.IndexedTerms.GroupBy(term => term.PartitionId).Select(group => new { Partition = group.Key, Documents = group.Sum(term => (long)term.Documents) })
            .ToDictionaryAsync(row => row.Partition, row => row.Documents, cancellationToken);
        var violations = new List<string>();
        var partitions = await db.IndexPartitions.AsNoTracking().ToListAsync(cancellationToken);
        var searched = await db.IndexStates.Select(state => state.Generation).SingleOrDefaultAsync(cancellationToken);
        foreach (var partition in partitions.Where(partition => partition.Generation == searched))
        {
            var counted = counts.GetValueOrDefault(partition.Id);
            if ((counted?.Documents ?? 0, counted?.Length ?? 0) != (partition.Documents, partition.Length)) violations.Add($"Partition {partition.Id} counts {partition.Documents} texts and holds {counted?.Documents ?? 0}.");
            if (terms.GetValueOrDefault(partition.Id) != (counted?.Terms ?? 0)) violations.Add($"The terms of partition {partition.Id} count other texts than it holds.");
        }

        if (partitions.Exists(partition => partition.Generation != searched)) return violations;
        var postings = await db.Set<IndexPosting>().LongCountAsync(cancellationToken);
        var posted = await db.IndexedTerms.Where(term => !EF.Functions.Like(term.Key, "=%")).SumAsync(term => (long)term.Documents, cancellationToken);
        if (postings != posted) violations.Add($"There are {postings} postings for {posted} occurrences of terms.");
        return violations;
    }
}
