using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Outbox;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Alliance.Applications;

/// <summary>Deletes documents of applications that an erasure or the end of their time let go, once it is committed; those that serve elsewhere stay.</summary>
internal sealed class ReleasedFiles(IDbContextFactory<RotundaDb> contexts, FileStore files) : IOutboxConsumer
{
    public const string Kind = "application.files-released";

    public string Name => "released-files";

    public bool Wants(string kind) => kind == Kind;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        var hashes = JsonSerializer.Deserialize<List<string>>(json, StoredJson.Options) ?? throw new InvalidOperationException("The message names no files.");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var hash in hashes) await files.RemoveAsync(db, hash, cancellationToken);
    }
}
