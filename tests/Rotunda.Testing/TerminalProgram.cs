using System.Diagnostics;
using System.Text;
using Xunit;

namespace Rotunda.Testing;

/// <summary>The built program at a terminal, as a person sits before it. <c>script</c> of util-linux makes the terminal.</summary>
public sealed class TerminalProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private readonly CancellationTokenSource _patience = new(Patience);
    private int _read;

    private TerminalProgram(Process process) => _process = process;

    /// <summary>Everything that stood on the terminal so far, what was typed included.</summary>
    public string Shown => _shown.ToString();

    /// <summary>Starts a command; the test is skipped where no terminal can be made.</summary>
    public static TerminalProgram Start(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no «script» (util-linux), which makes the terminal.");
        var (program, first) = ChildProgram.Command;
        var command = string.Join(' ', ((string[])[program, .. first, .. arguments]).Select(argument => $"'{argument}'"));
        var start = new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath(), StandardOutputEncoding = Encoding.UTF8, StandardInputEncoding = new UTF8Encoding(false),
        };
        start.Environment.Remove("ROTUNDA_DB");
        // A terminal that knows no control sequences
        start.Environment["TERM"] = "dumb";
        return new TerminalProgram(Process.Start(start)!);
    }

    /// <summary>Waits until a text stands on the terminal behind what was waited for before.</summary>
    /// <exception cref="InvalidOperationException">The program ended without it.</exception>
    public async Task ExpectAsync(string text)
    {
        int at;
        while ((at = _shown.ToString(_read, _shown.Length - _read).IndexOf(text, StringComparison.Ordinal)) < 0)
            if (!await ReadAsync()) throw new InvalidOperationException($"The program ended without «{text}»: {Shown}");
        _read += at + text.Length;
    }

    /// <summary>Waits for a question, then types a line.</summary>
    public async Task AnswerAsync(string question, string answer)
    {
        await ExpectAsync(question);
        await _process.StandardInput.WriteAsync(answer + "\n");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for a question, then ends the input (Ctrl+D).</summary>
    public async Task EndInputAsync(string question)
    {
        await ExpectAsync(question);
        await _process.StandardInput.WriteAsync('\u0004');
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        while (await ReadAsync())
        {
        }

        await _process.WaitForExitAsync(_patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _patience.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        var buffer = new char[4096];
        var count = await _process.StandardOutput.ReadAsync(buffer, _patience.Token);
        _shown.Append(buffer, 0, count);
        return count > 0;
    }
}
