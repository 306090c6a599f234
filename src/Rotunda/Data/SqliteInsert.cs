using System.Data.Common;
using System.Globalization;
using System.Text;
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
        Guid id => Bind(place, id),
        DateTime at => Bind(place, at, @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF"),
        DateOnly day => Bind(place, day, @"yyyy\-MM\-dd"),
        bool isSo => raw.sqlite3_bind_int(_statement, place, isSo ? 1 : 0),
        long or int or short or byte => raw.sqlite3_bind_int64(_statement, place, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        _ => throw new NotSupportedException($"No column of SQLite takes {value.GetType()}."),
    };

    /// <summary>In capital letters.</summary>
    private int Bind(int place, Guid id)
    {
        Span<byte> letters = stackalloc byte[36];
        id.TryFormat(letters, out _, "D");
        Ascii.ToUpperInPlace(letters, out _);
        return raw.sqlite3_bind_text(_statement, place, letters);
    }

    private int Bind<TValue>(int place, TValue value, string format) where TValue : IUtf8SpanFormattable
    {
        Span<byte> digits = stackalloc byte[32];
        return value.TryFormat(digits, out var length, format, CultureInfo.InvariantCulture) ? raw.sqlite3_bind_text(_statement, place, digits[..length]) : raw.SQLITE_TOOBIG;
    }

    public void Dispose() => _statement.Dispose();
}
