using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Jobs;

/// <summary>Long tasks: they tell how far they are, stop when asked, and go on where a dead node left them.</summary>
public abstract class JobTests(Site site)
{
    [Fact]
    public async Task A_job_tells_its_progress_and_its_result()
    {
        var seen = new List<Job>();
        await using var node = NodeWith("counting", async (run, cancellationToken) =>
        {
            for (var step = 1; step <= 3; step++)
            {
                await run.AdvanceAsync(step, 3, Written(step), cancellationToken);
                seen.Add(await JobAsync("counting"));
            }

            return "counted " + run.Arguments;
        });
        await EnqueueAsync(node, "counting", "sheep");

        Assert.True(await RunnerOf(node).RunNextAsync(CancellationToken.None));

        Assert.Equal([(1, 3, "1", JobState.Running), (2, 3, "2", JobState.Running), (3, 3, "3", JobState.Running)], seen.Select(job => (job.Progress, job.Total, job.Cursor!, job.State)));
        Assert.Equal(site.Clock.GetCurrentInstant() + Duration.FromMinutes(2), seen[^1].LeasedUntil);
        var done = await JobAsync("counting");
        Assert.Equal((JobState.Done, "counted sheep", null, null), (done.State, done.Message, done.Owner, done.LeasedUntil));
        Assert.False(await RunnerOf(node).RunNextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_job_that_is_asked_to_stop_stops_at_its_next_step()
    {
        var reached = 0;
        await using var node = NodeWith("stopping", async (run, cancellationToken) =>
        {
            for (reached = 1; reached <= 10; reached++)
            {
                if (reached == 3) await CancelAsync("stopping");
                await run.AdvanceAsync(reached, 10, Written(reached), cancellationToken);
            }

            return "all";
        });
        await EnqueueAsync(node, "stopping", "");

        await RunnerOf(node).RunNextAsync(CancellationToken.None);

        var job = await JobAsync("stopping");
        Assert.Equal((JobState.Cancelled, 3, 3, "3"), (job.State, reached, job.Progress, job.Cursor));
        Assert.False(await RunnerOf(node).RunNextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_job_that_was_cancelled_while_it_waited_never_begins()
    {
        var begun = false;
        await using var node = NodeWith("unwanted", (_, _) =>
        {
            begun = true;
            return Task.FromResult("");
        });
        await EnqueueAsync(node, "unwanted", "");
        await CancelAsync("unwanted");

        await RunnerOf(node).RunNextAsync(CancellationToken.None);

        Assert.Equal((JobState.Cancelled, false), ((await JobAsync("unwanted")).State, begun));
    }

    [Fact]
    public async Task Another_node_goes_on_where_a_dead_one_stopped_and_the_late_one_changes_nothing()
    {
        var (stuck, release, from) = (new TaskCompletionSource(), new TaskCompletionSource(), new List<string?>());
        await using var first = NodeWith("inherited", async (run, cancellationToken) =>
        {
            await run.AdvanceAsync(2, 5, "2", cancellationToken);
            stuck.SetResult();
            await release.Task;
            await run.AdvanceAsync(3, 5, "3", cancellationToken);
            return "the first";
        });
        await using var second = NodeWith("inherited", async (run, cancellationToken) =>
        {
            from.Add(run.Cursor);
            await run.AdvanceAsync(5, 5, "5", cancellationToken);
            return "the second";
        });
        await EnqueueAsync(first, "inherited", "");
        var running = RunnerOf(first).RunNextAsync(CancellationToken.None);
        await stuck.Task.SoonAsync();

        site.Clock.Advance(Duration.FromMinutes(2));
        var early = await RunnerOf(second).RunNextAsync(CancellationToken.None);
        site.Clock.Advance(Duration.FromSeconds(1));
        var late = await RunnerOf(second).RunNextAsync(CancellationToken.None);
        release.SetResult();
        await running;

        Assert.Equal((false, true), (early, late));
        Assert.Equal(["2"], from);
        var job = await JobAsync("inherited");
        Assert.Equal((JobState.Done, "the second", 5, "5"), (job.State, job.Message, job.Progress, job.Cursor));
    }

    [Fact]
    public async Task A_node_that_stops_leaves_the_job_to_the_next_one()
    {
        using var stop = new CancellationTokenSource();
        var from = new List<string?>();
        await using var node = NodeWith("handed-over", async (run, cancellationToken) =>
        {
            from.Add(run.Cursor);
            await run.AdvanceAsync(1, 2, "1", CancellationToken.None);
            if (from.Count == 1) await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return "done";
        });
        await EnqueueAsync(node, "handed-over", "");

        await RunnerOf(node).RunNextAsync(stop.Token);
        var waiting = await JobAsync("handed-over");
        await RunnerOf(node).RunNextAsync(CancellationToken.None);

        Assert.Equal((JobState.Waiting, null), (waiting.State, waiting.Owner));
        Assert.Equal([null, "1"], from);
        Assert.Equal(JobState.Done, (await JobAsync("handed-over")).State);
    }

    [Fact]
    public async Task A_failure_is_told_and_not_tried_again()
    {
        await using var node = NodeWith("failing", (_, _) => throw new InvalidOperationException("The third line is not a number."));
        await EnqueueAsync(node, "failing", "");

        Assert.True(await RunnerOf(node).RunNextAsync(CancellationToken.None));
        Assert.False(await RunnerOf(node).RunNextAsync(CancellationToken.None));

        var job = await JobAsync("failing");
        Assert.Equal((JobState.Failed, "The third line is not a number.", null), (job.State, job.Message, job.Owner));
    }

    [Fact]
    public async Task A_job_that_ends_the_program_is_given_up_after_three_attempts()
    {
        var (begun, release) = (0, new TaskCompletionSource());
        TaskCompletionSource[] started = [new(), new(), new()];
        await using var node = NodeWith("deadly", async (_, _) =>
        {
            started[begun++].SetResult();
            await release.Task;
            return "never told";
        });
        await EnqueueAsync(node, "deadly", "");
        var dead = new List<Task<bool>>();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            // Each attempt says nothing any more, as if its program had ended
            dead.Add(RunnerOf(node).RunNextAsync(CancellationToken.None));
            await started[attempt].Task.SoonAsync();
            site.Clock.Advance(Duration.FromMinutes(2) + Duration.FromSeconds(1));
        }

        Assert.True(await RunnerOf(node).RunNextAsync(CancellationToken.None));
        Assert.False(await RunnerOf(node).RunNextAsync(CancellationToken.None));
        release.SetResult();
        await Task.WhenAll(dead);

        var job = await JobAsync("deadly");
        Assert.Equal((3, JobState.Failed, true, null), (begun, job.State, job.HasGivenUp, job.Owner));
    }

    [Fact]
    public async Task A_job_that_gets_further_each_time_is_not_given_up()
    {
        var release = new TaskCompletionSource();
        TaskCompletionSource[] started = [new(), new(), new(), new()];
        await using var node = NodeWith("slow-but-steady", async (run, cancellationToken) =>
        {
            var place = int.Parse(run.Cursor ?? "0", CultureInfo.InvariantCulture);
            if (place == started.Length) return "done";
            await run.AdvanceAsync(place + 1, 5, (place + 1).ToString(CultureInfo.InvariantCulture), cancellationToken);
            started[place].SetResult();
            await release.Task;
            return "never told";
        });
        await EnqueueAsync(node, "slow-but-steady", "");
        var dead = new List<Task<bool>>();
        foreach (var beginning in started)
        {
            dead.Add(RunnerOf(node).RunNextAsync(CancellationToken.None));
            await beginning.Task.SoonAsync();
            site.Clock.Advance(Duration.FromMinutes(2) + Duration.FromSeconds(1));
        }

        Assert.True(await RunnerOf(node).RunNextAsync(CancellationToken.None));
        release.SetResult();
        await Task.WhenAll(dead);

        var job = await JobAsync("slow-but-steady");
        Assert.Equal((JobState.Done, "done"), (job.State, job.Message));
    }

    [Fact]
    public async Task Stopping_in_order_is_no_attempt()
    {
        await using var node = NodeWith("often-stopped", (_, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult("done");
        });
        await EnqueueAsync(node, "often-stopped", "");

        for (var i = 0; i < 5; i++)
        {
            using var stop = new CancellationTokenSource();
            await using var other = NodeWith("often-stopped", async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                return "never";
            });
            await RunnerOf(other).RunNextAsync(stop.Token);
        }

        await RunnerOf(node).RunNextAsync(CancellationToken.None);

        var job = await JobAsync("often-stopped");
        Assert.Equal((JobState.Done, 1), (job.State, job.Attempts));
    }

    [Fact]
    public async Task Two_nodes_never_run_one_job_twice()
    {
        var runs = 0;
        Task<string> Count(JobRun run, CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref runs).ToString(CultureInfo.InvariantCulture));
        await using var first = NodeWith("shared", Count);
        await using var second = NodeWith("shared", Count);
        for (var i = 0; i < 10; i++) await EnqueueAsync(first, "shared", Written(i));

        await Task.WhenAll(new[] { first, second }.Select(node => Task.Run(async () =>
        {
            // A node that lost a race finds nothing that once; the other one goes on
            for (var empty = 0; empty < 3; empty += await RunnerOf(node).RunNextAsync(CancellationToken.None) ? 0 : 1)
            {
            }
        })));

        await using var db = site.Db();
        Assert.Equal((10, 10), (runs, await db.Set<Job>().CountAsync(job => job.Kind == "shared" && job.State == JobState.Done)));
    }

    private OtherNode NodeWith(string kind, Func<JobRun, CancellationToken, Task<string>> script) => OtherNode.Of(site, services =>
    {
        services.RemoveAll<IJobHandler>();
        services.AddSingleton<IJobHandler>(new ScriptedHandler(kind, script));
    });

    private static JobRunner RunnerOf(OtherNode node) => node.Services.GetRequiredService<JobRunner>();

    private async Task EnqueueAsync(OtherNode node, string kind, string arguments)
    {
        await using var db = site.Db();
        RunnerOf(node).Enqueue(db, kind, arguments);
        await db.SaveChangesAsync();
    }

    private async Task<Job> JobAsync(string kind)
    {
        await using var db = site.Db();
        return await db.Set<Job>().AsNoTracking().SingleAsync(job => job.Kind == kind);
    }

    private async Task CancelAsync(string kind)
    {
        await using var db = site.Db();
        await db.Set<Job>().Where(job => job.Kind == kind).ExecuteUpdateAsync(set => set.SetProperty(job => job.IsCancelRequested, true));
    }

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}

public sealed class JobTestsOnSqlite(EmptySqliteSite site) : JobTests(site), IClassFixture<EmptySqliteSite>;

public sealed class JobTestsOnPostgres(EmptyPostgresSite site) : JobTests(site), IClassFixture<EmptyPostgresSite>;
