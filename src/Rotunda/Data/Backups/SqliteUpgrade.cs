using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Rotunda.Data.Backups;

/// <summary>
/// Brings the embedded database to this version. The migrations run on a copy, which then takes the place of the database by one rename: a power cut
/// leaves the old or the new database, whatever the migrations do. The old one is kept in <c>backups</c>.
/// </summary>
internal static class SqliteUpgrade
{
    /// <summary>Room for the kept database, for the copy at work and for what the migrations write beside it.</summary>
    private const int Times = 3;

    /// <param name="db">On the database; none of its connections is open.</param>
    /// <param name="migration">The last one of this version.</param>
    /// <param name="isKept">False where a backup is there already or was declined.</param>
    /// <param name="cancellationToken">Cancels; the database is then as it was.</param>
    /// <exception cref="StartRefusedException">Another program uses the database, or the disk has no room.</exception>
    public static async Task RunAsync(RotundaDb db, string migration, bool isKept, CancellationToken cancellationToken)
    {
        var pooled = (SqliteConnection)db.Database.GetDbConnection();
        var file = Path.GetFullPath(pooled.DataSource);
        var working = file + ".upgrading";
        using var turn = Claim(file + ".upgrading.lock");
        SqliteConnection.ClearPool(pooled);
        // What a killed upgrade left
        SqliteCopy.Delete(working);
        using (var old = SqliteCopy.OpenAlone(file)
            ?? throw new StartRefusedException("The database must be brought to this version, but another program has it open, perhaps the version before. Stop that first. Nothing was changed."))
        {
            if (isKept && Convert.ToInt64(old.Scalar("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '\\_\\_EF%' ESCAPE '\\'"), System.Globalization.CultureInfo.InvariantCulture) > 0)
                Keep(old, file, migration, cancellationToken);
            try
            {
                SqliteCopy.Write(old, working, cancellationToken);
                await MigrateAsync(working, cancellationToken);
                SqliteCopy.Sync(working);
            }
            catch (Exception error) when (error.IsDiskFull())
            {
                SqliteCopy.Delete(working);
                throw Full();
            }

            File.Move(working, file, overwrite: true);
        }
    }

    private static StartRefusedException Full() => new("The disk is full. Make room and start again. The database is as it was.");

    /// <exception cref="StartRefusedException">There is less room than a migration may need.</exception>
    internal static void RequireRoom(string folder, long databaseBytes)
    {
        var (needed, free) = (Times * databaseBytes, new DriveInfo(folder).AvailableFreeSpace);
        if (free < needed)
            throw new StartRefusedException($"Bringing the database to this version needs {Mebibytes(needed)} MiB of room beside it and {Mebibytes(free)} MiB are free. Make room and start again. Nothing was changed.");

        static long Mebibytes(long bytes) => (bytes + 1024 * 1024 - 1) / (1024 * 1024);
    }

    private static async Task MigrateAsync(string working, CancellationToken cancellationToken)
    {
        var location = new StoreLocation(Path.GetDirectoryName(working)!, new SqliteConnectionStringBuilder { DataSource = working, Pooling = false }.ToString());
        await using var db = new SqliteRotundaDb((DbContextOptions<SqliteRotundaDb>)new DbContextOptionsBuilder<SqliteRotundaDb>().UseStore(location).Options);
        // Entity Framework would wait for ever for the row that a killed migration of an earlier version left; the lock file keeps others out
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=delete", cancellationToken);
    }

    private static void Keep(SqliteConnection old, string file, string migration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(file)!, "backups")).FullName;
        RequireRoom(folder, new FileInfo(file).Length);
        var (part, kept) = (Path.Combine(folder, "before.part"), UpgradeBackup.PathFor(folder, migration, ".db"));
        SqliteCopy.Delete(part);
        try
        {
            SqliteCopy.Write(old, part, cancellationToken);
            SqliteCopy.Sync(part);
        }
        catch (Exception error) when (error.IsDiskFull())
        {
            SqliteCopy.Delete(part);
            throw Full();
        }

        File.Move(part, kept, overwrite: true);
        UpgradeBackup.ForgetOlder(folder);
        Console.Error.WriteLine($"The database as it was is kept as {kept}.");
    }

    private static FileStream Claim(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.DeleteOnClose });
        }
        catch (IOException error) when (!error.IsDiskFull() && File.Exists(path))
        {
            throw new StartRefusedException("Another program is bringing this database to this version. Wait until it has ended. Nothing was changed.");
        }
    }
}
