using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Programmes;

/// <summary>Something that members do together over years: satellites, a school, a contest.</summary>
public sealed class Programme : IEditable
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    public int Order { get; set; }

    public required LocalizedText Name { get; set; }

    public LocalizedText About { get; set; } = LocalizedText.Empty;

    /// <summary>True for a programme of two institutions that is not the association's own.</summary>
    public bool IsBilateral { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    /// <summary>Institutions that a source names as taking part.</summary>
    public List<Institution> Institutions { get; init; } = [];
}

internal sealed class ProgrammeConfiguration : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable("programme");
        builder.Property(programme => programme.Code).HasMaxLength(40);
        builder.HasIndex(programme => programme.Code).IsUnique();
        builder.Property(programme => programme.Citations).AsJson();
        builder.HasMany(programme => programme.Institutions).WithMany().UsingEntity("programme_institution");
    }
}

public static class ProgrammeSets
{
    extension(RotundaDb db)
    {
        public DbSet<Programme> Programmes => db.Set<Programme>();
    }
}
