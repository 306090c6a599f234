using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Backups;
using Rotunda.Data.Values;

namespace Rotunda.CommandLine;

/// <summary>Verification of the database, and of an exported chain without one.</summary>
internal static class VerifyCommands
{
    public static Command Verify(ProgramOptions options)
    {
        var file = new Argument<FileInfo?>("file") { Description = "A backup or an exported chain; without it the whole database is verified.", Arity = ArgumentArity.ZeroOrOne };
        var passphraseFile = BackupCommands.PassphraseFile();
        var command = new Command("verify", "Verifies the audit chain and the rules that hold for the whole database, or a backup, or an exported chain.") { file, passphraseFile };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (violations, summary) = parsed.GetValue(file) is { } exported
                ? exported.Exists && ArchiveReader.IsBackup(exported.FullName) ? BackupCommands.Verify(exported, parsed.GetValue(passphraseFile), cancellationToken)
                    : await VerifyFileAsync(exported, cancellationToken)
                : await VerifyDatabaseAsync(options, parsed, cancellationToken);
            if (options.IsJson(parsed)) Console.WriteLine(JsonSerializer.Serialize(new { holds = violations.Count == 0, violations, summary }, StoredJson.Options));
            else foreach (var line in violations.DefaultIfEmpty(summary)) Console.WriteLine(line);
            return violations.Count == 0 ? 0 : RotundaCommands.Faulty;
        });
        return command;
    }

    public static Command ExportChain(ProgramOptions options)
    {
        var file = new Argument<FileInfo>("file") { Description = "The file to write, one JSON object a line." };
        var command = new Command("export-chain", "Writes the audit chain, without personal details, for verification elsewhere.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await app.Services.GetRequiredService<AuditSealer>().SealAsync(cancellationToken);
            await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync(cancellationToken);
            var (path, count) = (parsed.GetValue(file)!.FullName, 0);
            await using (var writer = new StreamWriter(path + ".part"))
            {
                await foreach (var entry in DatabaseVerification.Chain(db, from: 1).AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    await writer.WriteLineAsync(JsonSerializer.Serialize(entry, StoredJson.Options));
                    count++;
                }
            }

            File.Move(path + ".part", path, overwrite: true);
            await Console.Error.WriteLineAsync($"{count} entries written to {path}");
            return 0;
        });
        return command;
    }

    private static async Task<(IReadOnlyList<string> Violations, string Summary)> VerifyDatabaseAsync(ProgramOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
        return await DatabaseVerification.RunAsync(app.Services, cancellationToken);
    }

    /// <summary>Walks an exported chain; it needs no database.</summary>
    internal static async Task<(IReadOnlyList<string> Violations, string Summary)> VerifyFileAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var (previous, expected) = (AuditChain.Origin, 1L);
        var number = 0;
        if (!file.Exists) return ([$"There is no file {file.FullName}."], "");
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            ChainedEntry? entry;
            try
            {
                entry = JsonSerializer.Deserialize<ChainedEntry>(line, StoredJson.Options);
            }
            catch (JsonException error)
            {
                return ([$"Line {number} is not an entry: {error.Message}"], "");
            }

            if (entry is not { Action: not null, SubjectKind: not null, SubjectId: not null, PayloadHash: not null, Hash: not null })
                return ([$"Line {number} is not a whole entry."], "");
            if (AuditChain.FirstBreak(previous, expected, [entry]) is { } fault) return ([fault], "");
            (previous, expected) = (entry.Hash, expected + 1);
        }

        return ([], $"{number} entries hold. Head: {Convert.ToHexStringLower(previous)}");
    }
}
