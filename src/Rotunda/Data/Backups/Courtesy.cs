using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Rotunda.Data.Backups;

/// <summary>Lets requests go first while a backup is made on the same machine.</summary>
internal static class Courtesy
{
    private const int OfOneThread = 0;
    private const int LastInLine = 19;

    private const int ByThread = 1;

    /// <summary>Best effort, the lowest of its eight levels: still served, behind everything that people wait for.</summary>
    private const int LowestBestEffort = (2 << 13) | 7;

    /// <summary>Puts every thread of this process, and those that they start, behind others on the processor and at the disk.</summary>
    /// <remarks>On Linux both are properties of a thread: what .NET sets for a process reaches its first thread alone. Where the system refuses, the backup runs as any program does.</remarks>
    public static void LetOthersGoFirst()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
            return;
        }

        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var thread = int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture);
            _ = SetPriority(OfOneThread, thread, LastInLine);
            _ = SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 30 : 251, ByThread, thread, LowestBestEffort);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);

    /// <summary><c>ioprio_set</c>, for which the C library has no name.</summary>
    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint which, nint who, nint priority);
}
