using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Memory;
using Rotunda.Modules.Translation.Terms;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>Compares a file that came back with what stands here.</summary>
internal sealed class ReturnReadJob(IServiceScopeFactory scopes) : IJobHandler
{
    public const string JobKind = "handout.read";

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReturnOperations>().ReadAsync(JsonSerializer.Deserialize<ReturnOrder>(run.Arguments, StoredJson.Options)!, run, cancellationToken);
        return "";
    }
}

/// <summary>Takes a file over as it was shown.</summary>
internal sealed class ReturnTakeJob(IServiceScopeFactory scopes) : IJobHandler
{
    public const string JobKind = "handout.take";

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReturnOperations>().TakeAsync(JsonSerializer.Deserialize<ReturnOrder>(run.Arguments, StoredJson.Options)!, run, cancellationToken);
        return "";
    }
}

/// <summary>
/// Files that were brought for memory and termbase, and files that came back, go a week after they came, when no job with one waits. What is shown of a file
/// that came back goes after a day, also where nobody brings another; where its job ended and left it at work, after the week.
/// </summary>
internal sealed class ExchangedFileRetention(FileStore files) : IRetentionRule
{
    private static readonly string[] s_kinds = [MemoryImportJob.JobKind, TermImportJob.JobKind, ReturnReadJob.JobKind, ReturnTakeJob.JobKind];

    private static readonly string[] s_types = [MemoryImportJob.MediaType, TermImportJob.MediaType, ReturnedFiles.MediaType];

    public string Name => "exchanged files";

    public async Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken)
    {
        await ReturnOperations.ForgetAsync(db, now, cancellationToken);
        if (await db.Set<Job>().AnyAsync(job => s_kinds.Contains(job.Kind) && (job.State == JobState.Waiting || job.State == JobState.Running), cancellationToken)) return 0;
        var week = now - Duration.FromDays(7);
        await db.ReturnDrafts.Where(draft => draft.SentAt < week).ExecuteDeleteAsync(cancellationToken);
        var gone = 0;
        foreach (var hash in await db.Set<StoredFile>().Where(file => s_types.Contains(file.MediaType) && file.StoredAt < week).Select(file => file.Hash).ToListAsync(cancellationToken))
        {
            if (await files.RemoveAsync(db, hash, cancellationToken)) gone++;
        }

        return gone;
    }
}
