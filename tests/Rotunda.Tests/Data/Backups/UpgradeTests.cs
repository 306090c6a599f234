using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Data.Backups;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Backups;

/// <summary>The embedded database of an earlier version is brought to this one: whole or not at all, and a copy of it stays.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const int Rows = 4000;

    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-upgrade-").FullName;

    private string Database => Path.Combine(_folder, "rotunda.db");

    [Fact]
    public async Task The_database_as_it_was_is_kept_before_it_is_migrated()
    {
        MakeOld();

        var end = await ChildProgram.RunAsync("migrate", "--data", _folder);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal("new", State(Database));
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "backups")));
        Assert.Matches(@"before-\d{14}_\w+-\d{8}T\d{6}Z\.db$", kept);
        Assert.Equal("old", State(kept));
        Assert.Contains(kept, end.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*upgrading*"));
    }

    [Fact]
    public async Task The_copy_is_encrypted_or_declined_on_demand()
    {
        var passphrase = Path.Combine(_folder, "passphrase");
        await File.WriteAllTextAsync(passphrase, "correct horse battery staple\n", TestContext.Current.CancellationToken);
        MakeOld();
        File.Copy(Database, Database + ".old");

        var declined = await ChildProgram.RunAsync("migrate", "--no-backup", "--data", _folder);

        Assert.True(declined.ExitCode == 0, declined.Error);
        Assert.Equal("new", State(Database));
        Assert.False(Directory.Exists(Path.Combine(_folder, "backups")));
        SqliteCopy.Delete(Database);
        File.Move(Database + ".old", Database);
        var sealing = await ChildProgram.RunAsync("migrate", "--passphrase-file", passphrase, "--data", _folder);
        Assert.True(sealing.ExitCode == 0, sealing.Error);
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "backups"), "before*"));
        Assert.EndsWith(".backup", kept, StringComparison.Ordinal);
        Assert.Equal((1, 0), ((await ChildProgram.RunAsync("verify", kept)).ExitCode, (await ChildProgram.RunAsync("verify", kept, "--passphrase-file", passphrase)).ExitCode));
    }

    [Fact]
    public async Task A_new_database_and_one_of_this_version_are_not_copied()
    {
        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder)).ExitCode);
        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder)).ExitCode);

        Assert.False(Directory.Exists(Path.Combine(_folder, "backups")));
    }

    [Fact]
    public async Task The_last_three_are_kept()
    {
        MakeOld();
        var backups = Directory.CreateDirectory(Path.Combine(_folder, "backups")).FullName;
        string[] earlier = ["before-20250101000000_A-20250102T030405Z.db", "before-20250301000000_C-20250302T030405Z.db", "before-20250201000000_B-20250202T030405Z.db"];
        foreach (var name in earlier) await File.WriteAllTextAsync(Path.Combine(backups, name), "");

        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder)).ExitCode);

        var names = Directory.EnumerateFiles(backups).Select(path => Path.GetFileName(path)!).ToList();
        Assert.Equal(3, names.Count);
        Assert.DoesNotContain(earlier[0], names);
    }

    [Fact]
    public async Task A_database_that_another_program_has_open_is_left_alone()
    {
        MakeOld();
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=false"))
        {
            other.Open();
            Scalar(other, "PRAGMA journal_mode=wal");
            Scalar(other, "SELECT count(*) FROM keepsake");

            var refused = await ChildProgram.RunAsync("serve", "--data", _folder, "--urls", "http://127.0.0.1:0");

            Assert.Equal(
                (3, "The database must be brought to this version, but another program has it open, perhaps the version before. Stop that first. Nothing was changed.\n"), (refused.ExitCode, refused.Error));
        }

        Assert.Equal("old", State(Database));
    }

    [Fact]
    public async Task Without_room_for_the_copy_the_program_refuses_and_changes_nothing()
    {
        using var disk = SmallDisk.Mount(_folder, "3m");
        MakeOld(rows: 400);

        var refused = await ChildProgram.RunAsync("migrate", "--data", _folder);

        Assert.Equal(3, refused.ExitCode);
        Assert.StartsWith("Bringing the database to this version needs ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("old", State(Database, rows: 400));
    }

    [Theory]
    [InlineData("1m")]
    [InlineData("1536k")]
    [InlineData("2m")]
    public async Task A_disk_that_fills_while_the_migrations_run_leaves_the_database_and_its_copy_as_they_were(string size)
    {
        const int rows = 25;
        var place = Directory.CreateDirectory(Path.Combine(_folder, "small")).FullName;
        using (var disk = SmallDisk.Mount(place, size))
        {
            MakeOld(rows, place);

            var failed = await ChildProgram.RunAsync("migrate", "--data", place);

            Assert.Equal(3, failed.ExitCode);
            Assert.Contains("The disk is full. Make room and start again. The database is as it was.", failed.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
            Assert.Equal("old", State(Path.Combine(place, "rotunda.db"), rows));
            var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(place, "backups"), "before-*.db"));
            Assert.Equal("old", State(kept, rows));
            // The copy is what an administrator puts in the database's place, and goes on with
            File.Copy(kept, Path.Combine(_folder, "rotunda.db"));
            // What the migrations wrote is gone: the room is there again for whoever looks at it
            Assert.Empty(Directory.EnumerateFiles(place, "*upgrading*"));
        }

        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder)).ExitCode);
        Assert.Equal("new", State(Database, rows));
    }

    [Fact]
    public void The_room_is_three_times_the_database()
    {
        SqliteUpgrade.RequireRoom(_folder, 1);

        Assert.Throws<StartRefusedException>(() => SqliteUpgrade.RequireRoom(_folder, new DriveInfo(_folder).AvailableFreeSpace / 2));
    }

    [Fact]
    public async Task A_lock_that_a_killed_migration_left_holds_nobody_up()
    {
        MakeOld();
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=false"))
        {
            connection.Open();
            Scalar(connection, """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""");
        }

        var end = await ChildProgram.RunAsync("migrate", "--data", _folder);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal("new", State(Database));
    }

    [Fact]
    public async Task A_migration_that_is_killed_leaves_the_old_or_the_new_database()
    {
        var rounds = PowerCuts.Some(6);
        var template = Path.Combine(_folder, "template");
        MakeOld();
        File.Move(Database, template);
        var whole = TimeSpan.Zero;
        var watch = Stopwatch.StartNew();
        await MigrateFreshAsync(round: -1);
        whole = watch.Elapsed;
        var states = new List<string>();
        for (var round = 0; round < rounds; round++) states.Add(await MigrateFreshAsync(round));

        // And a killed one hinders no later one
        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder)).ExitCode);
        Assert.Equal("new", State(Database));
        Assert.All(states, state => Assert.True(state is "old" or "new", state));
        Assert.Contains("old", states);
        Assert.Equal(rounds, states.Count);

        async Task<string> MigrateFreshAsync(int round)
        {
            SqliteCopy.Delete(Database);
            File.Copy(template, Database);
            using (var program = ChildProgram.Begin("migrate", "--data", _folder))
            {
                if (round < 0) await program.EndAsync();
                else await program.CutAsync(whole * (0.2 + 0.75 * round / rounds));
            }

            foreach (var kept in Directory.EnumerateFiles(Path.Combine(_folder), "before-*.db", SearchOption.AllDirectories)) Assert.Equal("old", State(kept));
            return State(Database);
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A database that has tables and no migration of ours: whatever this version's first is, it is still to come.</summary>
    private void MakeOld(int rows = Rows, string? folder = null)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder ?? _folder, "rotunda.db")};Pooling=false");
        connection.Open();
        Scalar(connection, $"""
            CREATE TABLE keepsake (id INTEGER PRIMARY KEY, text BLOB NOT NULL);
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {rows}) INSERT INTO keepsake SELECT n, randomblob(4000) FROM number;
            """);
    }

    /// <returns><c>old</c> when nothing of a migration is in it, <c>new</c> when every one is; anything else is neither.</returns>
    private static string State(string file, int rows = Rows)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        Assert.Equal("ok", Scalar(connection, "PRAGMA integrity_check"));
        Assert.Equal((long)rows, Scalar(connection, "SELECT count(*) FROM keepsake WHERE length(text) = 4000"));
        var tables = (long)Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> 'keepsake' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'")!;
        if (tables == 0) return "old";
        var known = new SqliteRotundaDb((DbContextOptions<SqliteRotundaDb>)new DbContextOptionsBuilder<SqliteRotundaDb>().UseStore(StoreLocation.At(Path.GetDirectoryName(file)!, null)).Options).Database.GetMigrations().Count();
        var applied = (long)Scalar(connection, "SELECT count(*) FROM \"__EFMigrationsHistory\"")!;
        return applied == known ? "new" : $"{applied} of {known} migrations";
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
