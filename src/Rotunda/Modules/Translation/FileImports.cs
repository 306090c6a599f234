using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Files;
using Rotunda.Data.Jobs;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Translation.Interchange.Xml;
using Rotunda.Text;

namespace Rotunda.Modules.Translation;

/// <summary>What a job of importing is told.</summary>
/// <param name="Hash">The file in the store.</param>
/// <param name="FileName">As its sender calls it.</param>
/// <param name="IsDryRun">True where it is only looked at.</param>
public sealed record FileImportOrder(string Hash, string FileName, bool IsDryRun);

/// <summary>What a file brought into the memory or the termbase, or would; also how far an import is.</summary>
/// <param name="Added">New entries, or concepts.</param>
/// <param name="Known">Those that are there already.</param>
/// <param name="Skipped">Those that are empty or in languages that the site does not speak.</param>
/// <param name="Fault">Why the file is refused; nothing was stored then.</param>
/// <param name="Units">How many units of the file are done.</param>
/// <param name="Total">How many it has.</param>
public sealed record FileImport(int Added, int Known, int Skipped, FileFault? Fault = null, int Units = 0, int Total = 0);

/// <summary>What tells one kind of import from another.</summary>
/// <param name="JobKind">Of the job that takes the file in.</param>
/// <param name="MediaType">Of the file.</param>
/// <param name="FileName">How a file without a usable name is called.</param>
/// <param name="Act">In the log.</param>
/// <param name="Subject">In the log: what the file is taken into.</param>
internal sealed record FileImportKind(string JobKind, string MediaType, string FileName, string Act, string Subject);

/// <summary>Starts imports of files.</summary>
public sealed class FileImports(RotundaDb db, FileStore files, JobRunner jobs, AuditTrail audit, WorkSignal signal)
{
    /// <summary>How large a file may be, in bytes.</summary>
    public const int Largest = 64 * 1024 * 1024;

    /// <summary>The same as a reader is told it, in megabytes.</summary>
    public const string LargestShown = "64";

    /// <summary>Has a file taken in, or looked at, in the background. It is kept until that is done.</summary>
    /// <param name="kind">Of the import; whether the viewer may do it has been asked.</param>
    /// <param name="file">Read once, as it comes.</param>
    /// <param name="isDryRun">Counts and stores nothing.</param>
    /// <returns>The job.</returns>
    internal async Task<Guid> StartAsync(Viewer viewer, FileImportKind kind, string fileName, Stream file, bool isDryRun, CancellationToken cancellationToken)
    {
        var name = TextCleaning.Clean(Path.GetFileName(fileName));
        name = name.Length is 0 or > 200 ? kind.FileName : name;
        var stored = await files.PutAsync(db, file, kind.MediaType, cancellationToken);
        var job = jobs.Enqueue(db, kind.JobKind, JsonSerializer.Serialize(new FileImportOrder(stored.Hash, name, isDryRun), StoredJson.Options), viewer.AccountId);
        if (!isDryRun) audit.Record(db, viewer, kind.Act, kind.Subject, name);
        await db.SaveChangesAsync(cancellationToken);
        signal.Raise();
        return job.Id;
    }
}

/// <summary>Told how many of a portion are new, known and skipped, in the transaction that stores them.</summary>
internal delegate Task FileImportNote(RotundaDb db, int added, int known, int skipped);

/// <summary>What takes the units of one file in.</summary>
/// <param name="Split">Puts what is of use of a unit into the portion, and says how much is of none.</param>
/// <param name="TakeAsync">Stores a portion, and tells the note in the same transaction.</param>
internal sealed record FileIntake<TUnit>(Func<TUnit, List<TUnit>, int> Split, Func<IReadOnlyList<TUnit>, FileImportNote, Task> TakeAsync);

/// <summary>
/// Takes a file in. It is read to its end first, so that a faulty one leaves everything as it was; then portion by portion, each in a
/// transaction with its count. Neither reading holds more than a portion.
/// </summary>
internal abstract class FileImportJob<TUnit>(IServiceScopeFactory scopes, FileStore files) : IJobHandler
{
    private const int Portion = 500;

    public abstract string Kind { get; }

    /// <summary>Whether only looking goes on where it was interrupted; false where what was counted as new would be forgotten.</summary>
    protected virtual bool GoesOnLooking => true;

    public async Task<string> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var order = JsonSerializer.Deserialize<FileImportOrder>(run.Arguments, StoredJson.Options)!;
        var done = run.Cursor is { } cursor && (GoesOnLooking || !order.IsDryRun) ? JsonSerializer.Deserialize<FileImport>(cursor, StoredJson.Options)! : null;
        if (done is null)
        {
            if (Count(order, out var units) is { } fault) return JsonSerializer.Serialize(new FileImport(0, 0, 0, fault), StoredJson.Options);
            done = new FileImport(0, 0, 0, Total: units);
            await run.AdvanceAsync(0, units, JsonSerializer.Serialize(done, StoredJson.Options), cancellationToken);
        }

        using var content = File.OpenRead(files.PathOf(order.Hash));
        await using var scope = scopes.CreateAsyncScope();
        var intake = await OpenAsync(scope.ServiceProvider, order, cancellationToken);
        var (portion, read, useless) = (new List<TUnit>(), 0, 0);
        foreach (var unit in Units(content))
        {
            // What was done before an interruption is passed over
            if (read++ < done.Units) continue;
            useless += intake.Split(unit, portion);
            if (portion.Count >= Portion) await TakeAsync();
        }

        await TakeAsync();
        return JsonSerializer.Serialize(done, StoredJson.Options);

        async Task TakeAsync()
        {
            // Stored with its count: what a crash leaves undone is not counted either
            await intake.TakeAsync(portion, (db, added, known, skipped) =>
            {
                done = done with { Added = done.Added + added, Known = done.Known + known, Skipped = done.Skipped + useless + skipped, Units = read };
                return run.AdvanceAsync(db, done.Units, done.Total, JsonSerializer.Serialize(done, StoredJson.Options), cancellationToken);
            });
            portion.Clear();
            useless = 0;
        }
    }

    /// <summary>The units of a file, each read when it is asked for.</summary>
    /// <exception cref="FaultyFileException">The file does not hold to the format.</exception>
    /// <exception cref="System.Xml.XmlException">It is not well-formed.</exception>
    protected abstract IEnumerable<TUnit> Units(Stream content);

    /// <summary>Makes ready for the units of a file.</summary>
    /// <param name="services">Of the scope in which all of the file is taken in.</param>
    protected abstract Task<FileIntake<TUnit>> OpenAsync(IServiceProvider services, FileImportOrder order, CancellationToken cancellationToken);

    private FileFault? Count(FileImportOrder order, out int units)
    {
        var count = 0;
        using var content = File.OpenRead(files.PathOf(order.Hash));
        var fault = SafeXml.Try(() =>
        {
            foreach (var _ in Units(content)) count++;
        });
        units = count;
        return fault;
    }
}
