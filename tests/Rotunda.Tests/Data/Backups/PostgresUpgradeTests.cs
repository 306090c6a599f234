using System.Diagnostics;
using Npgsql;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Backups;

/// <summary>A database of PostgreSQL is brought to this version whole or not at all, and whoever was killed at it holds nobody up.</summary>
public sealed class PostgresUpgradeTests : IDisposable
{
    private static readonly int s_rounds = PowerCuts.Some(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-upgrade-").FullName;
    private readonly string _connection = PostgresCluster.Require().CreateDatabase();

    [Fact]
    public async Task A_migration_that_is_killed_leaves_the_old_or_the_new_database_and_the_next_one_ends_it()
    {
        await MakeOldAsync();
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder, "--db", _connection)).ExitCode);
        var whole = watch.Elapsed;
        var states = new List<string>();
        for (var round = 0; round < s_rounds; round++)
        {
            await ForgetAsync();
            using var program = ChildProgram.Begin("migrate", "--data", _folder, "--db", _connection);
            // Late in the time that a whole run took, when the tables are made
            await program.CutAsync(whole * (0.4 + 0.6 * round / s_rounds));
            states.Add(await StateAsync());
        }

        Assert.All(states, state => Assert.True(state is "old" or "new", state));
        Assert.Contains("old", states);
        Assert.Equal(0, (await ChildProgram.RunAsync("migrate", "--data", _folder, "--db", _connection)).ExitCode);
        Assert.Equal("new", await StateAsync());
        Assert.Equal(0, (await ChildProgram.RunAsync("verify", "--data", _folder, "--db", _connection)).ExitCode);
    }

    [Fact]
    public async Task A_backup_is_kept_before_a_database_that_holds_something_is_migrated_and_brings_it_back()
    {
        await MakeOldAsync();

        var end = await ChildProgram.RunAsync("migrate", "--data", _folder, "--db", _connection);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal("new", await StateAsync());
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder, "backups"), "before*"));
        Assert.Matches(@"before-\d{14}_\w+-\d{8}T\d{6}Z\.backup$", kept);
        Assert.Contains(kept, end.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await ChildProgram.RunAsync("verify", kept)).ExitCode);
        await using (var connection = await OpenAsync()) await ScalarAsync(connection, "DROP TABLE keepsake");
        var restored = await ChildProgram.RunAsync("restore", kept, "--replace", "--data", _folder, "--db", _connection);
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.Equal("new", await StateAsync());
    }

    [Fact]
    public async Task The_backup_is_encrypted_or_declined_on_demand_and_the_last_three_are_kept()
    {
        var (backups, passphrase) = (Directory.CreateDirectory(Path.Combine(_folder, "backups")).FullName, Path.Combine(_folder, "passphrase"));
        string[] earlier = ["before-20250101000000_A-20250102T030405Z.backup", "before-20250301000000_C-20250302T030405Z.backup", "before-20250201000000_B-20250202T030405Z.backup"];
        foreach (var name in earlier) await File.WriteAllTextAsync(Path.Combine(backups, name), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(passphrase, "correct horse battery staple\n", TestContext.Current.CancellationToken);
        await MakeOldAsync();

        var declined = await ChildProgram.RunAsync("migrate", "--no-backup", "--data", _folder, "--db", _connection);
        var unchanged = Directory.GetFiles(backups, "before*").Length;
        await ForgetAsync();
        var end = await ChildProgram.RunAsync("migrate", "--passphrase-file", passphrase, "--data", _folder, "--db", _connection);
        var both = await ChildProgram.RunAsync("migrate", "--passphrase-file", passphrase, "--no-backup", "--data", _folder, "--db", _connection);

        Assert.Equal((0, 3), (declined.ExitCode, unchanged));
        Assert.True(end.ExitCode == 0, end.Error);
        var names = Directory.GetFiles(backups, "before*").Select(path => Path.GetFileName(path)!).ToList();
        Assert.Equal(3, names.Count);
        Assert.DoesNotContain(earlier[0], names);
        var kept = Path.Combine(backups, Assert.Single(names.Except(earlier)));
        Assert.Equal((1, 0), ((await ChildProgram.RunAsync("verify", kept)).ExitCode, (await ChildProgram.RunAsync("verify", kept, "--passphrase-file", passphrase)).ExitCode));
        Assert.Equal(1, both.ExitCode);
        Assert.Contains("--no-backup goes neither with --backup nor with --passphrase-file.", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_programs_of_postgres_nothing_is_migrated_unless_the_backup_is_declined()
    {
        await MakeOldAsync();

        var refused = await ChildProgram.RunAsync([("PATH", _folder)], "migrate", "--data", _folder, "--db", _connection);
        var state = await StateAsync();
        var declined = await ChildProgram.RunAsync([("PATH", _folder)], "migrate", "--no-backup", "--data", _folder, "--db", _connection);

        Assert.Equal((3, "", "old"), (refused.ExitCode, refused.Output, state));
        Assert.StartsWith("Backups of PostgreSQL need pg_dump, which is not installed here.", refused.Error, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed. «rotunda migrate --no-backup» migrates without a backup.\n", refused.Error, StringComparison.Ordinal);
        Assert.True(declined.ExitCode == 0, declined.Error);
        Assert.Equal("new", await StateAsync());
    }

    public void Dispose()
    {
        PostgresCluster.Require().DropDatabase(_connection);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A database that has a table and no migration of ours: whatever this version's first is, it is still to come.</summary>
    private async Task MakeOldAsync()
    {
        await using var connection = await OpenAsync();
        await ScalarAsync(connection, "CREATE TABLE keepsake (id int PRIMARY KEY); INSERT INTO keepsake SELECT generate_series(1, 1000)");
    }

    /// <summary>Takes away everything but what was there before this version.</summary>
    private async Task ForgetAsync()
    {
        await using var connection = await OpenAsync();
        await ScalarAsync(connection, "DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'keepsake' LOOP EXECUTE format('DROP TABLE %I CASCADE', name); END LOOP; END $$");
    }

    /// <returns><c>old</c> when nothing of a migration is in it, <c>new</c> when every one is; anything else is neither.</returns>
    private async Task<string> StateAsync()
    {
        await using var connection = await OpenAsync();
        // The server ends what a killed client began as soon as it sees that nobody is there
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(20) && (long)(await ScalarAsync(connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))! > 0) await Task.Yield();
        Assert.Equal(1000L, await ScalarAsync(connection, "SELECT count(*) FROM keepsake"));
        var tables = (long)(await ScalarAsync(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('keepsake', '__EFMigrationsHistory')"))!;
        if (tables == 0) return "old";
        return (long)(await ScalarAsync(connection, "SELECT count(*) FROM \"__EFMigrationsHistory\""))! > 0 && tables > 50 ? "new" : $"{tables} tables";
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // the texts stand in this file
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
