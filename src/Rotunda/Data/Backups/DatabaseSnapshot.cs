using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Rotunda.Data.Backups;

/// <summary>
/// One state of the database: a copy of it, and the files that it names. Both are read in one transaction, so that writes that go on
/// meanwhile are in both or in neither.
/// </summary>
/// <param name="Migration">The last one applied; <see cref="BackupHead.NoMigration"/> for a database from before the first.</param>
/// <param name="Files">Hash and length of every stored file that the database names.</param>
internal sealed record DatabaseSnapshot(string Migration, IReadOnlyList<(string Hash, long Length)> Files)
{
    private const string History = "__EFMigrationsHistory";

    /// <summary>Copies the database into a new file while others read and write it.</summary>
    /// <param name="location">The database.</param>
    /// <param name="file">Does not exist yet, or is empty.</param>
    /// <param name="cancellationToken">Cancels; the file is then of no use.</param>
    public static DatabaseSnapshot Take(StoreLocation location, string file, CancellationToken cancellationToken) =>
        location.IsPostgres ? TakePostgres(location, file, cancellationToken) : TakeSqlite(location, file, cancellationToken);

    /// <remarks>
    /// In WAL mode a reader keeps its state without hindering the writer. The steps run inside one read transaction: without it, SQLite would
    /// begin anew after every write of another process and never end on a busy site. VACUUM INTO would do as well but makes every index anew.
    /// </remarks>
    private static DatabaseSnapshot TakeSqlite(StoreLocation location, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(location.SqliteFile)) throw new BackupException($"There is no database {location.SqliteFile}.");
        using var source = SqliteCopy.Open(location.SqliteFile, SqliteOpenMode.ReadWrite);
        using var reading = source.BeginTransaction(deferred: true);
        var snapshot = Describe(source, reading, "SELECT name FROM sqlite_master WHERE type = 'table'");
        SqliteCopy.Write(source, file, cancellationToken);
        return snapshot;
    }

    private static DatabaseSnapshot TakePostgres(StoreLocation location, string file, CancellationToken cancellationToken)
    {
        using var source = new NpgsqlConnection(location.Connection);
        PostgresTools.Open(source);
        PostgresTools.Require("pg_dump", source.PostgreSqlVersion.Major);
        using var reading = source.BeginTransaction(IsolationLevel.RepeatableRead);
        var snapshot = Describe(source, reading, $"SELECT tablename::text FROM pg_tables WHERE schemaname = '{PostgresTools.Schema}'");
        using var export = new NpgsqlCommand("SELECT pg_export_snapshot()", source, reading);
        PostgresTools.Dump(location.Connection, (string)export.ExecuteScalar()!, file, cancellationToken);
        return snapshot;
    }

    private static DatabaseSnapshot Describe(DbConnection connection, DbTransaction transaction, string tables)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = tables;
        var names = new HashSet<string>(StringComparer.Ordinal);
        using (var found = command.ExecuteReader())
            while (found.Read()) names.Add(found.GetString(0));
        var hasHistory = names.Remove(History);
        if (names.Count == 0) throw new BackupException("The database is empty: there is nothing to back up.");
        command.CommandText = $"SELECT max(\"MigrationId\") FROM \"{History}\"";
        if (!hasHistory || command.ExecuteScalar() is not string migration) return new DatabaseSnapshot(BackupHead.NoMigration, []);
        command.CommandText = "SELECT \"Hash\", \"Length\" FROM stored_file ORDER BY \"Hash\"";
        var files = new List<(string, long)>();
        using var rows = command.ExecuteReader();
        while (rows.Read()) files.Add((rows.GetString(0), rows.GetInt64(1)));
        return new DatabaseSnapshot(migration, files);
    }
}
