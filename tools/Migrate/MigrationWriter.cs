using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;

namespace Migrate;

/// <summary>Writes what Entity Framework makes of the model: a migration with what changed since the last one, and the compiled model.</summary>
/// <remarks>
/// Each step opens a context of its own. The snapshot of the last migration belongs to a context and can be read once: asking whether
/// changes are pending closes its model, and the scaffolder after that would take the closed model for an empty one and write everything anew.
/// </remarks>
public static class MigrationWriter
{
    /// <summary>Writes a migration and the snapshot beside it.</summary>
    /// <param name="open">Opens a context with the model of the code.</param>
    /// <param name="name">The name of the change.</param>
    /// <param name="provider">The last part of the migration's namespace and folder.</param>
    /// <param name="project">The folder of the program's project, under which the files go into <c>Data/Migrations</c>.</param>
    /// <returns>The file of the migration, or null when nothing changed.</returns>
    public static string? WriteMigration(Func<RotundaDb> open, string name, string provider, string project)
    {
        using (var asked = open())
            if (!asked.Database.HasPendingModelChanges()) return null;
        using var context = open();
        return WithServices(context, services =>
        {
            var scaffolder = services.GetRequiredService<IMigrationsScaffolder>();
            var migration = scaffolder.ScaffoldMigration(name, "Rotunda", $"Data.Migrations.{provider}", "C#");
            return scaffolder.Save(project, migration, Path.Combine(project, "Data", "Migrations", provider), dryRun: false).MigrationFile;
        });
    }

    /// <summary>Writes a model that need not be built at every start; what was in the folder goes.</summary>
    /// <returns>The number of files.</returns>
    public static int WriteModel(Func<RotundaDb> open, string provider, string folder)
    {
        using var context = open();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return WithServices(context, services => services.GetRequiredService<ICompiledModelScaffolder>().ScaffoldModel(
            context.GetService<IDesignTimeModel>().Model, folder,
            new CompiledModelCodeGenerationOptions { ContextType = context.GetType(), ModelNamespace = $"Rotunda.Data.Models.{provider}", Language = "C#", UseNullableReferenceTypes = true }).Count);
    }

    private static T WithServices<T>(DbContext context, Func<IServiceProvider, T> act)
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
        return act(scope.ServiceProvider);
    }
}
