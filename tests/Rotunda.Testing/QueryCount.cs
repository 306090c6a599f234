using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Modules.Search.Index;

namespace Rotunda.Testing;

/// <summary>Counts the database commands of one site while something runs; background loops of the site are stilled by the caller's patience only for their own tables.</summary>
public sealed class QueryCount
{
    private static readonly string[] BackgroundTables = ["audit_entry", "outbox_", "job", "lease"];
    private static readonly Lock ActiveLock = new();
    private static readonly List<QueryCount> Active = [];
    private static readonly IDisposable Watching = DiagnosticListener.AllListeners.Subscribe(new Listeners());

    private readonly string _database;
    private readonly List<string> _commands = [];

    private QueryCount(string database) => _database = database;

    /// <summary>
    /// Listens from now on. EF Core asks whether anybody listens only once a second: whoever begins to listen when counting begins
    /// misses what runs in the second after a command that nobody heard.
    /// </summary>
    public static void Watch() => GC.KeepAlive(Watching);

    /// <summary>The commands of a site while an action runs.</summary>
    public static async Task<IReadOnlyList<string>> DuringAsync(Site site, Func<Task> action)
    {
        await using var db = site.Db();
        var connection = db.Database.GetDbConnection();
        var count = new QueryCount(site.Location.IsPostgres ? connection.Database : connection.DataSource);
        // The rail's numbers are kept until something is written: each time they are asked for anew
        site.Services.GetRequiredService<CommitWatch>().Advance();
        lock (ActiveLock) Active.Add(count);
        try
        {
            await action();
        }
        finally
        {
            lock (ActiveLock) Active.Remove(count);
        }

        lock (ActiveLock) return [.. count._commands];
    }

    /// <summary>How many commands an action takes at least, of five times: on PostgreSQL a node hears of its own changes late, and reads its settings once more.</summary>
    public static async Task<int> FewestAsync(Site site, Func<Task> action) => (await FewestCommandsAsync(site, action)).Count;

    /// <summary>The commands of the round that took the fewest.</summary>
    public static async Task<IReadOnlyList<string>> FewestCommandsAsync(Site site, Func<Task> action, int rounds = 5)
    {
        var fewest = await DuringAsync(site, action);
        for (var round = 1; round < rounds; round++) fewest = await DuringAsync(site, action) is var commands && commands.Count < fewest.Count ? commands : fewest;
        return fewest;
    }

    /// <summary>The commands that the first asked more often than the second.</summary>
    public static IEnumerable<string> More(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        first.GroupBy(command => command).Where(group => group.Count() > second.Count(command => command == group.Key)).Select(group => $"{group.Count()} times {group.Key}");

    private static void Note(DbConnection connection, string text)
    {
        // The search follows what was published a moment ago, in the background
        if (Activity.Current?.OperationName == BackgroundLoop.ActivityName) return;
        if (text.StartsWith("-- background", StringComparison.Ordinal)) return;
        if (BackgroundTables.Any(table => text.Contains($"FROM \"{table}", StringComparison.Ordinal) || text.Contains($"FROM {table}", StringComparison.Ordinal))) return;
        lock (ActiveLock)
        {
            foreach (var count in Active)
                if (connection.Database == count._database || connection.DataSource == count._database) count._commands.Add(text);
        }
    }

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name is DbLoggerCategory.Name or IndexSql.ListenerName) value.Subscribe(new Commands());
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Commands : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData data) Note(data.Command.Connection!, data.Command.CommandText);
            else if (value.Value is IndexSql.Statement statement) Note(statement.Connection, statement.Sql);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
