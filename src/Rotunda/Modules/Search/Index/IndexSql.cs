using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Rotunda.Data;
using SQLitePCL;

namespace Rotunda.Modules.Search.Index;

/// <summary>Statements of the index that are made of numbers, which Entity Framework would compile anew each time.</summary>
internal static class IndexSql
{
    /// <summary>Tells whoever listens of each statement before it runs, as Entity Framework does of its own.</summary>
    public const string ListenerName = "Rotunda.Search";

    /// <summary>The name of what is told; with it comes a <see cref="Statement"/>.</summary>
    public const string Executing = "Executing";

    private static readonly DiagnosticListener Listener = new(ListenerName);

    /// <summary>A statement that is about to run.</summary>
    public sealed record Statement(DbConnection Connection, string Sql);

    /// <summary>A command on the connection of the context, inside its transaction.</summary>
    /// <param name="db">An open connection is used as it is.</param>
    /// <param name="sql">Numbers of our own; texts are parameters.</param>
    /// <param name="texts">Their values, named <c>@p0</c> and so on.</param>
    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text holds numbers of our own; what people typed is a parameter.")]
    public static DbCommand Command(RotundaDb db, string sql, params IReadOnlyList<object> texts)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        Tell(db.Database.GetDbConnection(), sql);
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < texts.Count; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{i}", texts[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static async Task ExecuteAsync(RotundaDb db, string sql, IReadOnlyList<object> texts, CancellationToken cancellationToken)
    {
        await using var command = Command(db, sql, texts);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Hands over the one number of each row, or the two. Of thousands of rows, what the provider does for each would cost as much as the row itself.</summary>
    /// <param name="connection">Open; inside its transaction if there is one.</param>
    /// <param name="sql">A statement without parameters.</param>
    /// <param name="hasTwo">True where the rows have two numbers; otherwise the second is 0.</param>
    /// <param name="take">Called for each row in turn.</param>
    public static void ForEach(SqliteConnection connection, string sql, bool hasTwo, Action<long, long> take)
    {
        Tell(connection, sql);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle!, sql, out var statement), connection.Handle);
        using (statement)
        {
            int end;
            while ((end = raw.sqlite3_step(statement)) == raw.SQLITE_ROW) take(raw.sqlite3_column_int64(statement, 0), hasTwo ? raw.sqlite3_column_int64(statement, 1) : 0);
            if (end != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(end, connection.Handle);
        }
    }

    private static void Tell(DbConnection connection, string sql)
    {
        if (Listener.IsEnabled(Executing)) Listener.Write(Executing, new Statement(connection, sql));
    }

    /// <summary>A transaction of its own, or none where the caller has one.</summary>
    public static async Task<IDbContextTransaction?> TransactionAsync(RotundaDb db, CancellationToken cancellationToken) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;

    /// <summary>Stores what is tracked, commits a transaction that was begun, and lets go of what was tracked.</summary>
    public static async Task SaveAsync(RotundaDb db, IDbContextTransaction? transaction, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>Writes many rows: with one prepared statement on SQLite, as a binary copy on PostgreSQL.</summary>
    /// <param name="db">Inside a transaction.</param>
    /// <param name="table">Where to.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="rows">How many.</param>
    /// <param name="fill">Puts the values of a row, by its number from 0.</param>
    /// <param name="cancellationToken">Leaves the transaction to be rolled back.</param>
    public static async Task InsertAsync(RotundaDb db, string table, IReadOnlyList<string> columns, int rows, Action<int, object[]> fill, CancellationToken cancellationToken)
    {
        var values = new object[columns.Count];
        if (db.Database.GetDbConnection() is NpgsqlConnection connection)
        {
            var names = string.Join(',', columns.Select(column => $"\"{column}\""));
            await using var import = await connection.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
            for (var row = 0; row < rows; row++)
            {
                fill(row, values);
                await import.WriteRowAsync(cancellationToken, values!);
            }

            await import.CompleteAsync(cancellationToken);
            return;
        }

        using var insert = new SqliteInsert((SqliteConnection)db.Database.GetDbConnection(), table, columns);
        Tell(db.Database.GetDbConnection(), insert.Sql);
        for (var row = 0; row < rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fill(row, values);
            insert.Write(values);
        }
    }
}
