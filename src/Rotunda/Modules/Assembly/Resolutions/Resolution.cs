using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Bodies;

namespace Rotunda.Modules.Assembly.Resolutions;

/// <summary>An entry of the register: what a body of the association adopted.</summary>
public sealed class Resolution : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The number in this register, year and running number: <c>2015-1</c>. Not a number that the body itself gave.</summary>
    public required string Number { get; init; }

    public PartialDate Date { get; set; } = PartialDate.Unknown;

    /// <summary>The code of the body that adopted it; null where no source says.</summary>
    public string? BodyCode { get; set; }

    public required LocalizedText Title { get; set; }

    /// <summary>What it says; empty where only its subject is recorded.</summary>
    public LocalizedText Text { get; set; } = LocalizedText.Empty;

    /// <summary>How it was adopted, such as «unanimously»; empty where no source says.</summary>
    public LocalizedText Adoption { get; set; } = LocalizedText.Empty;

    /// <summary>The code of the edition at which it was adopted; null where it was elsewhere or no source says.</summary>
    public string? EditionCode { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    /// <summary>What it changed in the registry.</summary>
    public List<ResolutionEffect> Effects { get; init; } = [];
}

/// <summary>One thing that a resolution changed.</summary>
public sealed class ResolutionEffect : IEditable
{
    public Guid Id { get; init; }

    public Guid ResolutionId { get; set; }

    public Resolution? Resolution { get; init; }

    public int Order { get; set; }

    /// <summary>The kind of what it concerns: <c>institution</c>, <c>body</c>.</summary>
    public required string SubjectKind { get; set; }

    public required string SubjectCode { get; set; }

    /// <summary>What changed: «admitted as a full member», «seventh rotating chair unit, Chinese side».</summary>
    public required LocalizedText Text { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

internal sealed class ResolutionConfiguration : IEntityTypeConfiguration<Resolution>, IEntityTypeConfiguration<ResolutionEffect>
{
    public void Configure(EntityTypeBuilder<Resolution> builder)
    {
        builder.ToTable("resolution");
        builder.Property(resolution => resolution.Number).HasMaxLength(20);
        builder.HasIndex(resolution => resolution.Number).IsUnique();
        builder.HasIndex(resolution => resolution.Date);
        builder.Property(resolution => resolution.BodyCode).HasMaxLength(40);
        builder.HasOne<Body>().WithMany().HasForeignKey(resolution => resolution.BodyCode).HasPrincipalKey(body => body.Code).OnDelete(DeleteBehavior.Restrict);
        builder.Property(resolution => resolution.EditionCode).HasMaxLength(40);
        builder.Property(resolution => resolution.Citations).AsJson();
        builder.HasMany(resolution => resolution.Effects).WithOne(effect => effect.Resolution).HasForeignKey(effect => effect.ResolutionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ResolutionEffect> builder)
    {
        builder.ToTable("resolution_effect");
        builder.Property(effect => effect.SubjectKind).HasMaxLength(20);
        builder.Property(effect => effect.SubjectCode).HasMaxLength(40);
        builder.HasIndex(effect => new { effect.SubjectKind, effect.SubjectCode });
        builder.Property(effect => effect.Citations).AsJson();
        builder.HasIndex(effect => new { effect.ResolutionId, effect.Order });
    }
}

public static class ResolutionSets
{
    extension(RotundaDb db)
    {
        public DbSet<Resolution> Resolutions => db.Set<Resolution>();

        public DbSet<ResolutionEffect> ResolutionEffects => db.Set<ResolutionEffect>();
    }
}
