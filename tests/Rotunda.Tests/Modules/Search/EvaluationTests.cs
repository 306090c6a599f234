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
        Assert.Equal(1, answer.GetProperty("recall@10").GetDouble());
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

    [Fact]
    public async Task Relevant_ids_that_no_text_has_or_that_stand_twice_are_named_and_counted_once()
    {
        var folder = Directory.CreateTempSubdirectory("rotunda-eval-");
        var (documents, queries) = (Path.Combine(folder.FullName, "documents.jsonl"), Path.Combine(folder.FullName, "queries.jsonl"));
        await File.WriteAllTextAsync(documents, "{\"id\": \"1\", \"text\": \"a harbour\"}\n{\"id\": \"2\", \"text\": \"a bridge\"}\n");
        await File.WriteAllTextAsync(queries, "{\"id\": \"twice\", \"text\": \"harbour\", \"relevant\": [\"1\", \"1\"]}\n{\"id\": \"strange\", \"text\": \"bridge\", \"relevant\": [\"2\", \"9\"]}\n");

        var end = await ChildProgram.RunAsync("search", "eval", "--documents", documents, "--queries", queries, "--language", "en", "--json");

        folder.Delete(recursive: true);
        var answer = JsonDocument.Parse(end.Output).RootElement;
        Assert.Equal((0, 1, 0.75), (end.ExitCode, answer.GetProperty("mrr@10").GetDouble(), answer.GetProperty("recall@10").GetDouble()));
        Assert.Equal(2, end.Error.Trim().Split('\n').Length);
        Assert.Contains("query «twice» names «1» more than once", end.Error, StringComparison.Ordinal);
        Assert.Contains("query «strange» names «9», which no text has", end.Error, StringComparison.Ordinal);
    }

    private static string Sample(string name) => Repository.PathOf("tests", "Data", "search", name);
}
