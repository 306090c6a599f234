using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using SQLitePCL;

namespace Rotunda.Data;

/// <summary>Which database, and where. The connection string is the switch: with <c>Host=</c> it is PostgreSQL.</summary>
/// <param name="DataFolder">The folder of the files and of the embedded database, absolute.</param>
/// <param name="Connection">The connection string.</param>
public sealed record StoreLocation(string DataFolder, string Connection)
{
    public bool IsPostgres => Connection.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of the embedded database; null on PostgreSQL.</summary>
    public string? SqliteFile => IsPostgres ? null : Path.GetFullPath(new SqliteConnectionStringBuilder(Connection).DataSource);

    /// <summary>The embedded database in a folder, unless a connection string says otherwise.</summary>
    /// <param name="dataFolder">Relative to the current folder.</param>
    /// <param name="connection">A connection string of either provider, or null.</param>
    /// <exception cref="StartRefusedException">It is no connection string.</exception>
    public static StoreLocation At(string dataFolder, string? connection)
    {
        var folder = Path.GetFullPath(dataFolder);
        var location = new StoreLocation(folder, string.IsNullOrWhiteSpace(connection) ? $"Data Source={Path.Combine(folder, "rotunda.db")}" : connection);
        try
        {
            if (!location.IsPostgres) _ = location.SqliteFile;
            else new NpgsqlConnection(location.Connection).Dispose();
            return location;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            // The message names the faulty keyword; the connection string itself may hold a password
            throw new StartRefusedException($"What --db or ROTUNDA_DB names is no connection string: {error.Sentence()} Nothing was changed.");
        }
    }
}

public static class Store
{
    /// <summary>The database behind pooled contexts, as a scoped <see cref="RotundaDb"/> and a factory of them.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, StoreLocation location)
    {
        services.AddSingleton(location);
        services.AddSingleton<CommitWatch>();
        if (location.IsPostgres) services.AddContext<PostgresRotundaDb>(location);
        else services.AddContext<SqliteRotundaDb>(location);
        return services;
    }

    /// <summary>The options of a context; shared by the program, the tests and the migrations tool.</summary>
    public static DbContextOptionsBuilder UseStore(this DbContextOptionsBuilder options, StoreLocation location)
    {
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.CommandError));
        // A list is one parameter, so that the statement is written once for lists of any length
        if (location.IsPostgres) return options.UseNpgsql(location.Connection, postgres => postgres.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter));
        var connection = new SqliteConnectionStringBuilder(location.Connection) { ForeignKeys = true };
        return options.UseSqlite(connection.ToString(), sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(SqliteSettings.Instance);
    }

    private static void AddContext<TContext>(this IServiceCollection services, StoreLocation location) where TContext : RotundaDb
    {
        services.AddPooledDbContextFactory<TContext>((provider, options) => options.UseStore(location).AddInterceptors(provider.GetRequiredService<CommitWatch>()), poolSize: 64);
        services.AddSingleton<IDbContextFactory<RotundaDb>, Contexts<TContext>>();
        services.AddScoped<RotundaDb>(provider =>
        {
            var db = provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext();
            // Opening sets up Entity Framework's functions anew each time, which costs as much as a small query: once for a request is enough
            if (!location.IsPostgres) db.Database.OpenConnection();
            return db;
        });
    }

    private sealed class Contexts<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<RotundaDb> where TContext : RotundaDb
    {
        public RotundaDb CreateDbContext() => factory.CreateDbContext();
    }

    /// <summary>Sets each physical connection once: full durability, and waiting for the one writer instead of failing.</summary>
    private sealed class SqliteSettings : DbConnectionInterceptor
    {
        public static readonly SqliteSettings Instance = new();

        private readonly ConditionalWeakTable<sqlite3, object> _set = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set((SqliteConnection)connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Set((SqliteConnection)connection);
            return Task.CompletedTask;
        }

        private void Set(SqliteConnection connection)
        {
            if (!_set.TryAdd(connection.Handle!, this)) return;
            // Entity Framework looks whether a database exists through a connection that may not write
            if (new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly) return;
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=wal; PRAGMA synchronous=full; PRAGMA busy_timeout=5000;";
            command.ExecuteNonQuery();
        }
    }
}
