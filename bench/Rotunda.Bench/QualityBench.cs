using System.Globalization;
using Microsoft.Data.Sqlite;
using Rotunda.Modules.Search.Evaluation;

namespace Rotunda.Bench;

/// <summary>How well queries with known answers are answered, beside SQLite's own full-text search on the same texts in the same run: FTS5 with bm25, its tokenizer unicode61 for letters and trigram for Chinese.</summary>
public static class QualityBench
{
    /// <summary>Fewer characters the trigrams of SQLite do not find.</summary>
    private const int Trigram = 3;

    /// <param name="folder">For each language <c>en.documents.jsonl</c> and one or more sets such as <c>en.queries.jsonl</c> or <c>en.names.queries.jsonl</c>, as <c>rotunda search eval</c> reads them.</param>
    public static int Run(string folder)
    {
        Console.WriteLine("| language | queries | MRR@10 | Recall@10 | FTS5 MRR@10 | Recall@10 |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
        foreach (var documents in Directory.EnumerateFiles(folder, "*.documents.jsonl").Order(StringComparer.Ordinal))
        {
            var language = Path.GetFileName(documents).Split('.')[0];
            foreach (var queries in Directory.EnumerateFiles(folder, $"{language}.*queries.jsonl").Order(StringComparer.Ordinal))
            {
                var own = SearchEvaluation.Measure(documents, queries, language, Console.Error.WriteLine);
                using var peer = new Peer(language == "zh");
                var theirs = SearchEvaluation.Measure(documents, queries, _ => { }, peer.Read);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {language} | {Path.GetFileName(queries)} | {own.ReciprocalRank:F3} | {own.Recall:F3} | {theirs.ReciprocalRank:F3} | {theirs.Recall:F3} |"));
            }
        }

        return 0;
    }

    /// <summary>FTS5 in memory, asked for any of the words; of Chinese, for any three characters beside each other.</summary>
    private sealed class Peer(bool isChinese) : IDisposable
    {
        private readonly SqliteConnection _connection = new("Data Source=:memory:");

        public Func<string, IReadOnlyList<int>> Read(IReadOnlyList<string> texts)
        {
            _connection.Open();
            using (var create = _connection.CreateCommand())
            {
                create.CommandText = isChinese ? "CREATE VIRTUAL TABLE peer USING fts5(body, tokenize='trigram')" : "CREATE VIRTUAL TABLE peer USING fts5(body, tokenize='unicode61')";
                create.ExecuteNonQuery();
            }

            using var transaction = _connection.BeginTransaction();
            using var insert = _connection.CreateCommand();
            (insert.Transaction, insert.CommandText) = (transaction, "INSERT INTO peer (rowid, body) VALUES (@number, @body)");
            for (var number = 0; number < texts.Count; number++)
            {
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("@number", number);
                insert.Parameters.AddWithValue("@body", texts[number]);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
            return Find;
        }

        public void Dispose() => _connection.Dispose();

        private List<int> Find(string query)
        {
            var runs = new string([.. query.Select(letter => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var words = (isChinese ? runs.SelectMany(run => Enumerable.Range(0, Math.Max(0, run.Length - Trigram + 1)).Select(at => run.Substring(at, Trigram))) : runs).Distinct(StringComparer.Ordinal).ToList();
            var found = new List<int>();
            if (words.Count == 0) return found;
            using var select = _connection.CreateCommand();
            select.CommandText = "SELECT rowid FROM peer WHERE peer MATCH @words ORDER BY bm25(peer) LIMIT @most";
            select.Parameters.AddWithValue("@most", SearchEvaluation.Places);
            select.Parameters.AddWithValue("@words", string.Join(" OR ", words.Select(word => $"\"{word}\"")));
            using var reader = select.ExecuteReader();
            while (reader.Read()) found.Add(reader.GetInt32(0));
            return found;
        }
    }
}
