using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Rotunda.Data;

/// <summary>
/// Stores many new rows together with what a context tracks. On SQLite, for which Entity Framework prepares a statement for each row, they are written with one prepared statement
/// for each table and are never tracked; on PostgreSQL, for which it sends them in batches, and where they are few, it writes them itself.
/// </summary>
internal static class NewRows
{
    /// <summary>Below it a transaction of our own would cost more than it saves.</summary>
    private const int Fewest = 16;

    private const string Savepoint = "new_rows";

    /// <summary>A mapped column: its name, and how its value is read from a row and converted.</summary>
    private sealed record Column(string Name, IClrPropertyGetter Getter, ValueConverter? Converter)
    {
        public object? Of(object row) => Getter.GetClrValue(row) is { } value ? Converter is null ? value : Converter.ConvertToProvider(value) : null;
    }

    /// <summary>Stores the rows and then what is tracked, all or nothing; inside the transaction of the caller, or in one of its own.</summary>
    /// <param name="db">What it tracks may not be needed by the rows: they are written first.</param>
    /// <param name="rows">
    /// Untracked. Of mapped types that have properties alone: nothing that the database gives or that Entity Framework keeps beside them, no navigation, no count of versions.
    /// </param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="DbUpdateException">A row breaks a rule of its table; what Entity Framework would say of it. Nothing is stored, and the transaction of the caller goes on.</exception>
    /// <exception cref="NotSupportedException">A row is of another kind of type.</exception>
    public static async Task SaveAsync(RotundaDb db, IReadOnlyCollection<object> rows, CancellationToken cancellationToken)
    {
        if (rows.Count < Fewest || !db.Database.IsSqlite())
        {
            db.AddRange(rows);
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var outer = db.Database.CurrentTransaction;
        await using var own = outer is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        if (outer is not null) await outer.CreateSavepointAsync(Savepoint, cancellationToken);
        try
        {
            foreach (var kind in rows.GroupBy(row => row.GetType())) Write(db, kind.Key, kind, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception error)
        {
            if (outer is not null) await outer.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
            if (error is SqliteException) throw new DbUpdateException("The new rows could not be stored: " + error.Message, error);
            throw;
        }

        if (outer is not null) await outer.ReleaseSavepointAsync(Savepoint, cancellationToken);
        if (own is not null) await own.CommitAsync(cancellationToken);
    }

    private static void Write(RotundaDb db, Type type, IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        var entity = db.Model.FindEntityType(type) ?? throw new NotSupportedException($"{type.Name} is not mapped.");
        var columns = ColumnsOf(entity);
        using var insert = new SqliteInsert((SqliteConnection)db.Database.GetDbConnection(), entity.GetTableName()!, [.. columns.Select(column => column.Name)]);
        var values = new object?[columns.Count];
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < values.Length; i++) values[i] = columns[i].Of(row);
            insert.Write(values);
        }
    }

    private static List<Column> ColumnsOf(IEntityType entity)
    {
        var isPlain = !entity.ClrType.IsAssignableTo(typeof(IEditable)) && !entity.GetNavigations().Any() && !entity.GetSkipNavigations().Any() && !entity.GetComplexProperties().Any()
            && entity.GetProperties().All(property => !property.IsShadowProperty() && property.ValueGenerated == ValueGenerated.Never);
        if (!isPlain) throw new NotSupportedException($"{entity.ClrType.Name} is more than its properties.");
        return [.. entity.GetProperties().Select(property => new Column(property.GetColumnName(), property.GetGetter(), property.GetTypeMapping().Converter))];
    }
}
