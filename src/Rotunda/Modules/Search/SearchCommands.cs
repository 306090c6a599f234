using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Rotunda.CommandLine;
using Rotunda.Data;
using Rotunda.Modules.Search.Evaluation;
using Rotunda.Modules.Search.Index;

namespace Rotunda.Modules.Search;

/// <summary>The commands that make the index anew and that measure it.</summary>
internal static class SearchCommands
{
    public static Command Search(ProgramOptions options) => new("search", "Makes the index of the search anew, or measures it.") { Rebuild(options), Evaluate(options) };

    private static Command Rebuild(ProgramOptions options)
    {
        var command = new Command("rebuild", "Makes the index anew beside the one that is searched, and puts it in its place; the site may serve meanwhile.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var count = await scope.ServiceProvider.GetRequiredService<IndexKeeper>().RebuildAsync(
                (done, total) => Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done} of {total}")), cancellationToken);
            if (count is null)
            {
                await Console.Error.WriteLineAsync("Another program is making the index at the moment; nothing was changed.");
                return RotundaCommands.Refused;
            }

            Console.WriteLine(options.IsJson(parsed) ? JsonSerializer.Serialize(new { things = count }) : string.Create(CultureInfo.InvariantCulture, $"The index holds {count} things."));
            return 0;
        });
        return command;
    }

    private static Command Evaluate(ProgramOptions options)
    {
        var documents = new Option<FileInfo>("--documents") { Description = "JSON lines: {\"id\", \"text\"}.", Required = true };
        var queries = new Option<FileInfo>("--queries") { Description = "JSON lines: {\"id\", \"text\", \"relevant\": [ids]}.", Required = true };
        var language = new Option<string>("--language") { Description = "The code of the language of the texts.", Required = true };
        var command = new Command("eval", "Says how well queries with known answers are answered, and how fast; needs no database.") { documents, queries, language };
        command.SetAction(async (parsed, _) =>
        {
            StartChecks.RequireUnicode();
            try
            {
                var quality = SearchEvaluation.Measure(parsed.GetValue(documents)!.FullName, parsed.GetValue(queries)!.FullName, parsed.GetValue(language)!, Console.Error.WriteLine);
                Console.WriteLine(options.IsJson(parsed) ? JsonSerializer.Serialize(quality) : string.Create(
                    CultureInfo.InvariantCulture, $"MRR@10 {quality.ReciprocalRank:F4}  Recall@10 {quality.Recall:F4}  p50 {quality.Median:F3} ms  p95 {quality.Slow:F3} ms"));
                return 0;
            }
            catch (FormatException fault)
            {
                await Console.Error.WriteLineAsync(fault.Message);
                return RotundaCommands.Faulty;
            }
        });
        return command;
    }
}
