using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Rotunda.Data.Backups;

/// <summary>
/// Puts an archive into the place of an empty store. Everything is unpacked aside and verified first; then one rename (SQLite) or one
/// transaction (PostgreSQL) decides, so that a restore that is killed leaves the target as it was or whole.
/// </summary>
public static class BackupRestore
{
    private const string Staging = "restore.part";

    /// <summary>Verified and decided: what lies here is put into place, if need be by the next command.</summary>
    private const string Ready = "restore.ready";

    private const string AsideName = "aside";
    private const string LockName = "lock";
    private const string Date = "uuuuMMdd'T'HHmmss'Z'";

    private static readonly string[] Folders = ["files", "languages"];

    /// <summary>How long a database may still look used by a program that has ended.</summary>
    private static readonly TimeSpan s_lettingGo = TimeSpan.FromSeconds(3);

    /// <summary>Restores an archive. The database is afterwards at the migration of the archive.</summary>
    /// <param name="location">The target.</param>
    /// <param name="path">The archive.</param>
    /// <param name="passphrase">Of an encrypted one.</param>
    /// <param name="mayReplace">Moves what is there aside instead of refusing it.</param>
    /// <param name="onProgress">Called with numbers of bytes.</param>
    /// <param name="cancellationToken">Cancels before the decision; the target is then as it was.</param>
    /// <returns>What was restored, and where the old lies now, if there was any.</returns>
    /// <exception cref="BackupException">The archive is not whole, or does not fit the target; the target is as it was.</exception>
    public static (BackupManifest Manifest, string? Aside) Run(
        StoreLocation location, string path, string? passphrase, bool mayReplace, Action<long> onProgress, CancellationToken cancellationToken)
    {
        if (!location.IsPostgres && Path.GetDirectoryName(location.SqliteFile) != Path.TrimEndingDirectorySeparator(location.DataFolder))
            throw new BackupException("The embedded database is restored into the data folder: leave --db out or name a file in that folder.");
        Finish(location);
        var staging = Path.Combine(location.DataFolder, Staging);
        var wasThere = Directory.Exists(location.DataFolder);
        var isOccupied = RequireTarget(location, mayReplace);
        Directory.CreateDirectory(staging);
        try
        {
            using var claim = Claim(Path.Combine(staging, LockName));
            foreach (var left in Directory.EnumerateDirectories(staging)) Directory.Delete(left, recursive: true);
            var manifest = ArchiveReader.Read(path, passphrase, head => RequireFit(head, location), name => Create(staging, name), onProgress, cancellationToken);
            foreach (var entry in manifest.Entries.Where(entry => entry.Name != BackupNames.Head)) SqliteCopy.Sync(Path.Combine(staging, entry.Name));
            var stamp = InstantPattern.CreateWithInvariantCulture(Date).Format(new MicrosecondClock().GetCurrentInstant());
            return (manifest, location.IsPostgres ? PlacePostgres(location, staging, stamp, isOccupied, cancellationToken) : PlaceSqlite(location, staging, stamp, isOccupied));
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
            if (!wasThere && Directory.Exists(location.DataFolder) && !Directory.EnumerateFileSystemEntries(location.DataFolder).Any()) Directory.Delete(location.DataFolder);
        }
    }

    /// <summary>Ends a restore into the embedded database that was decided and then interrupted; does nothing otherwise.</summary>
    public static void Finish(StoreLocation location)
    {
        var ready = Path.Combine(location.DataFolder, Ready);
        if (location.IsPostgres || !Directory.Exists(ready)) return;
        var aside = Path.Combine(location.DataFolder, File.ReadAllText(Path.Combine(ready, AsideName)));
        foreach (var folder in Folders)
        {
            var restored = Path.Combine(ready, folder);
            if (!Directory.Exists(restored)) continue;
            SetAside(Path.Combine(location.DataFolder, folder), aside);
            Directory.Move(restored, Path.Combine(location.DataFolder, folder));
        }

        // The database comes last; until then the log beside the old one belongs to the old one
        var database = Path.Combine(ready, BackupNames.SqliteDatabase);
        if (File.Exists(database))
        {
            foreach (var ending in new[] { "-wal", "-shm", "" }) SetAside(location.SqliteFile + ending, aside);
            File.Move(database, location.SqliteFile!);
        }

        Directory.Delete(ready, recursive: true);
    }

    /// <returns>True when something is there that may be replaced.</returns>
    private static bool RequireTarget(StoreLocation location, bool mayReplace)
    {
        var there = location.IsPostgres ? TablesOf(location) > 0 ? "The database has tables" : null
            : File.Exists(location.SqliteFile) ? $"{location.SqliteFile} is there"
            : Folders.Select(folder => Path.Combine(location.DataFolder, folder)).FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) is { } folder ? $"{folder} is not empty"
            : null;
        if (there is not null && !mayReplace) throw new BackupException($"{there}: a backup is restored into an empty place. With --replace what is there is moved aside first. Nothing was changed.");
        return there is not null;
    }

    /// <summary>Refuses an archive that this program or this target cannot take, before its contents are read.</summary>
    private static void RequireFit(BackupHead head, StoreLocation location)
    {
        var provider = location.IsPostgres ? BackupHead.Postgres : BackupHead.Sqlite;
        if (head.Provider != provider)
        {
            throw new BackupException(
                $"This is a backup of {NameOf(head.Provider)}, and the target is {NameOf(provider)}. A backup goes back into the kind of database that it came from. Nothing was changed.");
        }

        using RotundaDb db = location.IsPostgres
            ? new PostgresRotundaDb((DbContextOptions<PostgresRotundaDb>)new DbContextOptionsBuilder<PostgresRotundaDb>().UseStore(location).Options)
            : new SqliteRotundaDb((DbContextOptions<SqliteRotundaDb>)new DbContextOptionsBuilder<SqliteRotundaDb>().UseStore(location).Options);
        if (head.Migration != BackupHead.NoMigration && !db.Database.GetMigrations().Contains(head.Migration, StringComparer.Ordinal))
            throw new BackupException($"The backup was written by another version of Rotunda ({head.Program}, migration {head.Migration}) that this one does not know. Restore it with that version. Nothing was changed.");

        static string NameOf(string provider) => provider == BackupHead.Postgres ? "PostgreSQL" : "SQLite";
    }

    private static FileStream Create(string staging, string name)
    {
        var path = Path.Combine(staging, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
    }

    private static string? PlaceSqlite(StoreLocation location, string staging, string stamp, bool isOccupied)
    {
        using (var restored = SqliteCopy.Open(Path.Combine(staging, BackupNames.SqliteDatabase), SqliteOpenMode.ReadWrite))
        {
            if (restored.Scalar("PRAGMA quick_check(1)") is not "ok" and var fault) throw new BackupException($"The database in the backup is damaged: {fault}. Nothing was changed.");
        }

        var aside = isOccupied ? $"replaced-{stamp}" : "";
        if (File.Exists(location.SqliteFile)) RequireUnused(location.SqliteFile);
        foreach (var folder in Folders) Directory.CreateDirectory(Path.Combine(staging, folder));
        File.WriteAllText(Path.Combine(staging, AsideName), aside);
        Directory.Move(staging, Path.Combine(location.DataFolder, Ready));
        Finish(location);
        return isOccupied ? Path.Combine(location.DataFolder, aside) : null;
    }

    private static void RequireUnused(string file)
    {
        try
        {
            using var alone = SqliteCopy.OpenAlone(file);
            if (alone is null) throw new BackupException("The database that would be replaced is in use: stop the program first. Nothing was changed.");
        }
        catch (SqliteException error) when (!error.IsDiskFull())
        {
            // A damaged database is what a restore replaces; it is moved aside as it is
            Console.Error.WriteLine($"The database that is replaced cannot be read: {error.Message}");
        }
    }

    private static void RequireUnused(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var others = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'", connection);
        // The server takes a moment to let go of a program that has just ended
        for (var since = Stopwatch.StartNew(); (long)others.ExecuteScalar()! > 0; cancellationToken.WaitHandle.WaitOne(100))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (since.Elapsed > s_lettingGo) throw new BackupException("The database that would be replaced is in use: stop the program first. Nothing was changed.");
        }
    }

    private static string? PlacePostgres(StoreLocation location, string staging, string stamp, bool isOccupied, CancellationToken cancellationToken)
    {
        var dump = Path.Combine(staging, BackupNames.PostgresDatabase);
        PostgresTools.CheckDump(location.Connection, dump, cancellationToken);
        using var connection = new NpgsqlConnection(location.Connection);
        PostgresTools.Open(connection);
        if (isOccupied) RequireUnused(connection, cancellationToken);
        // Files lie under their hash and hurt nobody while no row names them
        foreach (var file in Folders.Select(folder => Path.Combine(staging, folder)).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).ToList())
        {
            var target = Path.Combine(location.DataFolder, Path.GetRelativePath(staging, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }

        var aside = isOccupied ? $"replaced_{stamp.ToLowerInvariant()}" : null;
        PostgresTools.Restore(location.Connection, dump, aside, cancellationToken);
        return aside is null ? null : $"schema {aside}";
    }

    private static long TablesOf(StoreLocation location)
    {
        using var connection = new NpgsqlConnection(location.Connection);
        PostgresTools.Open(connection);
        foreach (var tool in (string[])["pg_restore", "psql"]) PostgresTools.Require(tool, connection.PostgreSqlVersion.Major);
        using var command = new NpgsqlCommand($"SELECT count(*) FROM pg_class WHERE relnamespace = '{PostgresTools.Schema}'::regnamespace", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static void SetAside(string path, string aside)
    {
        if (!Path.Exists(path)) return;
        // An empty folder that nobody asked to keep
        if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
            return;
        }

        Directory.CreateDirectory(aside);
        Directory.Move(path, Path.Combine(aside, Path.GetFileName(path)));
    }

    private static FileStream Claim(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None });
        }
        catch (IOException error) when (!error.IsDiskFull() && File.Exists(path))
        {
            throw new BackupException("Another restore into this folder is under way. Wait until it has ended.");
        }
    }
}
