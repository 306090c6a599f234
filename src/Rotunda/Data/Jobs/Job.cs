using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Rotunda.Data.Jobs;

public enum JobState
{
    /// <summary>Waits for a node, also after a node died at work.</summary>
    Waiting,

    /// <summary>A node works on it while its lease lasts.</summary>
    Running,

    Done,

    /// <summary>It ended with an error, which <see cref="Job.Message"/> tells.</summary>
    Failed,

    /// <summary>Somebody asked it to stop, and it did.</summary>
    Cancelled,
}

/// <summary>A long task: it shows how far it is, can be cancelled, and goes on where it stood after a crash.</summary>
public sealed class Job
{
    public Guid Id { get; init; }

    /// <summary>Which handler does it.</summary>
    public required string Kind { get; init; }

    /// <summary>What the handler needs to know, as JSON.</summary>
    public required string Arguments { get; init; }

    public JobState State { get; set; }

    /// <summary>Steps done.</summary>
    public int Progress { get; set; }

    /// <summary>Steps in all; 0 while not known.</summary>
    public int Total { get; set; }

    /// <summary>Where the handler goes on after an interruption, in its own words.</summary>
    public string? Cursor { get; set; }

    /// <summary>What a person should know: the result, or the error.</summary>
    public string? Message { get; set; }

    public bool IsCancelRequested { get; set; }

    public Instant CreatedAt { get; init; }

    public Guid? CreatedBy { get; init; }

    /// <summary>How often a node began or went on with it; one that stopped in order gives its attempt back.</summary>
    public int Attempts { get; set; }

    /// <summary>The node at work.</summary>
    public string? Owner { get; set; }

    /// <summary>Until when the node has it.</summary>
    public Instant? LeasedUntil { get; set; }

    /// <summary>Every attempt ended with the program that made it, and none is made any more.</summary>
    public bool HasGivenUp => State == JobState.Failed && Message == JobRunner.GivenUp;
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("job", table => table.HasCheckConstraint("ck_job_progress", "\"Progress\" >= 0 AND \"Total\" >= 0 AND \"Attempts\" >= 0"));
        builder.Property(job => job.Kind).HasMaxLength(80);
        builder.Property(job => job.State).HasConversion<string>().HasMaxLength(20);
        builder.Ignore(job => job.HasGivenUp);
        builder.HasIndex(job => new { job.State, job.CreatedAt });
    }
}

/// <summary>Does the jobs of one kind.</summary>
public interface IJobHandler
{
    string Kind { get; }

    /// <summary>Works from the cursor on, and calls <see cref="JobRun.AdvanceAsync"/> after each step that may stand alone.</summary>
    /// <returns>What to tell a person at the end.</returns>
    Task<string> RunAsync(JobRun run, CancellationToken cancellationToken);
}
