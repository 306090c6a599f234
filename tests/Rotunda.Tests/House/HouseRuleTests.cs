using System.Text.Json;
using System.Text.RegularExpressions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.House;

/// <summary>Rules of the house that no compiler checks.</summary>
public sealed partial class HouseRuleTests
{
    private const int LongestFile = 400;

    private static readonly string[] Code = [".cs", ".cshtml", ".ts", ".css"];

    private static readonly IReadOnlyList<string> Files = SourceFiles.Under();

    private static IEnumerable<string> Texts => Files.Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" or ".ts" or ".mjs" or ".css" or ".md" or ".json" or ".po" or ".csproj" or ".props"
        or ".targets" or ".slnx" or ".yml" or ".sh" or ".txt" or "" && new FileInfo(file).Length < 2_000_000);

    [Fact]
    public void No_source_file_is_longer_than_a_reader_bears() =>
        Assert.Empty(Files.Where(file => Code.Contains(Path.GetExtension(file)) && File.ReadLines(file).Count() > LongestFile).Select(Named));

    [Fact]
    public void Nothing_is_left_to_do_in_sources() => Assert.Empty(Files.Where(file => Code.Contains(Path.GetExtension(file))).SelectMany(file => LinesWith(file, LeftToDo())));

    [Fact]
    public void No_path_of_a_developers_machine_is_written_anywhere() => Assert.Empty(Texts.SelectMany(file => LinesWith(file, PathOfSomebody())));

    [Fact]
    public void Locked_packages_name_no_registry()
    {
        var locked = Repository.PathOf("src", "Rotunda", "package-lock.json");

        Assert.Empty(LinesWith(locked, Resolved()));
        Assert.Empty(Files.Where(file => Path.GetFileName(file).ToLowerInvariant() is ".npmrc" or "nuget.config" or ".yarnrc").Select(Named));
    }

    [Fact]
    public void Every_file_ends_with_a_line_break_and_none_has_carriage_returns() => Assert.Empty(Files
        .Where(file => Code.Contains(Path.GetExtension(file))).Where(file => File.ReadAllText(file) is var text && (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal)))
        .Select(Named));

    [Fact]
    public void The_demonstration_holds_every_fact_that_was_handed_over()
    {
        using var handed = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data", "asrtu.json")));
        using var own = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("src", "Rotunda", "Demo", "asrtu.json")));

        Assert.Empty(Missing(handed.RootElement, own.RootElement, ""));
    }

    private static string Narrow(JsonElement text) => text.GetString()!.Replace('（', '(').Replace('）', ')');

    /// <summary>Places of one document that the other lacks. A list holds an item when some item of it holds it; null says nothing.</summary>
    private static IEnumerable<string> Missing(JsonElement fact, JsonElement own, string path)
    {
        switch (fact.ValueKind)
        {
            case JsonValueKind.Null:
                return [];
            case JsonValueKind.Object when own.ValueKind == JsonValueKind.Object:
                return fact.EnumerateObject().SelectMany(member => own.TryGetProperty(member.Name, out var value) ? Missing(member.Value, value, $"{path}.{member.Name}")
                    : member.Value.ValueKind == JsonValueKind.Null ? [] : [$"{path}.{member.Name}"]);
            case JsonValueKind.Array when own.ValueKind == JsonValueKind.Array:
                var items = own.EnumerateArray().ToList();
                return fact.EnumerateArray().Where(item => items.TrueForAll(candidate => Missing(item, candidate, "").Any())).Select(item => $"{path}[]: {item.GetRawText()}");
            case JsonValueKind.String when own.ValueKind == JsonValueKind.String:
                // Chinese names carry the wide brackets of their script with us, narrow ones as they were handed over
                return Narrow(fact) == Narrow(own) ? [] : [path];
            default:
                return JsonElement.DeepEquals(fact, own) ? [] : [path];
        }
    }

    private static IEnumerable<string> LinesWith(string file, Regex forbidden) =>
        File.ReadLines(file).Select((line, index) => (line, Number: index + 1)).Where(pair => forbidden.IsMatch(pair.line)).Select(pair => $"{Named(file)}:{pair.Number} {pair.line.Trim()}");

    private static string Named(string file) => Path.GetRelativePath(Repository.Root, file);

    // Written in two parts so that this file passes its own rule
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X:)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LeftToDo();

    [GeneratedRegex(@"(?<![\w.:/-])(/(home|Users|root|work|tmp)/[A-Za-z]|[A-Z]:\\Users\\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex PathOfSomebody();

    [GeneratedRegex("\"resolved\"|https?://(?!(opencollective|github|www\\.patreon|tidelift|feross|paypal))", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Resolved();
}
