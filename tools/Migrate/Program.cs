using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Migrate;
using Rotunda.Data;

// dotnet run --project tools/Migrate NAME   writes a migration for each provider that has changes, and both compiled models
if (args is not [var name])
{
    Console.Error.WriteLine("Usage: dotnet run --project tools/Migrate NAME");
    return 2;
}

var project = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src", "Rotunda"));
Write(() => new SqliteRotundaDb(Options<SqliteRotundaDb>(null)), "Sqlite");
Write(() => new PostgresRotundaDb(Options<PostgresRotundaDb>("Host=localhost;Database=rotunda")), "Postgres");
return 0;

static DbContextOptions<TContext> Options<TContext>(string? connection) where TContext : DbContext =>
    (DbContextOptions<TContext>)new DbContextOptionsBuilder<TContext>().UseStore(StoreLocation.At("migrate", connection)).Options;

void Write(Func<RotundaDb> open, string provider)
{
    Console.WriteLine($"{provider}: {MigrationWriter.WriteModel(open, provider, Path.Combine(project, "Data", "Models", provider))} files of the compiled model");
    var file = MigrationWriter.WriteMigration(open, name, provider, project);
    Console.WriteLine($"{provider}: {file ?? "no change to migrate"}");
}

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
