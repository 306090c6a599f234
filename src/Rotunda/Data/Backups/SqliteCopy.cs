using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Rotunda.Data.Backups;

/// <summary>What backup, restore and upgrade do with files of the embedded database, past Entity Framework.</summary>
internal static class SqliteCopy
{
    /// <summary>Pages copied between two looks at the cancellation.</summary>
    private const int PagesAtOnce = 4096;

    /// <summary>A connection of its own that really closes.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static object? Scalar(this SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>A connection that has the database for itself, with its write-ahead log folded in; nobody else opens it until this one closes.</summary>
    /// <returns>Null when another connection is open somewhere.</returns>
    public static SqliteConnection? OpenAlone(string file)
    {
        var connection = Open(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.DefaultTimeout = 1;
            connection.Scalar("PRAGMA locking_mode=exclusive");
            connection.Scalar("PRAGMA journal_mode=delete");
            connection.Scalar("BEGIN EXCLUSIVE");
            connection.Scalar("COMMIT");
            return connection;
        }
        catch (SqliteException error) when (error.IsBusy())
        {
            connection.Dispose();
            return null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Copies every page as the source's open transaction sees it.</summary>
    /// <param name="source">Without a write transaction of its own.</param>
    /// <param name="file">New or empty.</param>
    /// <param name="cancellationToken">Cancels; the file is then of no use.</param>
    public static void Write(SqliteConnection source, string file, CancellationToken cancellationToken)
    {
        using var target = Open(file, SqliteOpenMode.ReadWriteCreate);
        // Nobody reads the copy before it is whole and synced
        target.Scalar("PRAGMA synchronous=off");
        using var copying = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        SqliteException.ThrowExceptionForRC(copying.IsInvalid ? raw.sqlite3_errcode(target.Handle) : raw.SQLITE_OK, target.Handle);
        int result;
        while ((result = raw.sqlite3_backup_step(copying, PagesAtOnce)) == raw.SQLITE_OK) cancellationToken.ThrowIfCancellationRequested();
        if (result != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(result, target.Handle);
    }

    public static void Delete(string file)
    {
        foreach (var ending in new[] { "", "-journal", "-wal", "-shm" }) File.Delete(file + ending);
    }

    /// <summary>Waits until a file's bytes are on the disk.</summary>
    public static void Sync(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }
}
