using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Rotunda.Data;
using Xunit;

namespace Rotunda.Tests.Data.Model;

/// <summary>The migrations and the compiled models are those of the code. Needs no database.</summary>
public sealed class ModelTests
{
    public static TheoryData<bool> Providers => [false, true];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Migrations_hold_every_change_of_the_model(bool isPostgres)
    {
        using var db = Context(isPostgres);

        Assert.False(db.Database.HasPendingModelChanges(), "dotnet run --project tools/Migrate NAME writes the missing migration.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Compiled_models_are_those_of_the_code(bool isPostgres)
    {
        using var compiled = Context(isPostgres);
        using var fresh = Fresh(isPostgres);

        var (built, written) = (Describe(fresh.Model), Describe(compiled.Model));

        Assert.NotSame(fresh.Model.GetType(), compiled.Model.GetType());
        Assert.Equal(built, written);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Both_histories_grow_together(bool isPostgres)
    {
        using var one = Context(isPostgres);
        using var other = Context(!isPostgres);

        Assert.Equal(one.Database.GetMigrations().Select(NameOf), other.Database.GetMigrations().Select(NameOf));

        static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_refers_to_a_row_is_found_without_reading_the_whole_table(bool isPostgres)
    {
        using var db = Context(isPostgres);

        var without = db.GetService<IDesignTimeModel>().Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null && !entity.IsMappedToJson()).SelectMany(entity => entity.GetForeignKeys().Where(reference => !IsIndexed(entity, reference)))
            .Select(reference => $"{reference.DeclaringEntityType.DisplayName()} by {Names(reference.Properties)}").ToList();

        Assert.Empty(without);

        // An index of some rows only helps none of the others
        static bool IsIndexed(IEntityType entity, IForeignKey reference) =>
            entity.GetKeys().Select(key => key.Properties).Concat(entity.GetIndexes().Where(index => index.GetFilter() is null).Select(index => index.Properties)).Any(columns => columns.Take(reference.Properties.Count).SequenceEqual(reference.Properties));
    }

    private static StoreLocation Location(bool isPostgres) => StoreLocation.At("model", isPostgres ? "Host=localhost;Database=none" : "Data Source=:memory:");

    private static RotundaDb Context(bool isPostgres) => isPostgres
        ? new PostgresRotundaDb(Options<PostgresRotundaDb>(isPostgres).Options)
        : new SqliteRotundaDb(Options<SqliteRotundaDb>(isPostgres).Options);

    /// <summary>A context that builds its model from the configurations and leaves the compiled one aside.</summary>
    private static RotundaDb Fresh(bool isPostgres)
    {
        using var db = Context(isPostgres);
        var model = db.GetService<IDesignTimeModel>().Model;
        return isPostgres
            ? new PostgresRotundaDb(With(Options<PostgresRotundaDb>(isPostgres), model).Options)
            : new SqliteRotundaDb(With(Options<SqliteRotundaDb>(isPostgres), model).Options);

        static DbContextOptionsBuilder<T> With<T>(DbContextOptionsBuilder<T> options, IModel model) where T : DbContext => options.UseModel(model);
    }

    private static DbContextOptionsBuilder<TContext> Options<TContext>(bool isPostgres) where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)new DbContextOptionsBuilder<TContext>().UseStore(Location(isPostgres));

    /// <summary>Tables, columns with their types, keys, indexes and references, one a line.</summary>
    private static List<string> Describe(IModel model) => [.. model.GetEntityTypes().SelectMany(entity => new[] { $"{entity.Name} in {entity.GetTableName()}" }
        .Concat(entity.GetProperties().Select(property =>
            $"{entity.Name}.{property.Name} as {property.GetColumnName()} {property.GetColumnType()} null={property.IsNullable} max={property.GetMaxLength()} token={property.IsConcurrencyToken} {property.ValueGenerated}"))
        .Concat(entity.GetKeys().Select(key => $"{entity.Name} key {Names(key.Properties)}"))
        .Concat(entity.GetIndexes().Select(index => $"{entity.Name} index {Names(index.Properties)} unique={index.IsUnique} {index.GetFilter()}"))
        .Concat(entity.GetForeignKeys().Select(reference => $"{entity.Name} refers by {Names(reference.Properties)} to {reference.PrincipalEntityType.Name} {reference.DeleteBehavior}")))
        .Order(StringComparer.Ordinal)];

    private static string Names(IReadOnlyList<IProperty> properties) => string.Join(", ", properties.Select(property => property.Name));
}
