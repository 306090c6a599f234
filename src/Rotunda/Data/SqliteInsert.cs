using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Rotunda.Data;

/// <summary>
/// One prepared statement of SQLite that writes row after row. Entity Framework, and the provider below it, prepare a statement and bind by name for each row,
/// which for thousands of rows costs several times what the row itself does.
/// </summary>
/// <remarks>Values are stored as the provider stores them, so that whoever reads them sees no difference.</remarks>
internal sealed class SqliteInsert : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    /// <param name="connection">Open; its transaction is the caller's.</param>
    /// <param name="table">Where to.</param>
    /// <param name="columns">Their names.</param>
    /// <exception cref="SqliteException">There is no such table or column.</exception>
    public SqliteInsert(SqliteConnection connection, string table, IReadOnlyList<string> columns)
    {
        _connection = connection;
        Sql = $"INSERT INTO \"{table}\" ({string.Join(',', columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(',', columns.Select(_ => '?'))})";
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle!, Sql, out _statement), connection.Handle);
    }

    /// <summary>The statement itself.</summary>
    public string Sql { get; }

    /// <summary>Writes a row.</summary>
    /// <param name="values">One for each column.</param>
    /// <exception cref="DbException">The row breaks a rule of the table, or there is no space left.</exception>
    /// <exception cref="NotSupportedException">A value is of a type that no column of ours has.</exception>
    public void Write(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), _connection.Handle);
        var end = raw.sqlite3_step(_statement);
        // What went wrong is read before the statement forgets it
        if (end != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(end, _connection.Handle);
        raw.sqlite3_reset(_statement);
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => raw.sqlite3_bind_text(_statement, place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        Guid id => raw.sqlite3_bind_text(_statement, place, Written(id)),
        DateTime at => raw.sqlite3_bind_text(_statement, place, at.ToString(@"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        DateOnly day => raw.sqlite3_bind_text(_statement, place, day.ToString(@"yyyy\-MM\-dd", CultureInfo.InvariantCulture)),
        bool isSo => raw.sqlite3_bind_int(_statement, place, isSo ? 1 : 0),
        long or int or short or byte => raw.sqlite3_bind_int64(_statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        _ => throw new NotSupportedException($"No column of SQLite takes {value.GetType()}."),
    };

    /// <summary>An id in capital letters.</summary>
    private static string Written(Guid id) => string.Create(36, id, static (letters, id) =>
    {
        id.TryFormat(letters, out _, "D");
        System.Text.Ascii.ToUpperInPlace(letters, out _);
    });

    public void Dispose() => _statement.Dispose();
}
