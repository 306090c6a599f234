using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Rotunda.Data;

namespace Rotunda.Modules.Search.Index;

/// <summary>Statements of the index that are made of numbers, which Entity Framework would compile anew each time.</summary>
internal static class IndexSql
{
    /// <summary>A command on the connection of the context, inside its transaction.</summary>
    /// <param name="db">An open connection is used as it is.</param>
    /// <param name="sql">Numbers of our own; texts are parameters.</param>
    /// <param name="texts">Their values, named <c>@p0</c> and so on.</param>
    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text holds numbers of our own; what people typed is a parameter.")]
    public static DbCommand Command(RotundaDb db, string sql, params IReadOnlyList<object> texts)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
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
}
