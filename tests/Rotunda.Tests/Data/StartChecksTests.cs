using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>What the program refuses to start on; it then changes nothing.</summary>
public sealed class StartChecksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-start-").FullName;
    private string? _postgres;

    [Fact]
    public async Task A_sqlite_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await using var app = RotundaApp.Compose(StoreLocation.At(_folder, null));
        await RequireAsync(app.Services, mayMigrate: false);
        await AddFutureMigrationAsync(app.Services);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RequireAsync(app.Services, mayMigrate: true));

        Assert.Equal("This database was written by a newer version of Rotunda (migration 29991231000000_Future). Install that version or restore an older copy. Nothing was changed.", refused.Message);
    }

    [Fact]
    public async Task The_command_line_says_so_without_a_stack_trace()
    {
        await using (var app = RotundaApp.Compose(StoreLocation.At(_folder, null)))
        {
            await RequireAsync(app.Services, mayMigrate: false);
            await AddFutureMigrationAsync(app.Services);
        }

        var end = await ChildProgram.RunAsync("verify", "--data", _folder);

        Assert.Equal(
            new ProgramEnd(3, "", "This database was written by a newer version of Rotunda (migration 29991231000000_Future). Install that version or restore an older copy. Nothing was changed.\n"), end);
    }

    [Fact]
    public async Task A_postgres_database_that_is_behind_is_refused_until_it_is_migrated()
    {
        _postgres = PostgresCluster.Require().CreateDatabase();
        await using var app = RotundaApp.Compose(StoreLocation.At(_folder, _postgres));
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RequireAsync(app.Services, mayMigrate: false));
        var tables = await db.Database.SqlQueryRaw<int>("SELECT count(*)::int AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public'").SingleAsync();
        await RequireAsync(app.Services, mayMigrate: true);
        await RequireAsync(app.Services, mayMigrate: false);

        Assert.Equal($"The database is {db.Database.GetMigrations().Count()} migrations behind this version. Run «rotunda migrate» first. Nothing was changed.", refused.Message);
        Assert.Equal(0, tables);
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task A_newer_postgres_database_is_refused_to_migrate_too()
    {
        _postgres = PostgresCluster.Require().CreateDatabase();
        await using var app = RotundaApp.Compose(StoreLocation.At(_folder, _postgres));
        await RequireAsync(app.Services, mayMigrate: true);
        await AddFutureMigrationAsync(app.Services);

        await Assert.ThrowsAsync<StartRefusedException>(() => RequireAsync(app.Services, mayMigrate: true));
    }

    [Fact]
    public async Task Without_icu_every_command_is_refused_and_nothing_is_made()
    {
        var data = Path.Combine(_folder, "unmade");

        var end = await ChildProgram.RunAsync([("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")], "serve", "--data", data);

        Assert.Equal(
            new ProgramEnd(
                3, "",
                "Rotunda needs ICU (Debian: libicu72 or later) and must not run with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: without it names would be folded and sorted wrongly. Nothing was changed.\n"),
            end);
        Assert.False(Directory.Exists(data));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_postgres is not null) PostgresCluster.Require().DropDatabase(_postgres);
        Directory.Delete(_folder, recursive: true);
    }

    private static Task RequireAsync(IServiceProvider services, bool mayMigrate) =>
        StartChecks.RequireVersionAsync(services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate, CancellationToken.None);

    private static async Task AddFutureMigrationAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29991231000000_Future', '99.0')""");
    }
}
