using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Rotunda.Data;
using Rotunda.Data.Backups;
using Rotunda.Data.Values;

namespace Rotunda.CommandLine;

/// <summary>Backup while the site is served, and restore into an empty place.</summary>
internal static class BackupCommands
{
    private const int ShortestPassphrase = 12;

    /// <summary>In bytes between two lines of progress.</summary>
    private const long Stride = 256L * 1024 * 1024;

    public static Option<FileInfo?> PassphraseFile() => new("--passphrase-file") { Description = "A file whose first line is the passphrase of the backup." };

    public static Command Backup(ProgramOptions options, Action? letOthersGoFirst)
    {
        var file = new Argument<string>("file") { Description = "The archive to write, or - for standard output." };
        var passphraseFile = PassphraseFile();
        var command = new Command("backup", "Writes database and files into one archive while the site is served.") { file, passphraseFile };
        command.SetAction((parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            var toStream = path == "-";
            letOthersGoFirst?.Invoke();
            var passphrase = Passphrase(parsed.GetValue(passphraseFile), isNew: true);
            var location = options.LocationOf(parsed);
            BackupRestore.Finish(location);
            var summary = toStream ? ToStream(location, passphrase, cancellationToken) : ToFile(location, path, passphrase, cancellationToken);
            var answer = new
            {
                file = toStream ? null : Path.GetFullPath(path), bytes = summary.Bytes, entries = summary.Manifest.Entries.Count, database = summary.Manifest.Head.Provider,
                migration = summary.Manifest.Head.Migration, createdAt = summary.Manifest.Head.CreatedAt, isEncrypted = passphrase is not null,
                seconds = Math.Round(summary.Elapsed.TotalSeconds, 2), missing = summary.Manifest.Missing, damaged = summary.Manifest.Damaged,
            };
            // Standard output holds the archive where it was asked for there
            if (options.IsJson(parsed)) (toStream ? Console.Error : Console.Out).WriteLine(JsonSerializer.Serialize(answer, StoredJson.Options));
            else Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mebibytes(summary.Bytes)} MiB in {summary.Elapsed.TotalSeconds:F1} s: {summary.Manifest.Entries.Count} entries{(toStream ? "" : $" in {answer.file}")}."));
            return Task.FromResult(TellFlaws(summary.Manifest) ? RotundaCommands.Faulty : 0);
        });
        return command;
    }

    public static Command Restore(ProgramOptions options)
    {
        var file = new Argument<FileInfo>("file") { Description = "An archive that «backup» wrote." };
        var passphraseFile = PassphraseFile();
        var replace = new Option<bool>("--replace") { Description = "Moves what is in the target aside instead of refusing." };
        var command = new Command("restore", "Verifies a backup, puts it into an empty data folder or database, and verifies the result.") { file, passphraseFile, replace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = Existing(parsed.GetValue(file)!);
            var passphrase = Passphrase(parsed.GetValue(passphraseFile), isNew: false);
            var location = options.LocationOf(parsed);
            var (manifest, aside) = BackupRestore.Run(location, path, passphrase, parsed.GetValue(replace), Progress(new FileInfo(path).Length), cancellationToken);
            if (aside is not null) await Console.Error.WriteLineAsync($"What was there before is kept: {aside}");
            await using var app = await options.OpenAsync(parsed, mayMigrate: true, cancellationToken, keepsBackup: false);
            var (violations, summary) = await DatabaseVerification.RunAsync(app.Services, cancellationToken);
            var answer = new { holds = violations.Count == 0, violations, summary, createdAt = manifest.Head.CreatedAt, migration = manifest.Head.Migration, entries = manifest.Entries.Count, aside };
            if (options.IsJson(parsed)) Console.WriteLine(JsonSerializer.Serialize(answer, StoredJson.Options));
            else foreach (var line in violations.DefaultIfEmpty(summary)) Console.WriteLine(line);
            await Console.Error.WriteLineAsync($"Restored the backup of {manifest.Head.CreatedAt} (Rotunda {manifest.Head.Program}).");
            TellFlaws(manifest);
            return violations.Count == 0 ? 0 : RotundaCommands.Faulty;
        });
        return command;
    }

    /// <summary>Verifies an archive without a database.</summary>
    public static (IReadOnlyList<string> Violations, string Summary) Verify(FileInfo file, FileInfo? passphraseFile, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = ArchiveReader.Read(file.FullName, Passphrase(passphraseFile, isNew: false), null, null, Progress(file.Length), cancellationToken);
            List<string> flaws = [.. Flaws(manifest)];
            return (flaws, $"{manifest.Entries.Count} entries hold. Backup of {manifest.Head.Provider} of {manifest.Head.CreatedAt}, Rotunda {manifest.Head.Program}, migration {manifest.Head.Migration}.");
        }
        catch (BackupException error)
        {
            return ([error.Message], "");
        }
    }

    public static BackupSummary ToFile(StoreLocation location, string path, string? passphrase, CancellationToken cancellationToken) =>
        BackupMaker.ToFile(location, Path.GetFullPath(path), passphrase, Progress(), cancellationToken);

    private static BackupSummary ToStream(StoreLocation location, string? passphrase, CancellationToken cancellationToken)
    {
        using var output = Console.OpenStandardOutput();
        return BackupMaker.To(location, output, passphrase, Progress(), cancellationToken);
    }

    /// <summary>The first line of a passphrase's file; null without one.</summary>
    /// <exception cref="BackupException">A new one is too short.</exception>
    public static string? Passphrase(FileInfo? file, bool isNew)
    {
        if (file is null) return null;
        var passphrase = File.ReadLines(Existing(file)).FirstOrDefault() ?? "";
        if (isNew && passphrase.Length < ShortestPassphrase) throw new BackupException($"The passphrase in {file.FullName} is shorter than {ShortestPassphrase} characters.");
        return passphrase;
    }

    private static string Existing(FileInfo file) => file.Exists ? file.FullName : throw new FileNotFoundException($"There is no file {file.FullName}.");

    private static Action<long, long> Progress()
    {
        long told = 0;
        return (done, all) =>
        {
            if (done - told < Stride) return;
            told = done;
            Console.Error.WriteLine($"{Mebibytes(done)} of {Mebibytes(all)} MiB");
        };
    }

    private static Action<long> Progress(long all)
    {
        var tell = Progress();
        long done = 0;
        return bytes => tell(done += bytes, all);
    }

    private static IEnumerable<string> Flaws(BackupManifest manifest) =>
        manifest.Missing.Select(hash => $"The file {hash} was missing in the file store already when the backup was made.")
            .Concat(manifest.Damaged.Select(hash => $"The file {hash} was damaged in the file store already when the backup was made."));

    private static bool TellFlaws(BackupManifest manifest)
    {
        var flaws = Flaws(manifest).ToList();
        foreach (var flaw in flaws) Console.Error.WriteLine(flaw);
        return flaws.Count > 0;
    }

    private static long Mebibytes(long bytes) => bytes / (1024 * 1024);
}
