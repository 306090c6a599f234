using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
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

/// <summary>Backup and restore as an administrator runs them, on a site that is served.</summary>
public abstract partial class BackupTests(BackupHome home)
{
    private const string PagePath = "/en/desk/institutions/hit";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_of_a_served_site_comes_back_whole_and_its_cookies_are_still_good(bool isSealed)
    {
        var path = NewFile();
        string[] sealing = isSealed ? ["--passphrase-file", await PassphraseAsync("correct horse battery staple")] : [];
        var place = home.NewPlace();
        Visitor secretary;
        IReadOnlyDictionary<string, long> counts;
        using (var program = await ChildProgram.ServeAsync(home.Data, home.Store[2..]))
        {
            secretary = await BackupHome.SignInAsync(program);
            counts = await BackupHome.SettledCountsAsync(home.Store);
            var made = await ChildProgram.RunAsync(["backup", path, "--json", .. sealing, .. home.Store]);
            await Patience.UntilAsync(
                async () => counts.SequenceEqual(await BackupHome.CountsAsync(home.Store)),
                async () =>
                {
                    // What the program does by itself while the backup is made would be compared with what was before it
                    File.Delete(path);
                    counts = await BackupHome.SettledCountsAsync(home.Store);
                    made = await ChildProgram.RunAsync(["backup", path, "--json", .. sealing, .. home.Store]);
                },
                () => Task.FromResult("The program that serves writes without end."));

            Assert.True(made.ExitCode == 0, made.Error);
            var summary = JsonDocument.Parse(made.Output).RootElement;
            Assert.Equal((isSealed, new FileInfo(path).Length), (summary.GetProperty("isEncrypted").GetBoolean(), summary.GetProperty("bytes").GetInt64()));
            await program.KillAsync();
        }

        var verified = await ChildProgram.RunAsync(["verify", path, .. sealing]);
        var restored = await ChildProgram.RunAsync(["restore", path, "--json", .. sealing, .. place]);

        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.True(restored.ExitCode == 0, restored.Error + restored.Output);
        Assert.True(JsonDocument.Parse(restored.Output).RootElement.GetProperty("holds").GetBoolean());
        Assert.Equal(counts, await BackupHome.CountsAsync(place));
        Assert.Equal(BackupHome.FilesOf(Path.Combine(home.Data, "files")), BackupHome.FilesOf(Path.Combine(place[1], "files")));
        Assert.Equal(["xx.po"], Directory.EnumerateFiles(Path.Combine(place[1], "languages")).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place[1], "restore*"));
        using var again = await ChildProgram.ServeAsync(place[1], place[2..]);
        using var desk = await again.Visit(secretary).GetAsync("/en/desk");
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
    }

    [Fact]
    public async Task A_backup_while_others_write_holds_one_moment()
    {
        var path = NewFile();
        var place = home.NewPlace();
        using var program = await ChildProgram.ServeAsync(home.Data, home.Store[2..]);
        var secretary = await BackupHome.SignInAsync(program);
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var saved = await secretary.PostAsync(PagePath, [("field.abbreviation", $"HIT{acknowledged + 1}"), ("Ground.Source", "test")]);
                Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
                Interlocked.Increment(ref acknowledged);
            }
        });
        await Patience.UntilAsync(() => Volatile.Read(ref acknowledged) >= 3 || writing.IsCompleted, "Nothing was acknowledged.");
        var (entriesBefore, before) = (await EntriesAsync(home.Store), Volatile.Read(ref acknowledged));
        // As a process of its own, whose start alone leaves time for writes
        var made = await ChildProgram.RunAsync([], ["backup", path, .. home.Store]);
        var after = Volatile.Read(ref acknowledged);
        await stop.CancelAsync();
        await writing;

        var restored = await ChildProgram.RunAsync(["restore", path, .. place]);

        Assert.True((made.ExitCode, restored.ExitCode) == (0, 0), made.Error + restored.Error + restored.Output);
        Assert.True(after > before, "Nothing was written during the backup.");
        await using var app = RotundaApp.Compose(BackupHome.LocationOf(place));
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        var stored = int.Parse((await db.Institutions.AsNoTracking().SingleAsync(row => row.Code == "hit")).Abbreviation![3..], CultureInfo.InvariantCulture);
        Assert.InRange(stored, before, after + 1);
        // Every change has one audit entry, in the same transaction
        Assert.InRange(await EntriesAsync(place) - entriesBefore, stored - before - 1, stored - before);
    }

    [Fact]
    public async Task A_backup_puts_its_own_process_behind_others_and_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who goes first is read from /proc.");
        var before = NicenessOf("/proc/self");
        await BackupAsync();
        Assert.Equal(before, NicenessOf("/proc/self"));
        var (program, first) = ChildProgram.Command;
        using var backup = Process.Start(new ProcessStartInfo(program, [.. first, "backup", "-", .. home.Store]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = backup.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        // From its first byte on it waits until somebody takes the rest
        var read = await backup.StandardOutput.BaseStream.ReadAsync(new byte[1], TestContext.Current.CancellationToken);
        var during = Directory.EnumerateDirectories($"/proc/{backup.Id}/task").Select(NicenessOf).ToList();
        await backup.StandardOutput.BaseStream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        await backup.WaitForExitAsync(TestContext.Current.CancellationToken).SoonAsync();

        Assert.True((read, backup.ExitCode) == (1, 0), await complaints);
        Assert.All(during, niceness => Assert.Equal(19, niceness));
    }

    [Fact]
    public async Task A_place_that_is_not_empty_is_refused_and_replaced_only_on_demand()
    {
        var path = await BackupAsync();
        var place = home.NewPlace();
        Assert.Equal(0, (await ChildProgram.RunAsync(["restore", path, .. place])).ExitCode);
        var before = BackupHome.FilesOf(place[1]);

        var refused = await ChildProgram.RunAsync(["restore", path, .. place]);
        var unchanged = BackupHome.FilesOf(place[1]);
        var replaced = await ChildProgram.RunAsync(["restore", path, "--replace", "--json", .. place]);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("restored into an empty place", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, unchanged);
        Assert.True(replaced.ExitCode == 0, replaced.Error);
        Assert.Contains("replaced", JsonDocument.Parse(replaced.Output).RootElement.GetProperty("aside").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_being_served_is_not_replaced()
    {
        var path = await BackupAsync();
        var place = home.NewPlace();
        Assert.Equal(0, (await ChildProgram.RunAsync(["restore", path, .. place])).ExitCode);
        using var program = await ChildProgram.ServeAsync(place[1], place[2..]);
        using (var page = await program.Visit().GetAsync("/en")) Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        var refused = await ChildProgram.RunAsync(["restore", path, "--replace", .. place]);

        Assert.Equal((1, "The database that would be replaced is in use: stop the program first. Nothing was changed.\n"), (refused.ExitCode, refused.Error));
        using var still = await program.Visit().GetAsync("/ru/members");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_by_a_sentence_and_leaves_the_place_empty()
    {
        var whole = await File.ReadAllBytesAsync(await BackupAsync());
        var (path, place) = (NewFile(), home.NewPlace());
        var flipped = whole.ToArray();
        flipped[whole.Length / 2] ^= 1;
        foreach (var damaged in new[] { whole[..^1024], whole[..(whole.Length / 3)], flipped })
        {
            await File.WriteAllBytesAsync(path, damaged);

            var refused = await ChildProgram.RunAsync(["restore", path, .. place]);
            var verified = await ChildProgram.RunAsync("verify", path);

            Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
            Assert.StartsWith("The backup was ", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
            Assert.Equal((1, refused.Error), (verified.ExitCode, verified.Output));
            Assert.True(home.IsEmpty(place));
            Assert.False(Directory.Exists(place[1]));
        }
    }

    [Fact]
    public async Task A_file_that_is_missing_or_damaged_in_the_store_is_told_and_the_rest_is_kept()
    {
        var place = home.NewPlace();
        Assert.Equal(0, (await ChildProgram.RunAsync(["restore", await BackupAsync(), .. place])).ExitCode);
        var files = Directory.EnumerateFiles(Path.Combine(place[1], "files"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        File.Delete(files[0]);
        await File.WriteAllTextAsync(files[1], "other bytes");

        var made = await ChildProgram.RunAsync(["backup", NewFile(), "--json", .. place]);

        var answer = JsonDocument.Parse(made.Output).RootElement;
        Assert.Equal(
            (1, Path.GetFileName(files[0]), Path.GetFileName(files[1])),
            (made.ExitCode, answer.GetProperty("missing").EnumerateArray().Single().GetString(), answer.GetProperty("damaged").EnumerateArray().Single().GetString()));
        Assert.Contains("was missing in the file store", made.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_neither_backup_nor_restore_leaves_anything()
    {
        var whole = await BackupAsync();
        var (folder, place) = (Directory.CreateDirectory(NewFile()).FullName, home.NewPlace());
        Directory.CreateDirectory(place[1]);
        using var disk = SmallDisk.Mount(folder, "20m");
        using var small = SmallDisk.Mount(place[1], "20m");

        var made = await ChildProgram.RunAsync(["backup", Path.Combine(folder, "backup.tar"), .. home.Store]);
        var restored = await ChildProgram.RunAsync(["restore", whole, .. place]);

        const string sentence = "The disk is full. What was being written was not kept; make room and run the command again.\n";
        Assert.Equal(((1, sentence), (1, sentence)), ((made.ExitCode, made.Error), (restored.ExitCode, restored.Error)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place[1]));
        Assert.True(home.IsEmpty(place));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(home.Data, "backups"), "*.part*"));
    }

    private async Task<string> BackupAsync()
    {
        var path = NewFile();
        var made = await ChildProgram.RunAsync(["backup", path, .. home.Store]);
        Assert.True(made.ExitCode == 0, made.Error);
        return path;
    }

    /// <summary>How far a thread stands behind others: 0 for one that stands with them, 19 at most.</summary>
    private static int NicenessOf(string thread)
    {
        var stat = File.ReadAllText(Path.Combine(thread, "stat"));
        // The name before it may hold anything
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }

    private string NewFile() => Path.Combine(home.Folder, $"{RowId.New():N}.tar");

    private async Task<string> PassphraseAsync(string passphrase)
    {
        var path = NewFile();
        await File.WriteAllTextAsync(path, passphrase + "\n");
        return path;
    }

    private static async Task<int> EntriesAsync(string[] store)
    {
        await using var app = RotundaApp.Compose(BackupHome.LocationOf(store));
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        var id = (await db.Institutions.AsNoTracking().SingleAsync(row => row.Code == "hit")).Id.ToString();
        return await db.AuditEntries.CountAsync(entry => entry.SubjectId == id);
    }
}

public sealed class BackupTestsOnSqlite(SqliteBackupHome home) : BackupTests(home), IClassFixture<SqliteBackupHome>
{
    [Fact]
    public async Task A_backup_of_sqlite_is_not_restored_into_postgres()
    {
        using var database = new SomePostgres();
        var path = Path.Combine(home.Folder, "sqlite.tar");
        Assert.Equal(0, (await ChildProgram.RunAsync(["backup", path, .. home.Store])).ExitCode);

        var refused = await ChildProgram.RunAsync("restore", path, "--data", Path.Combine(home.Folder, "other"), "--db", database.Connection);

        Assert.Equal(
            (1, "This is a backup of SQLite, and the target is PostgreSQL. A backup goes back into the kind of database that it came from. Nothing was changed.\n"), (refused.ExitCode, refused.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_restore_that_was_decided_and_interrupted_is_ended_by_the_next_command(int placed)
    {
        var (path, place) = (Path.Combine(home.Folder, $"decided{placed}.tar"), home.NewPlace());
        Assert.Equal(0, (await ChildProgram.RunAsync(["backup", path, .. home.Store])).ExitCode);
        Assert.Equal(0, (await ChildProgram.RunAsync(["restore", path, .. place])).ExitCode);
        var before = BackupHome.FilesOf(place[1]);
        // As it is when the program dies between two of the renames
        var ready = Directory.CreateDirectory(Path.Combine(place[1], "restore.ready")).FullName;
        await File.WriteAllTextAsync(Path.Combine(ready, "aside"), "");
        Directory.CreateDirectory(Path.Combine(ready, "database"));
        File.Move(Path.Combine(place[1], "rotunda.db"), Path.Combine(ready, "database", "rotunda.db"));
        foreach (var folder in new[] { "files", "languages" }.Skip(placed)) Directory.Move(Path.Combine(place[1], folder), Path.Combine(ready, folder));

        var verified = await ChildProgram.RunAsync(["verify", .. place]);

        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Equal(before, BackupHome.FilesOf(place[1]));
        Assert.False(Directory.Exists(ready));
    }

    private sealed class SomePostgres : IDisposable
    {
        public string Connection { get; } = PostgresCluster.Require().CreateDatabase();

        public void Dispose() => PostgresCluster.Require().DropDatabase(Connection);
    }
}

public sealed class BackupTestsOnPostgres(PostgresBackupHome home) : BackupTests(home), IClassFixture<PostgresBackupHome>
{
    [Fact]
    public async Task A_backup_of_postgres_is_not_restored_into_sqlite()
    {
        var path = Path.Combine(home.Folder, "postgres.tar");
        Assert.Equal(0, (await ChildProgram.RunAsync(["backup", path, .. home.Store])).ExitCode);

        var refused = await ChildProgram.RunAsync("restore", path, "--data", Path.Combine(home.Folder, "other"));

        Assert.Equal(
            (1, "This is a backup of PostgreSQL, and the target is SQLite. A backup goes back into the kind of database that it came from. Nothing was changed.\n"), (refused.ExitCode, refused.Error));
    }

    [Fact]
    public async Task Without_the_programs_of_postgres_a_sentence_says_what_to_install()
    {
        var refused = await ChildProgram.RunAsync([("PATH", home.Folder)], ["backup", Path.Combine(home.Folder, "none.tar"), .. home.Store]);

        Assert.Equal((3, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("Backups of PostgreSQL need pg_dump, which is not installed here.", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(home.Folder, "none.tar*"));
    }

    [Fact]
    public async Task Migrate_makes_a_backup_where_it_is_asked_to_and_none_of_a_database_of_this_version()
    {
        var (path, passphrase) = (Path.Combine(home.Folder, "before.tar"), Path.Combine(home.Folder, "passphrase"));
        await File.WriteAllTextAsync(passphrase, "correct horse battery staple\n", TestContext.Current.CancellationToken);

        var nothing = await ChildProgram.RunAsync(["migrate", .. home.Store]);
        var made = await ChildProgram.RunAsync(["migrate", "--backup", path, "--passphrase-file", passphrase, .. home.Store]);

        Assert.Equal((0, 0), (nothing.ExitCode, made.ExitCode));
        Assert.False(Directory.Exists(Path.Combine(home.Data, "backups")) && Directory.EnumerateFiles(Path.Combine(home.Data, "backups"), "before*").Any());
        Assert.Equal(0, (await ChildProgram.RunAsync("verify", path, "--passphrase-file", passphrase)).ExitCode);
        Assert.Equal(1, (await ChildProgram.RunAsync("verify", path)).ExitCode);
    }

    [Fact]
    public async Task A_restore_that_is_killed_while_postgres_takes_the_dump_leaves_what_was_there()
    {
        var (path, place) = (Path.Combine(home.Folder, "cut.tar"), home.NewPlace());
        Assert.Equal(0, (await ChildProgram.RunAsync(["backup", path, .. home.Store])).ExitCode);
        Assert.Equal(0, (await ChildProgram.RunAsync(["restore", path, .. place])).ExitCode);
        var counts = await BackupHome.CountsAsync(place);
        await home.SettleAsync(place);
        var (tools, mark) = (Directory.CreateDirectory(Path.Combine(home.Folder, "tools")).FullName, Path.Combine(home.Folder, "restoring"));
        var paths = Environment.GetEnvironmentVariable("PATH")!;
        var real = paths.Split(':').Select(folder => Path.Combine(folder, "pg_restore")).First(File.Exists);
        // Stands still in the midst of a restore, for as long as whoever started it lives
        var tool = Path.Combine(tools, "pg_restore");
        await File.WriteAllTextAsync(
            tool, $"#!/bin/sh\ncase \"$*\" in *--list*|*--version*) exec '{real}' \"$@\" ;; esac\necho 'SELECT 1;'\n: > '{mark}'\nwhile kill -0 $PPID 2>/dev/null; do sleep 0.1; done\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        using (var program = ChildProgram.BeginWith([("PATH", $"{tools}:{paths}")], ["restore", path, "--replace", .. place]))
        {
            var end = program.EndAsync();
            await Patience.UntilAsync(() => File.Exists(mark) || end.IsCompleted, "The restore did not come to the dump.");
            await program.KillAsync();
            Assert.True(File.Exists(mark), await program.Complaints);
        }

        var verified = await ChildProgram.RunAsync(["verify", .. place]);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Equal(counts, await BackupHome.CountsAsync(place));
    }
}
