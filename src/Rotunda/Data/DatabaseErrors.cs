using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Rotunda.Data;

/// <summary>What a database error means, whichever database reported it.</summary>
public static class DatabaseErrors
{
    private const int SqliteBusy = 5;
    private const int SqliteFull = 13;
    private const int SqliteConstraintForeignKey = 787;
    private const int SqliteConstraintTrigger = 1811;
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;

    /// <summary>A row with this key exists already.</summary>
    public static bool IsUniqueViolation(this DbUpdateException error) => error.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>Another row still refers to the one that was to go.</summary>
    public static bool IsStillReferred(this DbUpdateException error) => (error.InnerException as DbException)?.IsStillReferred() is true;

    /// <inheritdoc cref="IsStillReferred(DbUpdateException)"/>
    public static bool IsStillReferred(this DbException error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintForeignKey or SqliteConstraintTrigger,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation,
        _ => false,
    };

    /// <summary>No space is left; nothing was written.</summary>
    public static bool IsDiskFull(this Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException { SqliteErrorCode: SqliteFull }) return true;
            if (cause is PostgresException { SqlState: PostgresErrorCodes.DiskFull }) return true;
            // ENOSPC (28) and EDQUOT (122) as .NET reports them on Linux
            if (cause is IOException io && (io.HResult & 0xFFFF) is 28 or 122) return true;
        }

        return false;
    }

    /// <summary>What an error says, as one sentence: the rest of its lines and the names of parameters are for programmers.</summary>
    public static string Sentence(this Exception error) => error.Message.Split('\n', 2)[0].Split(" (Parameter", 2)[0].TrimEnd('\r', ' ', '.') + ".";

    /// <summary>Another writer held the embedded database longer than we wait.</summary>
    public static bool IsBusy(this Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
            if (cause is SqliteException { SqliteErrorCode: SqliteBusy }) return true;
        return false;
    }
}
