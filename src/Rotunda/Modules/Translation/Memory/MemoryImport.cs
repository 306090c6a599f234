using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Translation.Interchange;
using Rotunda.Modules.Translation.Interchange.Tmx;
using Rotunda.Modules.Translation.Interchange.Xml;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>What a job of importing is told.</summary>
/// <param name="Hash">The file in the store.</param>
/// <param name="FileName">As its sender calls it.</param>
/// <param name="IsDryRun">True where it is only looked at.</param>
public sealed record FileImportOrder(string Hash, string FileName, bool IsDryRun);

/// <summary>What a file brought into the memory, or would; also how far an import is.</summary>
/// <param name="Added">New entries.</param>
/// <param name="Known">Pairs that the memory has already.</param>
/// <param name="Skipped">Pairs that are empty or in languages that the site does not speak.</param>
/// <param name="Fault">Why the file is refused; nothing was stored then.</param>
/// <param name="Units">How many units of the file are done.</param>
/// <param name="Total">How many it has.</param>
public sealed record MemoryImport(int Added, int Known, int Skipped, FileFault? Fault = null, int Units = 0, int Total = 0);

/// <summary>
/// Takes a TMX file into the memory. The file is read to its end first, so that a faulty one leaves everything as it was; then portion by
/// portion, each in a transaction of its own. Neither reading holds more than a portion.
/// </summary>
internal sealed class MemoryImportJob(IServiceScopeFactory scopes, FileStore files) : IJobHandler
{
    public const string JobKind = "memory.import";
    public const string MediaType = "application/x-tmx+xml";

    private const int Portion = 500;

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var order = JsonSerializer.Deserialize<FileImportOrder>(run.Arguments, StoredJson.Options)!;
        var done = run.Cursor is { } cursor ? JsonSerializer.Deserialize<MemoryImport>(cursor, StoredJson.Options)! : null;
        if (done is null)
        {
            var units = 0;
            using (var content = File.OpenRead(files.PathOf(order.Hash)))
                if (TmxReader.Read(content, _ => units++) is { } fault) return JsonSerializer.Serialize(new MemoryImport(0, 0, 0, fault), StoredJson.Options);
            done = new MemoryImport(0, 0, 0, Total: units);
            await run.AdvanceAsync(0, units, JsonSerializer.Serialize(done, StoredJson.Options), cancellationToken);
        }

        using var again = File.OpenRead(files.PathOf(order.Hash));
        var (pairs, read) = (new List<TmxUnit>(), 0);
        await using var scope = scopes.CreateAsyncScope();
        var memory = scope.ServiceProvider.GetRequiredService<MemoryOperations>();
        foreach (var unit in TmxReader.Units(again))
        {
            // What was done before an interruption is passed over
            if (read++ < done.Units) continue;
            done = done with { Units = read, Skipped = done.Skipped + memory.Split(unit, pairs) };
            if (pairs.Count >= Portion) done = await TakeAsync(done);
        }

        done = await TakeAsync(done);
        return JsonSerializer.Serialize(done, StoredJson.Options);

        async Task<MemoryImport> TakeAsync(MemoryImport so)
        {
            // Stored with its count: what a crash leaves undone is not counted either
            await memory.TakeAsync(pairs, order.FileName, order.IsDryRun, (db, added, known) =>
            {
                so = so with { Added = so.Added + added, Known = so.Known + known };
                return run.AdvanceAsync(db, so.Units, so.Total, JsonSerializer.Serialize(so, StoredJson.Options), cancellationToken);
            }, cancellationToken);
            pairs.Clear();
            return so;
        }
    }
}
