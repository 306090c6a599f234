namespace Rotunda.Testing;

/// <summary>The files of the source tree that people write: without packages, builds and what tools generate.</summary>
public static class SourceFiles
{
    private static readonly string[] Left = ["artifacts", "node_modules", "bin", "obj", ".git", "data", "Migrations"];

    /// <summary>The files below a folder of the repository, by absolute path.</summary>
    public static IReadOnlyList<string> Under(params string[] folder) => [.. Below(new DirectoryInfo(Repository.PathOf(folder))).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Below(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
            if (!IsBuilt(file)) yield return file.FullName;
        foreach (var inner in folder.EnumerateDirectories())
        {
            if (Left.Contains(inner.Name) || inner.LinkTarget is not null || IsCompiledModel(inner)) continue;
            foreach (var file in Below(inner)) yield return file;
        }
    }

    private static bool IsCompiledModel(DirectoryInfo folder) => folder.Name == "Models" && folder.Parent?.Name == "Data";

    /// <summary>The bundles of the client.</summary>
    private static bool IsBuilt(FileInfo file) => file.DirectoryName!.Contains("wwwroot", StringComparison.Ordinal) && file.Name is "site.css" or "site.js" or "desk.js";
}
