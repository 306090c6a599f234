using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Rotunda.Data;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>
/// The index by which similar sources are found: for each stem, or pair of Chinese characters, the entries that have it. Written in bulk, past the change tracker,
/// in the transaction of whoever stores the entries.
/// </summary>
public static class MemoryIndex
{
    private const string Posting = "INSERT INTO memory_posting (\"Term\", \"Size\", \"Entry\")";
    private const string Term = "INSERT INTO memory_term (\"Term\", \"Count\")";
    private const string Unposting = "DELETE FROM memory_posting WHERE \"Term\" = @a AND \"Size\" = @b AND \"Entry\" = @c";
    private const string Count = "ON CONFLICT (\"Term\") DO UPDATE SET \"Count\" = memory_term.\"Count\" + excluded.\"Count\"";

    /// <summary>The terms of a source between two languages, each once.</summary>
    public static IReadOnlyList<long> TermsOf(string sourceLanguage, string targetLanguage, string markdown)
    {
        var pair = (long)HashOf(sourceLanguage, targetLanguage) << 32;
        var terms = Signature.Of(InlinePieces.Text(InlinePieces.Of(markdown))).Terms;
        var keys = new long[terms.Length];
        for (var i = 0; i < terms.Length; i++) keys[i] = pair | (uint)terms[i];
        return keys;
    }

    public static short SizeOf(IReadOnlyList<long> terms) => (short)Math.Min(terms.Count, short.MaxValue);

    /// <summary>Puts stored entries into the index.</summary>
    public static Task AddAsync(RotundaDb db, IReadOnlyList<MemoryEntry> entries, CancellationToken cancellationToken) => WriteAsync(db, entries, isAdded: true, cancellationToken);

    /// <summary>Takes entries out of the index, as they stand in it.</summary>
    public static Task RemoveAsync(RotundaDb db, IReadOnlyList<MemoryEntry> entries, CancellationToken cancellationToken) => WriteAsync(db, entries, isAdded: false, cancellationToken);

    private static async Task WriteAsync(RotundaDb db, IReadOnlyList<MemoryEntry> entries, bool isAdded, CancellationToken cancellationToken)
    {
        if (entries.Count == 0) return;
        var (terms, sizes, numbers) = (new List<long>(), new List<short>(), new List<long>());
        var counts = new SortedDictionary<long, int>();
        foreach (var entry in entries)
        {
            var keys = TermsOf(entry.SourceLanguage, entry.TargetLanguage, entry.SourceText);
            foreach (var key in keys)
            {
                terms.Add(key);
                sizes.Add(SizeOf(keys));
                numbers.Add(entry.Number);
                counts[key] = counts.GetValueOrDefault(key) + (isAdded ? 1 : -1);
            }
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (db.Database.IsNpgsql()) await WritePostgresAsync(db, [.. terms], [.. sizes], [.. numbers], [.. counts.Keys], [.. counts.Values], isAdded, cancellationToken);
            else await WriteSqliteAsync(db, terms, sizes, numbers, counts, isAdded, cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task WritePostgresAsync(RotundaDb db, long[] terms, short[] sizes, long[] numbers, long[] counted, int[] counts, bool isAdded, CancellationToken cancellationToken)
    {
        await using var postings = Command(
            db, isAdded ? $"{Posting} SELECT * FROM unnest(@a, @b, @c) ON CONFLICT DO NOTHING"
                : "DELETE FROM memory_posting p USING unnest(@a, @b, @c) AS gone(t, s, e) WHERE p.\"Term\" = t AND p.\"Size\" = s AND p.\"Entry\" = e",
            ("a", terms), ("b", sizes), ("c", numbers));
        await postings.ExecuteNonQueryAsync(cancellationToken);
        await using var totals = isAdded
            ? Command(db, $"{Term} SELECT * FROM unnest(@a, @b) {Count}", ("a", counted), ("b", counts))
            : Command(db, "UPDATE memory_term m SET \"Count\" = GREATEST(0, m.\"Count\" + n) FROM unnest(@a, @b) AS gone(t, n) WHERE m.\"Term\" = t", ("a", counted), ("b", counts));
        await totals.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WriteSqliteAsync(RotundaDb db, List<long> terms, List<short> sizes, List<long> numbers, SortedDictionary<long, int> counts, bool isAdded, CancellationToken cancellationToken)
    {
        await using var postings = Command(db, isAdded ? $"{Posting} VALUES (@a, @b, @c) ON CONFLICT DO NOTHING" : Unposting, ("a", 0L), ("b", 0L), ("c", 0L));
        for (var i = 0; i < terms.Count; i++)
        {
            (postings.Parameters[0].Value, postings.Parameters[1].Value, postings.Parameters[2].Value) = (terms[i], (long)sizes[i], numbers[i]);
            await postings.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var totals = isAdded
            ? Command(db, $"{Term} VALUES (@a, @b) {Count}", ("a", 0L), ("b", 0L))
            : Command(db, "UPDATE memory_term SET \"Count\" = MAX(0, \"Count\" + @b) WHERE \"Term\" = @a", ("a", 0L), ("b", 0L));
        foreach (var (term, count) in counts)
        {
            (totals.Parameters[0].Value, totals.Parameters[1].Value) = (term, (long)count);
            await totals.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbCommand Command(RotundaDb db, string sql, params (string Name, object Value)[] values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        // The texts are constants of this file
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static int HashOf(string sourceLanguage, string targetLanguage)
    {
        var hash = 2166136261u;
        foreach (var character in $"{sourceLanguage}>{targetLanguage}") hash = (hash ^ character) * 16777619;
        return (int)hash;
    }
}
