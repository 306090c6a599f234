using System.Diagnostics;
using System.Globalization;

namespace Rotunda.Bench;

/// <summary>A program started for a measurement and stopped by its process id.</summary>
public sealed class Child : IAsyncDisposable
{
    private const int LinesKept = 20;

    private readonly Process _process;

    private readonly Queue<string> _said = [];

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static Child Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var child = new Child(process);
        // What nobody reads would fill the pipe and stop the program
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => child.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The last lines of its standard error.</summary>
    public string Said()
    {
        lock (_said) return string.Join('\n', _said);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Runs a program to its end. What it writes goes where this one's goes.</summary>
    /// <returns>The code with which it ended.</returns>
    public static async Task<int> CodeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Seconds of processor time that the program and its ended children used so far.</summary>
    public double ProcessorSeconds()
    {
        // Fields 14 to 17 of /proc/PID/stat, counted after the name in brackets: own and children's, user and system, in ticks of 10 ms
        var fields = File.ReadAllText($"/proc/{Id}/stat").Split(") ", 2)[1].Split(' ');
        return fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / 100.0;
    }

    /// <summary>Resident memory in mebibytes.</summary>
    public double ResidentMebibytes()
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept) _said.Dequeue();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasEnded)
            using (var term = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)])) await term.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
