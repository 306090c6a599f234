using Rotunda.Data;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>How much room a volume has.</summary>
/// <param name="Free">Bytes that this process may still write.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct VolumeSpace(long Free, long Total)
{
    private const long LeastFree = 1L << 30;

    /// <summary>True below a tenth of the volume or below 1 GiB.</summary>
    public bool IsNearlyFull => Free < LeastFree || Free < Total / 10;
}

/// <summary>The volume of the data folder.</summary>
public class DataVolume(StoreLocation location)
{
    public virtual VolumeSpace Measure()
    {
        var drive = new DriveInfo(location.DataFolder);
        return new VolumeSpace(drive.AvailableFreeSpace, drive.TotalSize);
    }
}
