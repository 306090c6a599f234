using Rotunda.Testing;
using Xunit;

namespace Rotunda.Browser.Tests;

/// <summary>The newcomer's walk through the program of the tarball, unpacked in an empty folder, with nothing of .NET on the path.</summary>
public sealed class TarballWalkTests(Chromium chromium, UnpackedTarball unpacked) : IClassFixture<UnpackedTarball>
{
    [Fact]
    public async Task A_newcomer_walks_through_the_unpacked_tarball()
    {
        chromium.Require();
        var data = Path.Combine(unpacked.Folder, "data");
        var demo = await unpacked.RunAsync([], "demo", "--data", data);
        Assert.Equal((0, "The demonstration is in place.\n"), (demo.ExitCode, demo.Error));
        using var program = await unpacked.ServeAsync(data);
        using var pictures = new Pictures(mayBeKept: false);
        var tab = await chromium.OpenAsync(program.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), new() { TimezoneId = "Europe/Kaliningrad" });

        // The demonstration counts its days from the day on which it is made
        await NewcomerWalkTests.WalkAsync(tab, pictures, "days");

        Assert.Empty(tab.Complaints);
        await tab.Context.CloseAsync();
        var verified = await unpacked.RunAsync([], "verify", "--data", data);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
    }
}
