using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Publishing;

/// <summary>The tarball, unpacked in an empty folder on a machine whose path leads to no .NET, serves the demonstration and says what it lacks.</summary>
public sealed class TarballTests(UnpackedTarball unpacked) : IClassFixture<UnpackedTarball>
{
    [Fact]
    public async Task It_serves_the_demonstration_without_a_dotnet_and_refuses_without_icu()
    {
        Assert.Equal(Architecture.X64, RuntimeInformation.ProcessArchitecture);
        Assert.Equal($"rotunda-{Version}-linux-x64.tar.gz", Path.GetFileName(unpacked.Tarball));
        Assert.Equal($"rotunda-{Version}", Path.GetFileName(Path.GetDirectoryName(unpacked.Program)));
        var beside = Path.GetDirectoryName(unpacked.Program)!;
        foreach (var file in (string[])["LICENSE", "README.md", "guide/operations.md", "libe_sqlite3.so", "libcoreclr.so"]) Assert.True(File.Exists(Path.Combine(beside, file)), file);
        Assert.Equal(
            ["Caddyfile", "journald@rotunda.conf", "nginx.conf", "rotunda-backup.service", "rotunda-backup.timer", "rotunda.service"],
            Directory.EnumerateFileSystemEntries(Path.Combine(beside, "deploy")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

        var version = await unpacked.RunAsync([], "--version");
        Assert.Equal((0, ""), (version.ExitCode, version.Error));
        Assert.StartsWith(Version, version.Output, StringComparison.Ordinal);
        var data = Path.Combine(unpacked.Folder, "data");
        await RefusesWithoutIcuAsync(data);
        var demo = await unpacked.RunAsync([], "demo", "--data", data);
        Assert.Equal((0, "The demonstration is in place.\n"), (demo.ExitCode, demo.Error));
        await ServesAsync(data);

        var verified = await unpacked.RunAsync([], "verify", "--data", data, "--json");
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        using var answer = JsonDocument.Parse(verified.Output);
        Assert.True(answer.RootElement.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public async Task Its_entries_are_in_order_and_belong_to_nobody_in_particular()
    {
        await using var packed = File.OpenRead(unpacked.Tarball);
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        await using var reader = new TarReader(plain);
        var names = new List<string>();
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            names.Add(entry.Name.TrimEnd('/'));
            Assert.Equal((0, 0, DateTimeOffset.Parse("2020-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)), (entry.Uid, entry.Gid, entry.ModificationTime));
        }

        foreach (var folder in names.GroupBy(Path.GetDirectoryName)) Assert.Equal(folder.Order(StringComparer.Ordinal), folder);
        Assert.All(names, name => Assert.StartsWith($"rotunda-{Version}", name, StringComparison.Ordinal));
    }

    private static string Version { get; } = System.Xml.Linq.XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    private async Task ServesAsync(string data)
    {
        using var program = await unpacked.ServeAsync(data);
        var reader = program.Visit();
        foreach (var (language, tag) in ((string, string)[])[("en", "en"), ("zh", "zh-Hans"), ("ru", "ru")])
        {
            foreach (var path in (string[])["", "/members/upc", "/news"])
            {
                var page = await reader.PageAsync($"/{language}{path}");
                Assert.Equal(tag, page.DocumentElement.GetAttribute("lang"));
                Assert.NotEmpty(page.QuerySelector("main h1")!.TextContent.Trim());
            }
        }

        var style = (await reader.PageAsync("/en")).QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        using var sheet = await reader.GetAsync(style);
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
        using var ready = await reader.GetAsync("/health/ready");
        Assert.Equal("ready", await ready.Content.ReadAsStringAsync());
    }

    /// <summary>Libraries that are none stand before those of the system, as where the package of ICU was never installed.</summary>
    private async Task RefusesWithoutIcuAsync(string data)
    {
        var hidden = Directory.CreateDirectory(Path.Combine(unpacked.Folder, "hidden")).FullName;
        var nothing = new byte[4096];
        foreach (var version in Enumerable.Range(50, 41).Select(number => $".{number}").Prepend(""))
            await File.WriteAllBytesAsync(Path.Combine(hidden, $"libicuuc.so{version}"), nothing);

        var end = await unpacked.RunAsync([("LD_LIBRARY_PATH", hidden)], "serve", "--data", data);

        Assert.Equal((3, ""), (end.ExitCode, end.Output));
        Assert.StartsWith("Rotunda needs ICU (Debian: libicu72 or later)", end.Error, StringComparison.Ordinal);
        Assert.Single(end.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(data));
    }
}
