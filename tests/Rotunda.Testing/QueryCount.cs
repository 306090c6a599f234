using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Rotunda.Testing;

/// <summary>Counts the database commands of one site while something runs; background loops of the site are stilled by the caller's patience only for their own tables.</summary>
public sealed class QueryCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly string[] BackgroundTables = ["audit_entry", "outbox_", "job", "lease"];

    private readonly List<IDisposable> _subscriptions = [];
    private readonly string _database;
    private readonly List<string> _commands = [];

    private QueryCount(string database)
    {
        _database = database;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>The commands of a site while an action runs.</summary>
    public static async Task<IReadOnlyList<string>> DuringAsync(Site site, Func<Task> action)
    {
        await using var db = site.Db();
        var connection = db.Database.GetDbConnection();
        using var count = new QueryCount(site.Location.IsPostgres ? connection.Database : connection.DataSource);
        await action();
        lock (count._commands) return [.. count._commands];
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != RelationalEventId.CommandExecuting.Name || value.Value is not CommandEventData data) return;
        var connection = data.Command.Connection!;
        var text = data.Command.CommandText;
        if (connection.Database != _database && connection.DataSource != _database) return;
        if (BackgroundTables.Any(table => text.Contains($"FROM \"{table}", StringComparison.Ordinal) || text.Contains($"FROM {table}", StringComparison.Ordinal))) return;
        lock (_commands) _commands.Add(text);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
