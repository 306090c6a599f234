using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NodaTime;
using Rotunda.Data.Files;
using Rotunda.Data.Values;

namespace Rotunda.Data;

/// <summary>
/// The database of one association. It has no sets of its own: entity configurations are found in the modules, which also declare
/// their sets as extension members.
/// </summary>
/// <remarks>The two sealed children exist only so that each provider has a history of migrations.</remarks>
public abstract class RotundaDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>The collation of text columns on PostgreSQL: byte order, as SQLite compares.</summary>
    private const string ByteOrder = "C";

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        CountVersions();
        return FilePuts.Of(this) is { Count: > 0 } files
            ? FilePuts.SaveAsync(this, files, () => base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken), cancellationToken)
            : base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CountVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateConverter>();
        configurationBuilder.Properties<PartialDate>().HaveConversion<PartialDateConverter>().HaveMaxLength(32);
        configurationBuilder.Properties<LocalizedText>().HaveConversion<LocalizedTextConverter>();
        if (Database.IsNpgsql()) configurationBuilder.Properties<string>().UseCollation(ByteOrder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RotundaDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.ClrType.IsAssignableTo(typeof(IEditable))) entity.FindProperty(nameof(IEditable.Version))!.IsConcurrencyToken = true;
            // Ids are given by the code that makes a row; a row found in a graph is then new, not changed
            foreach (var key in entity.FindPrimaryKey()?.Properties.Where(property => property.ClrType == typeof(Guid)) ?? []) key.ValueGenerated = ValueGenerated.Never;
            foreach (var property in entity.GetProperties().Where(property => property.GetProviderClrType() == typeof(string)))
            {
                property.SetProviderClrType(null);
                property.SetValueConverter(typeof(NameConverter<>).MakeGenericType(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType));
            }

            if (!Database.IsNpgsql()) continue;
            foreach (var property in entity.GetProperties())
                if ((property.GetProviderClrType() ?? property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string))
                    property.SetCollation(ByteOrder);
        }
    }

    private void CountVersions()
    {
        foreach (var entry in ChangeTracker.Entries<IEditable>())
        {
            if (entry.State == EntityState.Added) entry.Entity.Version = 1;
            if (entry.State == EntityState.Modified) entry.Entity.Version = entry.OriginalValues.GetValue<int>(nameof(IEditable.Version)) + 1;
        }
    }
}

/// <summary>The model on SQLite.</summary>
public sealed class SqliteRotundaDb(DbContextOptions<SqliteRotundaDb> options) : RotundaDb(options);

/// <summary>The model on PostgreSQL.</summary>
public sealed class PostgresRotundaDb(DbContextOptions<PostgresRotundaDb> options) : RotundaDb(options);
