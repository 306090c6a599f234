using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.CommandLine;
using Rotunda.Data.Audit;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.CommandLine;

/// <summary>A chain that was exported is verified elsewhere, without a database, and every forgery of the file is found.</summary>
public sealed class ExportedChainTests(EmptySqliteSite site) : IClassFixture<EmptySqliteSite>, IAsyncLifetime
{
    private const int Entries = 4;

    private string _file = "";

    private string[] _lines = [];

    public async ValueTask InitializeAsync()
    {
        _file = Path.Combine(site.Location.DataFolder, "chain.jsonl");
        if (!File.Exists(_file))
        {
            await using var db = site.Db();
            for (var i = 0; i < Entries; i++) site.Services.GetRequiredService<AuditTrail>().Record(db, Viewer.Program, "test.act", "test", $"subject {i}", note: "personal: Иван");
            await db.SaveChangesAsync();
            var end = await ChildProgram.RunAsync("export-chain", _file, "--data", site.Location.DataFolder);
            Assert.Equal(new ProgramEnd(0, "", $"{Entries} entries written to {_file}\n"), end);
        }

        _lines = await File.ReadAllLinesAsync(_file);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_exported_chain_holds_and_says_nothing_personal()
    {
        var end = await ChildProgram.RunAsync("verify", _file);
        var database = await ChildProgram.RunAsync("verify", "--data", site.Location.DataFolder);

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.StartsWith($"{Entries} entries hold. Head: ", end.Output, StringComparison.Ordinal);
        // The head is the same that the database tells
        Assert.EndsWith(end.Output[end.Output.IndexOf("Head: ", StringComparison.Ordinal)..], database.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_lines, line => line.Contains("Иван", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_chain_is_told_with_an_exit_code()
    {
        var path = Path.Combine(site.Location.DataFolder, "broken.jsonl");
        await File.WriteAllLinesAsync(path, _lines.Skip(1));

        var end = await ChildProgram.RunAsync("verify", path, "--json");

        Assert.Equal(new ProgramEnd(1, """{"holds":false,"violations":["Entry 1 is missing; 2 follows."],"summary":""}""" + "\n", ""), end);
    }

    [Theory]
    [InlineData("field", "Entry 2 (test.forged, ")]
    [InlineData("hash", "Entry 2 (test.act, ")]
    [InlineData("payload", "Entry 2 (test.act, ")]
    [InlineData("missing", "Entry 2 is missing; 3 follows.")]
    [InlineData("swapped", "Entry 2 is missing; 3 follows.")]
    [InlineData("first", "Entry 1 is missing; 2 follows.")]
    [InlineData("twice", "Entry 3 is missing; 2 follows.")]
    [InlineData("garbage", "Line 2 is not an entry: ")]
    [InlineData("date", "Line 2 is not an entry: ")]
    [InlineData("incomplete", "Line 2 is not a whole entry.")]
    [InlineData("null", "Line 2 is not a whole entry.")]
    public async Task A_forged_file_is_found_out(string forgery, string expected)
    {
        var second = JsonNode.Parse(_lines[1])!.AsObject();
        var (first, third, fourth) = (_lines[0], _lines[2], _lines[3]);
        string[] lines = forgery switch
        {
            "field" => [first, Changed("action", "test.forged"), third, fourth],
            "hash" => [first, Changed("hash", Convert.ToBase64String(new byte[32])), third, fourth],
            "payload" => [first, Changed("payloadHash", Convert.ToBase64String(new byte[32])), third, fourth],
            "missing" => [first, third, fourth],
            "swapped" => [first, third, _lines[1], fourth],
            "first" => [_lines[1], third, fourth],
            "twice" => [first, _lines[1], _lines[1], third],
            "garbage" => [first, "{", third],
            "date" => [first, Changed("at", "yesterday"), third],
            "incomplete" => [first, """{"sequence":2}""", third],
            _ => [first, "null", third],
        };
        var path = Path.Combine(site.Location.DataFolder, forgery + ".jsonl");
        await File.WriteAllLinesAsync(path, lines);

        var (violations, _) = await VerifyCommands.VerifyFileAsync(new FileInfo(path), CancellationToken.None);

        Assert.StartsWith(expected, Assert.Single(violations), StringComparison.Ordinal);

        string Changed(string member, string value)
        {
            second[member] = value;
            return second.ToJsonString();
        }
    }
}
