using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Jobs;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>Segments of a text became final in a language.</summary>
public sealed record SegmentsFinished(Guid TextId, string Language)
{
    /// <summary>The kind of the message.</summary>
    public const string Kind = "text.segments-final";
}

/// <summary>Feeds the memory as soon as segments become final.</summary>
internal sealed class MemoryFeed(IServiceScopeFactory scopes) : IOutboxConsumer
{
    public string Name => "memory";

    public bool Wants(string kind) => kind == SegmentsFinished.Kind;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        var finished = JsonSerializer.Deserialize<SegmentsFinished>(json, StoredJson.Options)!;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MemoryOperations>().TakeFinalAsync(finished.TextId, finished.Language, cancellationToken);
    }
}

/// <summary>Builds the association's own part of the memory anew from the final segments of all texts.</summary>
internal sealed class MemoryRebuild(IServiceScopeFactory scopes) : IJobHandler
{
    public const string JobKind = "memory.rebuild";

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var memory = scope.ServiceProvider.GetRequiredService<MemoryOperations>();
        var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
        if (run.Cursor is null) await memory.ClearOwnAsync(cancellationToken);
        var done = run.Cursor is null ? Guid.Empty : Guid.Parse(run.Cursor);
        var texts = await db.Texts.OrderBy(text => text.Id).Select(text => text.Id).ToListAsync(cancellationToken);
        var (progress, written) = (0, 0);
        foreach (var text in texts)
        {
            progress++;
            // What was done before an interruption is not done twice
            if (run.Cursor is not null && texts.IndexOf(done) >= progress - 1) continue;
            var languages = await (from segment in db.Segments
                                   where segment.TextId == text
                                   from translation in segment.Texts
                                   where translation.State == TranslationState.Final && translation.FromText != null
                                   select translation.Language).Distinct().ToListAsync(cancellationToken);
            foreach (var language in languages) written += await memory.TakeFinalAsync(text, language, cancellationToken);
            await run.AdvanceAsync(progress, texts.Count, text.ToString(), cancellationToken);
        }

        return written.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
