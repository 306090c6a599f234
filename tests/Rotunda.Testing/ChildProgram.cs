using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Rotunda.Testing;

/// <summary>How a run of the program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record ProgramEnd(int ExitCode, string Output, string Error);

/// <summary>The built program as a process of its own, as an administrator starts it.</summary>
public sealed class ChildProgram : IDisposable
{
    private readonly Process _process;

    private ChildProgram(Process process) => _process = process;

    /// <summary>The program and its first arguments: the published one that <c>./test</c> names in <c>ROTUNDA_PROGRAM</c>, which starts sooner, else the one that was built beside the tests.</summary>
    public static (string Program, string[] First) Command { get; } = Environment.GetEnvironmentVariable("ROTUNDA_PROGRAM") is { Length: > 0 } published
        ? (published, [])
        : (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Rotunda.dll")]);

    /// <summary>Where <c>serve</c> listens.</summary>
    public string Address { get; private init; } = "";

    /// <summary>The line in which it said so.</summary>
    public string Announcement { get; private init; } = "";

    /// <summary>What a command that was left to the caller wrote to standard error, when it has ended.</summary>
    public Task<string> Complaints { get; private init; } = Task.FromResult("");

    /// <summary>Commands of which a test wants to know only how they end: most of what a process of their own would take is its start.</summary>
    private static readonly HashSet<string> s_inside = new(["verify", "backup", "restore", "demo", "migrate", "users", "import-registry", "import-articles", "import-addresses", "import-pages", "search", "xliff", "export-chain"], StringComparer.Ordinal);

    /// <summary>Runs a command to its end: one that only answers inside this process, through the same entry and with a console of its own, the others as a process.</summary>
    public static Task<ProgramEnd> RunAsync(params string[] arguments) =>
        arguments is [var command, ..] && s_inside.Contains(command) ? InsideAsync(arguments) : RunAsync([], arguments);

    /// <summary>Runs a command to its end in an environment with additions.</summary>
    public static async Task<ProgramEnd> RunAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        using var patience = new CancellationTokenSource(Patience.Length);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new ProgramEnd(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"«{string.Join(' ', arguments)}» did not end.", late);
        }
    }

    private static async Task<ProgramEnd> InsideAsync(string[] arguments)
    {
        // The flow of this method ends with it, and with it what it hears
        var (output, error) = (OwnConsole.Output.Listen(), OwnConsole.Error.Listen());
        try
        {
            var code = await Rotunda.CommandLine.RotundaCommands.RunAsync(arguments).WaitAsync(Patience.Length);
            return new ProgramEnd(code, output.ToString(), error.ToString());
        }
        finally
        {
            // A process that ends leaves no connection open
            SqliteConnection.ClearAllPools();
            if (Array.IndexOf(arguments, "--db") is >= 0 and var at && at + 1 < arguments.Length) NpgsqlConnection.ClearPool(new NpgsqlConnection(arguments[at + 1]));
        }
    }

    /// <summary>Starts <c>serve</c> on a free port and waits until it says that it listens.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="more">Further arguments, such as <c>--db</c>.</param>
    public static Task<ChildProgram> ServeAsync(string dataFolder, params string[] more) => ServeWithAsync(dataFolder, [], more);

    /// <summary>The same with additions to the environment.</summary>
    public static async Task<ChildProgram> ServeWithAsync(string dataFolder, (string Name, string Value)[] environment, params string[] more) =>
        await ListeningAsync(Start(environment, ["serve", "--data", dataFolder, "--urls", "http://127.0.0.1:0", .. more]));

    /// <summary>Waits until a program that serves says where it listens.</summary>
    public static async Task<ChildProgram> ListeningAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience.Length);
        const string announcement = "Rotunda serves ";
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            var at = line.IndexOf(announcement, StringComparison.Ordinal);
            if (at < 0) continue;
            // A full pipe would hold the program up
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
            return new ChildProgram(process) { Announcement = line, Address = line[(at + announcement.Length)..].Split('"')[0].Trim() };
        }

        throw new InvalidOperationException("The program ended before it listened.");
    }

    /// <summary>Starts a command and leaves it to the caller, who may wait for it or kill it.</summary>
    public static ChildProgram Begin(params string[] arguments) => BeginWith([], arguments);

    /// <summary>The same with additions to the environment.</summary>
    public static ChildProgram BeginWith((string Name, string Value)[] environment, params string[] arguments)
    {
        var process = Start(environment, arguments);
        // Full pipes would hold the program up
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new ChildProgram(process) { Complaints = process.StandardError.ReadToEndAsync(CancellationToken.None) };
    }

    /// <summary>Waits until it has ended.</summary>
    public Task EndAsync() => _process.WaitForExitAsync().SoonAsync();

    /// <summary>A visitor of the program.</summary>
    public Visitor Visit() => Visitor.Of(Address);

    /// <summary>Somebody with the cookies that another program gave.</summary>
    public Visitor Visit(Visitor other) => other.At(Address);

    /// <summary>Ends it as a power cut would at some moment, unless it has ended before. Nothing is waited for: the moment is what a round tries.</summary>
    /// <param name="earliest">After its start; up to 50 ms are added, other ones in each round.</param>
    public async Task CutAsync(TimeSpan earliest)
    {
        await Task.WhenAny(EndAsync(), Task.Delay(earliest + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(50))));
        await KillAsync();
    }

    /// <summary>Ends it as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static Process Start((string Name, string Value)[] environment, string[] arguments)
    {
        var (program, first) = Command;
        var start = new ProcessStartInfo(program, [.. first, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("ROTUNDA_DB");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
