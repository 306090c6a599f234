using System.Text.Json;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Data.Outbox;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Shared.Cache;

/// <summary>Commits a change that public pages show, so that the next reader on every node sees it.</summary>
/// <remarks>This node evicts its pages before the call returns. Others hear of it through the outbox: on PostgreSQL by NOTIFY, on SQLite the program that serves finds what the command line left there.</remarks>
public sealed class Publication(OutboxWriter outbox, IOutputCacheStore pages, SettingsStore settings, PageGeneration generation, CommitWatch commits, NodeLeases nodes, WorkSignal signal)
{
    public const string PagesChanged = "pages.changed";

    /// <summary>Saves what the operation put into the context, in one transaction with the message to the other nodes.</summary>
    public async Task SaveAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        outbox.Add(db, PagesChanged, nodes.Node);
        await db.SaveChangesAsync(cancellationToken);
        await EvictAsync();
        signal.Raise();
    }

    /// <summary>Drops the pages, settings and numbers that this node keeps.</summary>
    public async ValueTask EvictAsync()
    {
        settings.Forget();
        generation.Advance();
        commits.Advance();
        await pages.EvictByTagAsync(PageCache.Tag, CancellationToken.None);
    }
}

/// <summary>Tells the other nodes that pages changed. Contributed only on PostgreSQL, where there can be others.</summary>
internal sealed class PagesChangedBroadcast(StoreLocation location) : IOutboxConsumer
{
    public const string Channel = "rotunda_pages";

    public string Name => "pages-broadcast";

    public bool Wants(string kind) => kind == Publication.PagesChanged;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(location.Connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"NOTIFY {Channel}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Evicts pages and settings of the program that serves when another process, the command line, changed them. Contributed only on SQLite, where one program serves.</summary>
internal sealed class PagesChangedElsewhere(IServiceProvider services, NodeLeases nodes) : IOutboxConsumer
{
    public string Name => "pages-elsewhere";

    public bool Wants(string kind) => kind == Publication.PagesChanged;

    public async Task DeliverAsync(Guid delivery, string kind, string json, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize<string>(json, StoredJson.Options) == nodes.Node) return;
        // Asked for here: the publication itself writes to the outbox and thus knows its consumers
        await services.GetRequiredService<Publication>().EvictAsync();
    }
}

/// <summary>Hears on PostgreSQL that another node changed pages, and evicts this node's. After a lost connection it evicts too.</summary>
internal sealed class PagesChangedListener(StoreLocation location, Publication publication, TimeProvider time, ILogger<PagesChangedListener> logger) : BackgroundService
{
    private static readonly TimeSpan BeforeReconnecting = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException)
            {
                logger.LogWarning(error, "Lost the connection on which this node hears of changed pages");
                await publication.EvictAsync();
                await Task.Delay(BeforeReconnecting, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(location.Connection);
        await connection.OpenAsync(cancellationToken);
        var heard = false;
        connection.Notification += (_, _) => heard = true;
        await using (var command = new NpgsqlCommand($"LISTEN {PagesChangedBroadcast.Channel}", connection)) await command.ExecuteNonQueryAsync(cancellationToken);
        // What changed before the connection stood was not heard
        await publication.EvictAsync();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            if (!heard) continue;
            heard = false;
            await publication.EvictAsync();
        }
    }
}
