using Rotunda.Data.Files;
using Rotunda.Modules.Translation.Interchange.Tmx;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>Takes a TMX file into the memory.</summary>
internal sealed class MemoryImportJob(IServiceScopeFactory scopes, FileStore files) : FileImportJob<TmxUnit>(scopes, files)
{
    public const string JobKind = "memory.import";
    public const string MediaType = "application/x-tmx+xml";

    public static FileImportKind Import { get; } = new(JobKind, MediaType, "memory.tmx", "memory.import", "memory");

    public override string Kind => JobKind;

    protected override IEnumerable<TmxUnit> Units(Stream content) => TmxReader.Units(content);

    protected override Task<FileIntake<TmxUnit>> OpenAsync(IServiceProvider services, FileImportOrder order, CancellationToken cancellationToken)
    {
        var memory = services.GetRequiredService<MemoryOperations>();
        return Task.FromResult(new FileIntake<TmxUnit>(
            memory.Split, (pairs, note) => memory.TakeAsync(pairs, order.FileName, order.IsDryRun, (db, added, known) => note(db, added, known, 0), cancellationToken)));
    }
}
