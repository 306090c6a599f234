using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Rotunda.Data;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Model;

/// <summary>Every migration applies to an empty database, one after the other.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-migrations-").FullName;
    private string? _postgres;

    [Fact]
    public async Task Migrations_apply_to_sqlite()
    {
        await using var db = new SqliteRotundaDb(Options<SqliteRotundaDb>(StoreLocation.At(_folder, null)));

        await ApplyEachAsync(db);
    }

    [Fact]
    public async Task Migrations_apply_to_postgres()
    {
        _postgres = PostgresCluster.Require().CreateDatabase();
        await using var db = new PostgresRotundaDb(Options<PostgresRotundaDb>(StoreLocation.At(_folder, _postgres)));

        await ApplyEachAsync(db);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder, "rotunda.db")};Foreign Keys=True"));
        if (_postgres is not null) PostgresCluster.Require().DropDatabase(_postgres);
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task ApplyEachAsync(RotundaDb db)
    {
        var migrations = db.Database.GetMigrations().ToList();
        foreach (var migration in migrations) await db.GetService<IMigrator>().MigrateAsync(migration);

        Assert.NotEmpty(migrations);
        Assert.Equal(migrations, await db.Database.GetAppliedMigrationsAsync());
        // Each table is there: a query that reads no row names every column
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        foreach (var entity in db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null))
        {
            var columns = string.Join(", ", entity.GetProperties().Where(property => !entity.IsMappedToJson()).Select(property => $"\"{property.GetColumnName()}\""));
            if (columns.Length == 0) continue;
            command.CommandText = $"SELECT {columns} FROM \"{entity.GetTableName()}\" WHERE 1 = 0";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static DbContextOptions<TContext> Options<TContext>(StoreLocation location) where TContext : DbContext =>
        (DbContextOptions<TContext>)new DbContextOptionsBuilder<TContext>().UseStore(location).Options;
}
