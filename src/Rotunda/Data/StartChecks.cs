using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rotunda.Data.Backups;
using Rotunda.Text;

namespace Rotunda.Data;

/// <summary>A reason for which the program does not start, in a sentence for the administrator.</summary>
/// <param name="message">The sentence.</param>
/// <param name="mayPass">True where the same start may go well later, such as for a database that is not up yet.</param>
public sealed class StartRefusedException(string message, bool mayPass = false) : Exception(message)
{
    public bool MayPass { get; } = mayPass;
}

/// <summary>What must hold before the program touches a database.</summary>
public static class StartChecks
{
    /// <summary>Without ICU text would be folded and sorted wrongly, and lookups would silently miss.</summary>
    /// <exception cref="StartRefusedException">ICU is missing or switched off.</exception>
    public static void RequireUnicode()
    {
        if (!Folding.IsReliable)
        {
            throw new StartRefusedException(
                "Rotunda needs ICU (Debian: libicu72 or later) and must not run with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: without it names would be folded and sorted wrongly. Nothing was changed.");
        }
    }

    /// <summary>Brings the database to this version: SQLite by itself, PostgreSQL only when asked.</summary>
    /// <param name="contexts">The database.</param>
    /// <param name="mayMigrate">True for the commands that migrate whatever the provider.</param>
    /// <param name="cancellationToken">Cancels between migrations.</param>
    /// <param name="backup">What is kept of a database that holds something before it is migrated; null for nothing.</param>
    /// <exception cref="StartRefusedException">The database cannot be opened, is of a newer version, or behind and not migrated by itself.</exception>
    public static async Task RequireVersionAsync(IDbContextFactory<RotundaDb> contexts, bool mayMigrate, CancellationToken cancellationToken, UpgradeBackup? backup = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite()) MakeFolder(Path.GetDirectoryName(Path.GetFullPath(db.Database.GetDbConnection().DataSource))!);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var (applied, isEmpty) = await AppliedAsync(db, cancellationToken);
        if (applied.Find(migration => !known.Contains(migration)) is { } newer)
            throw new StartRefusedException($"This database was written by a newer version of Rotunda (migration {newer}). Install that version or restore an older copy. Nothing was changed.");
        if (applied.Count == known.Count) return;
        if (!mayMigrate && !db.Database.IsSqlite())
            throw new StartRefusedException($"The database is {known.Count - applied.Count} migrations behind this version. Run «rotunda migrate» first. Nothing was changed.");
        var newest = known.Max(StringComparer.Ordinal)!;
        // The embedded database keeps a copy of itself by the way, unless what is kept must be encrypted
        var copiesItself = db.Database.IsSqlite() && backup is { Passphrase: null };
        if (!isEmpty && !copiesItself) backup?.Make(newest, cancellationToken);
        if (db.Database.IsSqlite()) await SqliteUpgrade.RunAsync(db, newest, copiesItself, cancellationToken);
        else await db.Database.MigrateAsync(cancellationToken);
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException error) when (!error.IsDiskFull())
        {
            throw new StartRefusedException($"The folder {folder} cannot be made: {error.Sentence()} Nothing was changed.");
        }
    }

    /// <summary>The migrations in the database's history, read plainly: Entity Framework would build a second model for it at every start.</summary>
    /// <returns>Their ids, and whether the database has no tables but Entity Framework's.</returns>
    private static async Task<(List<string> Applied, bool IsEmpty)> AppliedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        const string history = "__EFMigrationsHistory";
        var connection = db.Database.GetDbConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = db.Database.IsSqlite() ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
            var tables = await NamesAsync(command);
            command.CommandText = $"SELECT \"MigrationId\" FROM \"{history}\"";
            return (tables.Contains(history, StringComparer.Ordinal) ? await NamesAsync(command) : [], tables.TrueForAll(table => table.StartsWith("__EF", StringComparison.Ordinal)));
        }
        catch (Exception error) when (error is NpgsqlException or SocketException)
        {
            throw new StartRefusedException($"The database cannot be reached: {error.Sentence()} Nothing was changed.", mayPass: true);
        }
        catch (SqliteException error) when (!error.IsDiskFull())
        {
            throw new StartRefusedException($"{Path.GetFullPath(connection.DataSource)} cannot be read as a database: {error.Sentence()} Nothing was changed.");
        }
        finally
        {
            await connection.CloseAsync();
        }

        async Task<List<string>> NamesAsync(DbCommand command)
        {
            var names = new List<string>();
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken)) names.Add(rows.GetString(0));
            return names;
        }
    }
}
