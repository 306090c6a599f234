using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Backups;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Backups;

public abstract partial class BackupTests
{
    [Fact]
    public async Task A_backup_that_is_killed_leaves_no_file_that_claims_to_be_complete()
    {
        var (path, rounds) = (NewFile(), PowerCuts.Some(5));
        for (var round = 0; round < rounds; round++)
        {
            using (var program = ChildProgram.Begin(["backup", path, .. home.Store])) await CutAsync(program, round, rounds);
            if (!File.Exists(path)) continue;
            ArchiveReader.Read(path, null, null, null, _ => { }, CancellationToken.None);
            File.Delete(path);
        }

        var made = await ChildProgram.RunAsync(["backup", path, .. home.Store]);

        Assert.True(made.ExitCode == 0, made.Error);
        ArchiveReader.Read(path, null, null, null, _ => { }, CancellationToken.None);
        Assert.False(File.Exists(path + ".part"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(home.Data, "backups"), "*.part*"));
    }

    [Fact]
    public async Task A_restore_that_is_killed_leaves_the_place_empty_or_whole()
    {
        var path = await BackupAsync();
        var counts = await BackupHome.CountsAsync(home.Store);
        var (empty, whole, rounds) = (0, 0, PowerCuts.Some(4));
        for (var round = 0; round < rounds; round++)
        {
            var place = home.NewPlace();
            using (var program = ChildProgram.Begin(["restore", path, .. place])) await CutAsync(program, round, rounds);
            if (home.IsEmpty(place))
            {
                empty++;
                var again = await ChildProgram.RunAsync(["restore", path, .. place]);
                // PostgreSQL may have committed what was on its way when the program was killed
                Assert.True(again.ExitCode == 0 || !home.IsEmpty(place), again.Error);
            }
            else whole++;

            var verified = await ChildProgram.RunAsync(["verify", .. place]);
            Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
            Assert.Equal(counts, await BackupHome.CountsAsync(place));
        }

        Assert.True(empty > 0, $"No round was cut in time: {whole} were whole.");
    }

    [Fact]
    public async Task A_restore_that_replaces_and_is_killed_leaves_the_old_or_the_new()
    {
        var (path, place, rounds) = (await BackupAsync(), home.NewPlace(), PowerCuts.Some(3));
        var counts = await BackupHome.CountsAsync(home.Store);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, (await ChildProgram.RunAsync(["restore", path, .. place])).ExitCode);
        var whole = watch.Elapsed;
        for (var round = 0; round < rounds; round++)
        {
            using (var program = ChildProgram.Begin(["restore", path, "--replace", .. place])) await program.CutAsync(whole * (0.2 + 0.8 * round / rounds));

            var verified = await ChildProgram.RunAsync(["verify", .. place]);
            Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
            Assert.Equal(counts, await BackupHome.CountsAsync(place));
            await home.SettleAsync(place);
        }

        var replaced = await ChildProgram.RunAsync(["restore", path, "--replace", .. place]);
        Assert.True(replaced.ExitCode == 0, replaced.Error);
        Assert.Equal(counts, await BackupHome.CountsAsync(place));
    }

    /// <summary>Kills a program some time after its start; the rounds spread from loading the program to after its end.</summary>
    protected static Task CutAsync(ChildProgram program, int round, int steps) => program.CutAsync(TimeSpan.FromMilliseconds(100 + 1400 * round / steps));
}
