using System.Text.RegularExpressions;
using Rotunda.Data.Files;

namespace Rotunda.Data.Backups;

/// <summary>The only names that an archive may hold: nothing else is ever written below a data folder.</summary>
internal static partial class BackupNames
{
    public const string Head = "rotunda-backup.json";

    public const string SqliteDatabase = "database/rotunda.db";

    public const string PostgresDatabase = "database/rotunda.pgdump";

    public const string Manifest = "manifest.json";

    /// <summary>The manifest's hash as <c>sha256sum</c> writes it.</summary>
    public const string ManifestHash = "manifest.sha256";

    public static string OfFile(string hash) => $"files/{hash[..2]}/{hash}";

    public static string OfLanguage(string file) => $"languages/{file}";

    public static bool IsLanguageFile(string file) => Language().IsMatch(file);

    /// <summary>The hash that a stored file's name says, or null for another entry.</summary>
    public static string? HashOf(string name)
    {
        var parts = name.Split('/');
        return parts is ["files", { Length: 2 }, { Length: 64 }] && FileStore.IsHash(parts[2]) && parts[2].StartsWith(parts[1], StringComparison.Ordinal) ? parts[2] : null;
    }

    /// <summary>True for what may stand between head and manifest in the backup of a provider.</summary>
    public static bool IsContent(string name, string provider) =>
        name == DatabaseOf(provider) || HashOf(name) is not null || (name.Split('/') is ["languages", var file] && IsLanguageFile(file));

    public static string DatabaseOf(string provider) => provider == BackupHead.Postgres ? PostgresDatabase : SqliteDatabase;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}\.po\z", RegexOptions.None, 1000)]
    private static partial Regex Language();
}
