using System.Diagnostics;

namespace Rotunda.Bench;

/// <summary>Watches the memory of this process while something is done.</summary>
internal sealed class Highest : IDisposable
{
    private readonly Timer _timer;
    private double _highest;

    public Highest() => _timer = new Timer(_ => _highest = Math.Max(_highest, Resident()), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

    public double Mebibytes => Math.Max(_highest, Resident());

    /// <summary>What it has in memory now, in MiB.</summary>
    public static double Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }

    public void Dispose() => _timer.Dispose();
}
