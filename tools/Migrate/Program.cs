using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;

// dotnet run --project tools/Migrate NAME   writes a migration for each provider that has changes, and both compiled models
if (args is not [var name])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Migrate NAME");
    return 2;
}

var project = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src", "Rotunda"));
Write(new SqliteRotundaDb(Options<SqliteRotundaDb>(null)), "Sqlite");
Write(new PostgresRotundaDb(Options<PostgresRotundaDb>("Host=localhost;Database=rotunda")), "Postgres");
return 0;

static DbContextOptions<TContext> Options<TContext>(string? connection) where TContext : DbContext =>
    (DbContextOptions<TContext>)new DbContextOptionsBuilder<TContext>().UseStore(StoreLocation.At("migrate", connection)).Options;

void Write(DbContext context, string provider)
{
    using (context)
    {
        var services = new ServiceCollection()
            .AddEntityFrameworkDesignTimeServices()
            .AddDbContextDesignTimeServices(context);
        var design = (IDesignTimeServices)Activator.CreateInstance(Type.GetType(context.Database.IsNpgsql()
            ? "Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices, Npgsql.EntityFrameworkCore.PostgreSQL"
            : "Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices, Microsoft.EntityFrameworkCore.Sqlite", throwOnError: true)!)!;
        design.ConfigureDesignTimeServices(services);
        using var provided = services.BuildServiceProvider();
        using var scope = provided.CreateScope();
        WriteModel(context, scope.ServiceProvider.GetRequiredService<ICompiledModelScaffolder>(), provider);
        if (!context.Database.HasPendingModelChanges())
        {
            Console.WriteLine($"{provider}: no change to migrate");
            return;
        }

        var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
        var migration = scaffolder.ScaffoldMigration(name, "Rotunda", $"Data.Migrations.{provider}", "C#");
        var files = scaffolder.Save(project, migration, Path.Combine(project, "Data", "Migrations", provider), dryRun: false);
        Console.WriteLine($"{provider}: {files.MigrationFile}");
    }
}

// A model that need not be built at every start
void WriteModel(DbContext context, ICompiledModelScaffolder scaffolder, string provider)
{
    var folder = Path.Combine(project, "Data", "Models", provider);
    if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    var files = scaffolder.ScaffoldModel(
        context.GetService<IDesignTimeModel>().Model, folder,
        new CompiledModelCodeGenerationOptions { ContextType = context.GetType(), ModelNamespace = $"Rotunda.Data.Models.{provider}", Language = "C#", UseNullableReferenceTypes = true });
    Console.WriteLine($"{provider}: {files.Count} files of the compiled model");
}

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
