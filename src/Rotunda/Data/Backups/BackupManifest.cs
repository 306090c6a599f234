using System.Reflection;
using NodaTime;

namespace Rotunda.Data.Backups;

/// <summary>What a backup is; the first entry of the archive, so that a reader knows early whether it understands the rest.</summary>
/// <param name="Format">The version of the archive's layout; a program reads its own and earlier ones.</param>
/// <param name="Program">The version of the program that wrote it.</param>
/// <param name="Provider"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Migration">The last migration of the database, or <see cref="NoMigration"/>.</param>
/// <param name="CreatedAt">When the backup began, in whole seconds.</param>
public sealed record BackupHead(int Format, string Program, string Provider, string Migration, Instant CreatedAt)
{
    public const string Sqlite = "sqlite";

    public const string Postgres = "postgres";

    /// <summary>Stands for the migration of a database that had none yet.</summary>
    public const string NoMigration = "none";

    /// <summary>The layout that this program writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>This program's version, such as <c>0.1.0</c>.</summary>
    public static string ProgramVersion { get; } =
        typeof(BackupHead).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

/// <summary>One entry of the archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
public sealed record BackupEntry(string Name, long Length, string Sha256);

/// <summary>The last entry but one: everything that the archive holds. An archive without it was cut short.</summary>
/// <param name="Head">As the first entry says.</param>
/// <param name="Entries">Every entry before this one, in the order of the archive.</param>
/// <param name="Missing">Hashes of files that the database names and that were not in the file store when the backup was made.</param>
public sealed record BackupManifest(BackupHead Head, IReadOnlyList<BackupEntry> Entries, IReadOnlyList<string> Missing)
{
    /// <summary>Files whose bytes were not those of their name already when the backup was made.</summary>
    public IEnumerable<string> Damaged => Entries.Where(entry => BackupNames.HashOf(entry.Name) is { } hash && hash != entry.Sha256).Select(entry => BackupNames.HashOf(entry.Name)!);
}
