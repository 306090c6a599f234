using System.Diagnostics;
using System.Globalization;

namespace Rotunda.Bench;

/// <summary>From <c>./run</c> of a built tree to the first byte of the home page, beside starting the runtime alone.</summary>
public static class StartBench
{
    private const int Rounds = 5;
    private const double Seconds = 4.0;
    private const double ProcessorSeconds = 2.5;

    public static async Task<int> RunAsync(string root)
    {
        var (wall, cpu, runtime) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var address = $"http://127.0.0.1:{Web.FreePort()}";
            var watch = Stopwatch.StartNew();
            await using (var run = Child.Start(Path.Combine(root, "run"), "--urls", address))
            {
                using var client = Web.Client();
                while (true)
                {
                    try
                    {
                        using var response = await client.GetAsync(new Uri($"{address}/en"), HttpCompletionOption.ResponseHeadersRead);
                        break;
                    }
                    catch (HttpRequestException)
                    {
                        await Task.Delay(10);
                    }
                }

                wall.Add(watch.Elapsed.TotalSeconds);
                cpu.Add(run.ProcessorSeconds());
            }

            watch.Restart();
            await Child.RunAsync("dotnet", Path.Combine(root, "artifacts", "app", "Rotunda.dll"), "--version");
            runtime.Add(watch.Elapsed.TotalSeconds);
        }

        var (first, used, alone) = (Median(wall), Median(cpu), Median(runtime));
        Console.WriteLine("| start | seconds | CPU seconds | `--version` alone, seconds | ratio | floors |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| ./run to the first byte | {first:F2} | {used:F2} | {alone:F2} | {first / alone:F1} | ≤ {Seconds} s, ≤ {ProcessorSeconds} s CPU |"));
        return first <= Seconds && used <= ProcessorSeconds ? 0 : 1;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
