using System.Text.Json;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Search;

/// <summary>The measurement of the search, on a small sample of our own.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    [InlineData("ru")]
    public async Task The_sample_is_answered_as_it_should_be(string language)
    {
        var end = await ChildProgram.RunAsync("search", "eval", "--documents", Sample($"{language}.documents.jsonl"), "--queries", Sample($"{language}.queries.jsonl"), "--language", language, "--json");

        var answer = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Equal(["mrr@10", "recall@10", "p50Ms", "p95Ms"], answer.EnumerateObject().Select(property => property.Name));
        // «архивы» is not found in Russian: Snowball takes the end of «архив» for that of a gerund
        Assert.Equal(language == "ru" ? 0.9 : 1, answer.GetProperty("recall@10").GetDouble());
        Assert.InRange(answer.GetProperty("mrr@10").GetDouble(), 0.9, 1);
        Assert.True(answer.GetProperty("p95Ms").GetDouble() >= answer.GetProperty("p50Ms").GetDouble());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"id\": \"1\"}")]
    [InlineData("{\"id\": \"1\", \"text\": \"a\"}\n{\"id\": \"1\", \"text\": \"b\"}")]
    public async Task A_faulty_file_is_named(string documents)
    {
        var folder = Directory.CreateTempSubdirectory("rotunda-eval-");
        var path = Path.Combine(folder.FullName, "documents.jsonl");
        await File.WriteAllTextAsync(path, documents);

        var end = await ChildProgram.RunAsync("search", "eval", "--documents", path, "--queries", Sample("en.queries.jsonl"), "--language", "en", "--json");

        folder.Delete(recursive: true);
        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.Contains("documents.jsonl", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    private static string Sample(string name) => Repository.PathOf("tests", "Data", "search", name);
}
