using System.Text.RegularExpressions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.House;

/// <summary>Modules use only what the table in the architecture document lets them use.</summary>
public sealed partial class ModuleOrderTests
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Table = ReadTable();

    private static readonly IReadOnlyList<string> Folders =
        [.. Directory.EnumerateDirectories(Repository.PathOf("src", "Rotunda", "Modules")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Modules => [.. Folders];

    [Fact]
    public void Every_module_has_a_row_and_every_row_a_module() => Assert.Equal(Folders, Table.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Arrows_point_downwards_to_rows_above() => Assert.Empty(Table.Keys.SelectMany((module, index) =>
        Table[module].Where(used => !Table.Keys.Take(index).Contains(used)).Select(used => $"{module} may use {used}, which does not stand above it")));

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_uses_what_its_row_allows(string module)
    {
        var allowed = Table.GetValueOrDefault(module, []);

        Assert.Empty(UsesIn(SourceFiles.Under("src", "Rotunda", "Modules", module)).Where(use => use.Module != module && !allowed.Contains(use.Module)).Select(use => use.Place).Distinct());
    }

    [Fact]
    public void The_data_folder_uses_no_module_but_the_shared_one() =>
        Assert.Empty(UsesIn(SourceFiles.Under("src", "Rotunda", "Data")).Where(use => use.Module != "Shared").Select(use => use.Place).Distinct());

    [Fact]
    public void The_scan_sees_what_a_module_uses() => Assert.Equal(
        ["Alliance", "Conferences", "Shared"], UsesIn(SourceFiles.Under("src", "Rotunda", "Modules", "Conferences")).Select(use => use.Module).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Names of modules that stand in sources: in full, or short as C# finds them from a neighbouring namespace.</summary>
    private static IEnumerable<(string Module, string Place)> UsesIn(IReadOnlyList<string> files)
    {
        foreach (var file in files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            foreach (var module in Full().Matches(text).Select(match => match.Groups["module"].Value)
                .Concat(Short().Matches(text).Where(match => IsIn(match.Groups["module"].Value, match.Groups["next"].Value)).Select(match => match.Groups["module"].Value)))
                yield return (module, $"{Path.GetRelativePath(Repository.Root, file)} uses {module}");
        }
    }

    /// <summary>True for a feature folder or a type of a module; the word before it may be something else by the same name.</summary>
    private static bool IsIn(string module, string next) => Folders.Contains(module)
        && (Directory.Exists(Repository.PathOf("src", "Rotunda", "Modules", module, next)) || File.Exists(Repository.PathOf("src", "Rotunda", "Modules", module, next + ".cs")));

    private static Dictionary<string, IReadOnlyList<string>> ReadTable()
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", "architecture.md")).SkipWhile(line => line != "## Order of modules").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith('|')).Skip(2);
        return lines.Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToDictionary(
            cells => cells[0],
            cells => (IReadOnlyList<string>)(cells[1] == "-" ? [] : [.. cells[1].Split(',', StringSplitOptions.TrimEntries)]));
    }

    [GeneratedRegex(@"\bRotunda\.Modules\.(?<module>[A-Z]\w*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Full();

    [GeneratedRegex(@"(?<![\w.])(Modules\.)?(?<module>[A-Z]\w*)\.(?<next>[A-Z]\w*)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Short();
}
