using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Xunit;

namespace Rotunda.Testing;

/// <summary>What <c>./publish linux-x64</c> makes, unpacked in an empty folder, and started as on a machine whose path leads to no .NET.</summary>
/// <remarks>
/// <c>./publish</c> makes it once for the same sources. What is compiled ahead is in an image for each library; with <c>ROTUNDA_TARBALL=full</c> in the environment
/// it is the one that is shipped, in one image of everything, which takes minutes more to make.
/// </remarks>
public sealed class UnpackedTarball : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>The archive.</summary>
    public string Tarball { get; private set; } = "";

    /// <summary>Where it was unpacked, and where a test may put things beside it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("rotunda-tarball-").FullName;

    /// <summary>The program in it.</summary>
    public string Program { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(Repository.PathOf("publish"), ["linux-x64"]) { RedirectStandardOutput = true };
        start.Environment["ROTUNDA_TARBALL"] = Environment.GetEnvironmentVariable("ROTUNDA_TARBALL") ?? "plain";
        using var publish = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        Tarball = Repository.PathOf((await publish.StandardOutput.ReadToEndAsync(patience.Token)).Trim());
        await publish.WaitForExitAsync(patience.Token);
        Assert.Equal(0, publish.ExitCode);
        await using (var packed = File.OpenRead(Tarball))
        await using (var tar = new GZipStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(tar, Folder, overwriteFiles: false, patience.Token);
        Program = Path.Combine(Assert.Single(Directory.GetDirectories(Folder)), "rotunda");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts <c>serve</c> on a free port.</summary>
    public Task<ChildProgram> ServeAsync(string data) => ChildProgram.ListeningAsync(Start([], "serve", "--data", data, "--urls", "http://127.0.0.1:0"));

    /// <summary>Runs a command to its end, with nothing in its environment but what is given.</summary>
    public async Task<ProgramEnd> RunAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return new ProgramEnd(process.ExitCode, await output, await error);
    }

    private Process Start((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        start.Environment.Clear();
        start.Environment["PATH"] = Path.Combine(Folder, "no-programs-here");
        start.Environment["HOME"] = Folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
