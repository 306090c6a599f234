using System.Diagnostics;
using Xunit;

namespace Rotunda.Tests.Data.Backups;

/// <summary>A disk of a few megabytes in memory, mounted at a folder; the test is skipped where that is not allowed.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <param name="folder">An empty folder.</param>
    /// <param name="size">Such as <c>3m</c>.</param>
    public static SmallDisk Mount(string folder, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder), "A small disk can only be mounted by root on Linux.");
        return new SmallDisk(folder);
    }

    public void Dispose() => Run("umount", "--lazy", _folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
