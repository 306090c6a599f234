using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data.Leases;

namespace Rotunda.Data.Jobs;

/// <summary>A job at work: its arguments, its cursor, and the way to say how far it is.</summary>
public sealed class JobRun(RotundaDb db, Guid id, string owner, string arguments, string? cursor, Func<Instant> leaseUntil)
{
    public string Arguments { get; } = arguments;

    /// <summary>Where the last run stopped; null at the beginning.</summary>
    public string? Cursor { get; } = cursor;

    /// <summary>Stores how far the work is, renews the lease, and stops the run when somebody cancelled it.</summary>
    /// <exception cref="JobCancelledException">Somebody asked the job to stop.</exception>
    /// <exception cref="JobLostException">The lease lapsed, and another node goes on with the job.</exception>
    public Task AdvanceAsync(int progress, int total, string cursor, CancellationToken cancellationToken) => AdvanceAsync(db, progress, total, cursor, cancellationToken);

    /// <summary>The same in the transaction of the step itself, so that both are stored or neither is.</summary>
    /// <param name="context">The context of the step.</param>
    /// <inheritdoc cref="AdvanceAsync(int, int, string, CancellationToken)"/>
    public async Task AdvanceAsync(RotundaDb context, int progress, int total, string cursor, CancellationToken cancellationToken)
    {
        var until = leaseUntil();
        var mine = await context.Set<Job>().Where(job => job.Id == id && job.Owner == owner).ExecuteUpdateAsync(
            // A run that gets further begins a new count: given up is what ends the program at one place again and again
            set => set.SetProperty(job => job.Attempts, job => job.Cursor == cursor ? job.Attempts : 1)
                .SetProperty(job => job.Progress, progress).SetProperty(job => job.Total, total)
                .SetProperty(job => job.Cursor, cursor).SetProperty(job => job.LeasedUntil, until), cancellationToken);
        if (mine == 0) throw new JobLostException();
        if (await context.Set<Job>().AnyAsync(job => job.Id == id && job.IsCancelRequested, cancellationToken)) throw new JobCancelledException();
    }
}

/// <summary>Somebody cancelled the job that is running.</summary>
public sealed class JobCancelledException() : OperationCanceledException("The job was cancelled.");

/// <summary>Another node took the job over while this one said nothing of its progress.</summary>
public sealed class JobLostException() : OperationCanceledException("The job went to another node.");

/// <summary>Takes jobs and runs them; one at a time on each node.</summary>
public sealed class JobRunner(
    IDbContextFactory<RotundaDb> contexts, IEnumerable<IJobHandler> handlers, NodeLeases leases, IClock clock, ILogger<JobRunner> logger)
{
    /// <summary>How often a job is begun before it is given up: one that ends the program would do so at every start.</summary>
    public const int MostAttempts = 3;

    /// <summary>The message of a job that was given up.</summary>
    public const string GivenUp = "Given up: the program ended during every attempt.";

    /// <summary>How long a node keeps a job without telling progress.</summary>
    private static readonly Duration LeaseLength = Duration.FromMinutes(2);

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>Runs the oldest job that waits, or that a dead node left.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> RunNextAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var next = await db.Set<Job>().AsNoTracking()
            .Where(job => job.State == JobState.Waiting || (job.State == JobState.Running && job.LeasedUntil < now))
            .Where(job => _handlers.Keys.Contains(job.Kind))
            .OrderBy(job => job.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        if (next is null || !await TakeAsync(db, next, now, cancellationToken)) return false;

        var run = new JobRun(db, next.Id, leases.Node, next.Arguments, next.Cursor, () => clock.GetCurrentInstant() + LeaseLength);
        var (state, message) = await RunAsync(next, run, cancellationToken);
        var attempts = state == JobState.Waiting ? next.Attempts : next.Attempts + 1;
        if (state == JobState.Failed && message == GivenUp) logger.LogError("Job {Job} of kind {Kind} is given up after {Attempts} attempts, each of which ended with the program", next.Id, next.Kind, next.Attempts);
        await db.Set<Job>().Where(job => job.Id == next.Id && job.Owner == leases.Node).ExecuteUpdateAsync(
            set => set.SetProperty(job => job.State, state).SetProperty(job => job.Message, message).SetProperty(job => job.Attempts, attempts)
                .SetProperty(job => job.Owner, (string?)null).SetProperty(job => job.LeasedUntil, (Instant?)null), CancellationToken.None);
        return true;
    }

    /// <summary>Adds a job to the context of an operation.</summary>
    public Job Enqueue(RotundaDb db, string kind, string arguments, Guid? createdBy = null)
    {
        var job = new Job { Id = RowId.New(), Kind = kind, Arguments = arguments, State = JobState.Waiting, CreatedAt = clock.GetCurrentInstant(), CreatedBy = createdBy };
        db.Add(job);
        return job;
    }

    private async Task<bool> TakeAsync(RotundaDb db, Job job, Instant now, CancellationToken cancellationToken)
    {
        var until = now + LeaseLength;
        return await db.Set<Job>()
            .Where(row => row.Id == job.Id && row.State == job.State && row.LeasedUntil == job.LeasedUntil)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, JobState.Running).SetProperty(row => row.Attempts, row => row.Attempts + 1)
                .SetProperty(row => row.Owner, leases.Node).SetProperty(row => row.LeasedUntil, until), cancellationToken) == 1;
    }

    private async Task<(JobState State, string Message)> RunAsync(Job job, JobRun run, CancellationToken cancellationToken)
    {
        if (job.IsCancelRequested) return (JobState.Cancelled, "");
        if (job.Attempts >= MostAttempts) return (JobState.Failed, GivenUp);
        try
        {
            return (JobState.Done, await _handlers[job.Kind].RunAsync(run, cancellationToken));
        }
        catch (JobCancelledException)
        {
            return (JobState.Cancelled, "");
        }
        catch (JobLostException)
        {
            // What is stored is the other node's
            return (JobState.Running, "");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (JobState.Waiting, "");
        }
        catch (Exception error)
        {
            logger.LogError(error, "Job {Job} of kind {Kind} failed", job.Id, job.Kind);
            return (JobState.Failed, error.Message);
        }
    }
}
