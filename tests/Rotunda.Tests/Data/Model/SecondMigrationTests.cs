using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Migrate;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Model;

/// <summary>What <c>tools/Migrate</c> writes after a small change of the model: that change alone, after which nothing is left to migrate.</summary>
public sealed partial class SecondMigrationTests : IDisposable
{
    private const string NewColumn = "Tries";

    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-second-").FullName;
    private string? _postgres;

    [Fact]
    public async Task A_second_migration_holds_the_change_alone_on_sqlite()
    {
        var data = StoreLocation.At(_folder, "Data Source=" + Path.Combine(_folder, "rotunda.db") + ";Pooling=False");

        await ChangeAsync(assembly => new SqliteRotundaDb(Options<SqliteRotundaDb>(data, assembly)), "Sqlite");
    }

    [Fact]
    public async Task A_second_migration_holds_the_change_alone_on_postgres()
    {
        _postgres = PostgresCluster.Require().CreateDatabase();
        var data = StoreLocation.At(_folder, _postgres);

        await ChangeAsync(assembly => new PostgresRotundaDb(Options<PostgresRotundaDb>(data, assembly)), "Postgres");
    }

    [Fact]
    public void Without_a_change_nothing_is_written()
    {
        var data = StoreLocation.At(_folder, null);

        var file = MigrationWriter.WriteMigration(() => new SqliteRotundaDb((DbContextOptions<SqliteRotundaDb>)new DbContextOptionsBuilder<SqliteRotundaDb>().UseStore(data).Options), "Second", "Sqlite", _folder);

        Assert.Null(file);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    public void Dispose()
    {
        if (_postgres is not null) PostgresCluster.Require().DropDatabase(_postgres);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ChangeAsync(Func<Assembly?, RotundaDb> open, string provider)
    {
        await using (var first = open(null))
        {
            await first.GetService<IMigrator>().MigrateAsync(first.Database.GetMigrations().Last());
            Assert.True(first.Database.HasPendingModelChanges());
        }

        var project = Path.Combine(_folder, "project");
        var written = MigrationWriter.WriteMigration(() => open(null), "Second", provider, project);

        Assert.NotNull(written);
        Assert.Equal(["AddColumn", "DropColumn"], Operation().Matches(await File.ReadAllTextAsync(written)).Select(match => match.Groups[1].Value));
        await using var second = open(Compile(project));
        Assert.False(second.Database.HasPendingModelChanges());
        await second.Database.MigrateAsync();
        Assert.Equal(0, await second.Database.SqlQuery<int>($"SELECT COALESCE(MAX(\"Tries\"), 0) AS \"Value\" FROM lease").SingleAsync());
    }

    /// <summary>The migrations of the program's own assembly, or of another; the model has one column more than the code's.</summary>
    private static DbContextOptions<TContext> Options<TContext>(StoreLocation location, Assembly? migrations) where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        options.UseStore(location).ReplaceService<IModelCustomizer, OneColumnMore>();
        if (migrations is not null && location.IsPostgres) options.UseNpgsql(location.Connection, npgsql => npgsql.MigrationsAssembly(migrations));
        else if (migrations is not null) options.UseSqlite(location.Connection, sqlite => sqlite.MigrationsAssembly(migrations));
        return options.Options;
    }

    /// <summary>Compiles what was written, as the next build of the program would.</summary>
    private static Assembly Compile(string folder)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Second", Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file))),
            references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }

    [GeneratedRegex(@"migrationBuilder\.(\w+)", RegexOptions.None, 1000)]
    private static partial Regex Operation();

    private sealed class OneColumnMore(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            modelBuilder.Entity<Lease>().Property<int>(NewColumn);
        }
    }
}
