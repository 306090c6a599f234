using Microsoft.EntityFrameworkCore;
using Rotunda.Data.Backups;
using Rotunda.Text;

namespace Rotunda.Data;

/// <summary>A reason for which the program does not start, in a sentence for the administrator.</summary>
public sealed class StartRefusedException(string message) : Exception(message);

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
    /// <exception cref="StartRefusedException">The database is of a newer version, or behind and not migrated by itself.</exception>
    public static async Task RequireVersionAsync(IDbContextFactory<RotundaDb> contexts, bool mayMigrate, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db.Database.IsSqlite()) Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(db.Database.GetDbConnection().DataSource))!);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await AppliedAsync(db, cancellationToken);
        if (applied.Find(migration => !known.Contains(migration)) is { } newer)
            throw new StartRefusedException($"This database was written by a newer version of Rotunda (migration {newer}). Install that version or restore an older copy. Nothing was changed.");
        if (applied.Count == known.Count) return;
        if (!mayMigrate && !db.Database.IsSqlite())
            throw new StartRefusedException($"The database is {known.Count - applied.Count} migrations behind this version. Run «rotunda migrate» first. Nothing was changed.");
        if (db.Database.IsSqlite()) await SqliteUpgrade.RunAsync(db, known.Max(StringComparer.Ordinal)!, cancellationToken);
        else await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>The migrations in the database's history, read plainly: Entity Framework would build a second model for it at every start.</summary>
    private static async Task<List<string>> AppliedAsync(RotundaDb db, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = db.Database.IsSqlite()
                ? "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'"
                : "SELECT CASE WHEN to_regclass('\"__EFMigrationsHistory\"') IS NULL THEN 0 ELSE 1 END";
            if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) == 0) return [];
            command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";
            var applied = new List<string>();
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken)) applied.Add(rows.GetString(0));
            return applied;
        }
        finally
        {
            await connection.CloseAsync();
        }
    }
}
