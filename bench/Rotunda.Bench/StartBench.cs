using System.Diagnostics;
using System.Globalization;

namespace Rotunda.Bench;

/// <summary>From <c>./run</c> of a built tree, and from the published program alone, to the first byte of the home page, beside starting the runtime alone.</summary>
public static class StartBench
{
    private const int Rounds = 5;
    private const double Seconds = 4.0;
    private const double ProcessorSeconds = 2.5;

    /// <summary>The floor of the published program, in seconds.</summary>
    private const double ProgramSeconds = 1.5;

    /// <param name="root">The checkout, with the built program and the demonstration's data under <c>artifacts</c>.</param>
    /// <param name="published">The program out of the tarball.</param>
    public static async Task<int> RunAsync(string root, string published)
    {
        var data = Path.Combine(root, "artifacts", "bench", "data");
        var (run, serve, runtime) = (new List<(double Wall, double Cpu)>(), new List<(double Wall, double Cpu)>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            run.Add(await FirstByteAsync(Path.Combine(root, "run"), "--data", data));
            serve.Add(await FirstByteAsync(published, "serve", "--data", data));
            var watch = Stopwatch.StartNew();
            await Child.RunAsync(published, "--version");
            runtime.Add(watch.Elapsed.TotalSeconds);
        }

        var alone = Median(runtime);
        var (first, used) = (Median([.. run.Select(time => time.Wall)]), Median([.. run.Select(time => time.Cpu)]));
        var (program, spent) = (Median([.. serve.Select(time => time.Wall)]), Median([.. serve.Select(time => time.Cpu)]));
        Console.WriteLine("| start | seconds | CPU seconds | `--version` alone, seconds | ratio | floors |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| ./run to the first byte | {first:F2} | {used:F2} | {alone:F2} | {first / alone:F1} | ≤ {Seconds} s, ≤ {ProcessorSeconds} s CPU |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the published program to the first byte | {program:F2} | {spent:F2} | {alone:F2} | {program / alone:F1} | ≤ {ProgramSeconds} s |"));
        return first <= Seconds && used <= ProcessorSeconds && program <= ProgramSeconds ? 0 : 1;
    }

    /// <summary>Starts a program on a free port and asks for the home page until it answers.</summary>
    /// <returns>Seconds by the clock, and seconds of the processor.</returns>
    private static async Task<(double Wall, double Cpu)> FirstByteAsync(string program, params string[] arguments)
    {
        var address = $"http://127.0.0.1:{Web.FreePort()}";
        var watch = Stopwatch.StartNew();
        await using var child = Child.Start(program, [.. arguments, "--urls", address]);
        using var client = Web.Client();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri($"{address}/en"), HttpCompletionOption.ResponseHeadersRead);
                return (watch.Elapsed.TotalSeconds, child.ProcessorSeconds());
            }
            catch (HttpRequestException unanswered)
            {
                if (child.HasEnded) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended before it answered: {child.Said()}", unanswered);
                // Another process starts: there is nothing to wait for but its answer
                await Task.Delay(10);
            }
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
