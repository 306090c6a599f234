using System.Diagnostics;
using System.Net;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Publishing;

/// <summary>
/// <c>./run</c> as somebody types it after cloning, with the program of these tests in the place of what its build would make: the scripts are the
/// real ones, in a tree of their own, and a <c>dotnet</c> before the real one counts what is built.
/// </summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-run-").FullName;

    private string Builds => Path.Combine(_folder, "builds");

    [Fact]
    public async Task It_builds_and_fills_a_database_once_and_prints_where_it_serves()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        await MakeTreeAsync();

        var (first, serves, roles) = await StartAsync();
        using (first)
        {
            Assert.Contains("Building Rotunda", string.Join('\n', serves.Before), StringComparison.Ordinal);
            Assert.Contains("Preparing the database …", serves.Before);
            Assert.Equal($"One-click roles: {serves.Address}/en/demo", roles);
            using var reader = new HttpClient(new SocketsHttpHandler());
            using var page = await reader.GetAsync(new Uri($"{serves.Address}/en/demo"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            await EndAsync(first);
        }

        var (second, again, sameRoles) = await StartAsync();
        using (second)
        {
            Assert.Empty(again.Before);
            Assert.Equal($"One-click roles: {again.Address}/en/demo", sameRoles);
            await EndAsync(second);
        }

        Assert.Equal(["publish"], await File.ReadAllLinesAsync(Builds, TestContext.Current.CancellationToken));
        // Another source is built anew, the same data are kept
        await File.WriteAllTextAsync(Path.Combine(_folder, "src", "Rotunda", "Program.cs"), "// other", TestContext.Current.CancellationToken);
        var (third, rebuilt, _) = await StartAsync();
        using (third) await EndAsync(third);

        Assert.Single(rebuilt.Before);
        Assert.Equal(["publish", "publish"], await File.ReadAllLinesAsync(Builds, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_it_does_not_know_is_refused()
    {
        using var run = Process.Start(new ProcessStartInfo(Repository.PathOf("run"), ["--nonsense"]) { RedirectStandardError = true })!;
        var error = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, "./run knows --urls, --data and --db, not --nonsense\n"), (run.ExitCode, error));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task MakeTreeAsync()
    {
        foreach (var script in (string[])["run", "publish"]) File.Copy(Repository.PathOf(script), Path.Combine(_folder, script));
        foreach (var file in (string[])["global.json", "Directory.Build.props", "Directory.Packages.props"]) await File.WriteAllTextAsync(Path.Combine(_folder, file), "");
        foreach (var project in (string[])["Rotunda", "Rotunda.Text"]) await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "src", project)).FullName, "Program.cs"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "artifacts"));
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
        await ToolAsync("dotnet", $"if [ \"$1\" = publish ]; then echo publish >> '{Builds}'; exec ln -s '{AppContext.BaseDirectory.TrimEnd('/')}' artifacts/app; fi\nexec '{dotnet}' \"$@\"");
        // Only looked for
        foreach (var tool in (string[])["node", "npm"]) await ToolAsync(tool, "exit 1");
    }

    private async Task ToolAsync(string name, string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <returns>The process, what it said before it served and where, and the line after that.</returns>
    private async Task<(Process Process, (List<string> Before, string Address) Serves, string Roles)> StartAsync()
    {
        const string announcement = "Rotunda serves ";
        using var patience = new CancellationTokenSource(Patience);
        var start = new ProcessStartInfo(Path.Combine(_folder, "run"), ["--urls", "http://127.0.0.1:0", "--data", Path.Combine(_folder, "data")]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "tools")}:{start.Environment["PATH"]}";
        start.Environment.Remove("ROTUNDA_DB");
        var process = Process.Start(start)!;
        var before = new List<string>();
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(announcement, StringComparison.Ordinal)) return (process, (before, line[announcement.Length..]), await process.StandardError.ReadLineAsync(patience.Token) ?? "");
            if (!line.StartsWith("The demonstration is in place", StringComparison.Ordinal)) before.Add(line);
        }

        throw new InvalidOperationException($"./run ended before it served: {string.Join('\n', before)}");
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }
}
