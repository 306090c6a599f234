using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Rotunda.Data;
using Rotunda.Demo;

namespace Rotunda.Testing;

/// <summary>Databases with the demonstration, made once in a test process and copied for each class.</summary>
internal static class Templates
{
    private static readonly Instant SeededAt = Instant.FromUtc(2026, 11, 1, 8, 0);
    private static readonly Lazy<string> SqliteFolder = new(() => SeedAsync(null, seed: true).GetAwaiter().GetResult());
    private static readonly Lock PostgresLock = new();
    private static string? s_postgres;
    private static string? s_emptyPostgres;

    public static void CopySqlite(string folder)
    {
        CopyFiles(folder);
        File.Copy(Path.Combine(SqliteFolder.Value, "rotunda.db"), Path.Combine(folder, "rotunda.db"));
    }

    /// <summary>The stored files of the demonstration, which both databases refer to.</summary>
    public static void CopyFiles(string folder)
    {
        var source = Path.Combine(SqliteFolder.Value, "files");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, "files", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public static string Postgres(PostgresCluster cluster)
    {
        lock (PostgresLock) return s_postgres ??= Make(cluster, seed: true);
    }

    public static string EmptyPostgres(PostgresCluster cluster)
    {
        lock (PostgresLock) return s_emptyPostgres ??= Make(cluster, seed: false);
    }

    private static string Make(PostgresCluster cluster, bool seed)
    {
        var connection = cluster.CreateDatabase();
        SeedAsync(connection, seed).GetAwaiter().GetResult();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connection));
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    }

    private static async Task<string> SeedAsync(string? connection, bool seed)
    {
        var folder = Directory.CreateTempSubdirectory("rotunda-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await using (var app = RotundaApp.Compose(StoreLocation.At(folder, connection), configure: Configure))
        {
            await StartChecks.RequireVersionAsync(app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>(), mayMigrate: true, CancellationToken.None);
            await using var scope = app.Services.CreateAsyncScope();
            if (seed) await scope.ServiceProvider.GetRequiredService<DemonstrationSeeding>().SeedAsync(CancellationToken.None);
            var db = scope.ServiceProvider.GetRequiredService<RotundaDb>();
            if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        SqliteConnection.ClearAllPools();
        return folder;

        static void Configure(WebApplicationBuilder builder)
        {
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(new TestClock(SeededAt)));
        }
    }
}
