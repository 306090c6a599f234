using NodaTime.Text;

namespace Rotunda.Data.Backups;

/// <summary>What is kept of a database that holds something before it is brought to this version: in <c>backups</c> of the data folder, the last three.</summary>
/// <param name="Location">Database and data folder.</param>
/// <param name="Passphrase">Encrypts the backup; null for a plain one.</param>
public sealed record UpgradeBackup(StoreLocation Location, string? Passphrase)
{
    /// <summary>How many stay.</summary>
    private const int Kept = 3;

    private const string Date = "uuuuMMdd'T'HHmmss'Z'";

    private static readonly string[] Endings = [".db", ".backup"];

    /// <summary>Writes a backup of database and files; where that cannot be done nothing is migrated.</summary>
    /// <param name="migration">The last one of this version.</param>
    /// <param name="cancellationToken">Cancels; nothing is left behind.</param>
    /// <exception cref="BackupException">The database cannot be read, or another backup runs.</exception>
    /// <exception cref="StartRefusedException">The programs of PostgreSQL are missing.</exception>
    internal void Make(string migration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Location.DataFolder, "backups")).FullName;
        // One name for the work, so that what a killed one left is taken over by the next
        var made = Path.Combine(folder, "before.backup");
        try
        {
            BackupMaker.ToFile(Location, made, Passphrase, (_, _) => { }, cancellationToken);
        }
        catch (StartRefusedException missing)
        {
            throw new StartRefusedException($"{missing.Message} «rotunda migrate --no-backup» migrates without a backup.");
        }

        var kept = PathFor(folder, migration, ".backup");
        File.Move(made, kept, overwrite: true);
        ForgetOlder(folder);
        Console.Error.WriteLine($"A backup of what was there is kept as {kept}.");
    }

    /// <summary>The name under which something is kept before a migration.</summary>
    internal static string PathFor(string folder, string migration, string ending) =>
        Path.Combine(folder, $"before-{migration}-{InstantPattern.CreateWithInvariantCulture(Date).Format(new MicrosecondClock().GetCurrentInstant())}{ending}");

    /// <summary>Deletes all but the last ones.</summary>
    internal static void ForgetOlder(string folder)
    {
        var kept = Endings.SelectMany(ending => Directory.EnumerateFiles(folder, $"before-*{ending}"));
        foreach (var path in kept.OrderByDescending(path => path[path.LastIndexOf('-')..], StringComparer.Ordinal).Skip(Kept).ToList()) File.Delete(path);
    }
}
