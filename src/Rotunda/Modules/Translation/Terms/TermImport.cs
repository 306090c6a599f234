using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Translation.Interchange;
using Rotunda.Modules.Translation.Interchange.Tbx;
using Rotunda.Modules.Translation.Interchange.Xml;
using Rotunda.Modules.Translation.Memory;

namespace Rotunda.Modules.Translation.Terms;

/// <summary>What a file brought into the termbase, or would; also how far an import is.</summary>
/// <param name="Added">New concepts.</param>
/// <param name="Known">Concepts whose preferred words the termbase has already.</param>
/// <param name="Skipped">Concepts without a word in a language that the site speaks.</param>
/// <param name="Fault">Why the file is refused; nothing was stored then.</param>
/// <param name="Units">How many concepts of the file are done.</param>
/// <param name="Total">How many it has.</param>
public sealed record TermImport(int Added, int Known, int Skipped, FileFault? Fault = null, int Units = 0, int Total = 0);

/// <summary>
/// Takes a TBX file into the termbase. The file is read to its end first, so that a faulty one leaves everything as it was; then portion by
/// portion, each in a transaction with its count. Of what passed only hashes of its preferred words are held.
/// </summary>
internal sealed class TermImportJob(IServiceScopeFactory scopes, FileStore files) : IJobHandler
{
    public const string JobKind = "terms.import";
    public const string MediaType = "application/x-tbx+xml";

    private const int Portion = 500;

    public string Kind => JobKind;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var order = JsonSerializer.Deserialize<FileImportOrder>(run.Arguments, StoredJson.Options)!;
        // Only looking is begun anew after an interruption: what was counted as new is not in the termbase
        var done = run.Cursor is { } cursor && !order.IsDryRun ? JsonSerializer.Deserialize<TermImport>(cursor, StoredJson.Options)! : null;
        if (done is null)
        {
            var units = 0;
            using (var content = File.OpenRead(files.PathOf(order.Hash)))
                if (TbxReader.Read(content, _ => units++) is { } fault) return JsonSerializer.Serialize(new TermImport(0, 0, 0, fault), StoredJson.Options);
            done = new TermImport(0, 0, 0, Total: units);
            await run.AdvanceAsync(0, units, JsonSerializer.Serialize(done, StoredJson.Options), cancellationToken);
        }

        using var again = File.OpenRead(files.PathOf(order.Hash));
        await using var scope = scopes.CreateAsyncScope();
        var terms = scope.ServiceProvider.GetRequiredService<TermOperations>();
        var there = await terms.KnownAsync(cancellationToken);
        var (portion, read) = (new List<TbxConcept>(Portion), 0);
        foreach (var concept in TbxReader.Concepts(again))
        {
            if (read++ < done.Units) continue;
            portion.Add(concept);
            if (portion.Count == Portion) await TakeAsync();
        }

        await TakeAsync();
        return JsonSerializer.Serialize(done, StoredJson.Options);

        async Task TakeAsync()
        {
            await terms.TakeAsync(portion, there, order.IsDryRun, (db, added, known, skipped) =>
            {
                done = done with { Added = done.Added + added, Known = done.Known + known, Skipped = done.Skipped + skipped, Units = read };
                return run.AdvanceAsync(db, done.Units, done.Total, JsonSerializer.Serialize(done, StoredJson.Options), cancellationToken);
            }, cancellationToken);
            portion.Clear();
        }
    }
}
