using System.Text.Json;
using Rotunda.Modules.Translation.Interchange.Xliff;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Translation.Interchange;

/// <summary>The half of the OASIS test suite of XLIFF 2.1 that lies beside the repository.</summary>
public sealed class XliffSuiteTests
{
    public static TheoryData<string> Valid => Named("valid");

    public static TheoryData<string> Invalid => Named("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_file_is_accepted(string name)
    {
        using var stream = File.OpenRead(Repository.Shared("fixtures", "xliff", name));

        Assert.Null(XliffReader.Check(stream));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_file_is_refused_with_line_and_reason(string name)
    {
        using var stream = File.OpenRead(Repository.Shared("fixtures", "xliff", name));

        var fault = XliffReader.Check(stream);

        Assert.NotNull(fault);
        Assert.InRange(fault.Line, 2, 200);
        Assert.EndsWith(".", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_answers_one_json_object_a_file_and_nothing_else()
    {
        var (good, bad) = (Repository.Shared("fixtures", "xliff", "core", "valid", "sample1.xlf"), Repository.Shared("fixtures", "xliff", "core", "invalid", "bad_NoFile.xlf"));

        var end = await ChildProgram.RunAsync("xliff", "validate", "--json", good, bad);

        var lines = end.Output.TrimEnd('\n').Split('\n');
        Assert.Equal((1, "", 2), (end.ExitCode, end.Error, lines.Length));
        Assert.Equal(JsonSerializer.Serialize(new { file = good, accepted = true, line = (int?)null, reason = (string?)null }), lines[0]);
        Assert.Equal(["file", "accepted", "line", "reason"], JsonDocument.Parse(lines[1]).RootElement.EnumerateObject().Select(member => member.Name));
        Assert.False(JsonDocument.Parse(lines[1]).RootElement.GetProperty("accepted").GetBoolean());
    }

    private static TheoryData<string> Named(string kind)
    {
        var root = Path.Combine(Repository.Root, "..", "shared", "fixtures", "xliff");
        var folders = new[] { "core", "modules" }.Select(part => Path.Combine(root, part, kind)).Where(Directory.Exists);
        // Where the suite is not, one name keeps the theory alive so that it says why it is skipped
        return [.. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.xlf")).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal).DefaultIfEmpty("core")];
    }
}
