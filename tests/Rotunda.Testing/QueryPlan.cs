using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;

namespace Rotunda.Testing;

/// <summary>How SQLite carries a statement out. Without statistics, which it gathers nowhere here, that does not depend on how much the tables hold.</summary>
public static partial class QueryPlan
{
    /// <summary>The steps, such as <c>SEARCH s USING INDEX …</c> or <c>SCAN s</c>.</summary>
    /// <param name="db">A context of an embedded database.</param>
    /// <param name="statement">One statement; what its parameters hold does not change the plan.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(RotundaDb db, string statement, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (var name in ParameterName().Matches(statement).Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }

        var steps = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) steps.Add(rows.GetString(3));
        return steps;
    }

    /// <summary>The tables of which a statement looks at every row.</summary>
    /// <inheritdoc cref="OfAsync"/>
    public static async Task<IReadOnlyList<string>> ScannedAsync(RotundaDb db, string statement, CancellationToken cancellationToken)
    {
        var aliases = Alias().Matches(statement).DistinctBy(match => match.Groups["alias"].Value).ToDictionary(match => match.Groups["alias"].Value, match => match.Groups["table"].Value);
        var steps = await OfAsync(db, statement, cancellationToken);
        return [.. steps.Select(step => Scan().Match(step)).Where(match => match.Success).Select(match => aliases.GetValueOrDefault(match.Groups["alias"].Value, match.Groups["alias"].Value))];
    }

    [GeneratedRegex("@[A-Za-z0-9_]+", RegexOptions.None, 1000)]
    private static partial Regex ParameterName();

    [GeneratedRegex("(FROM|JOIN) \"(?<table>[a-z_]+)\" AS \"(?<alias>[a-z0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alias();

    [GeneratedRegex("^SCAN (?<alias>[a-z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scan();
}
