using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>Texts that were handed out as files for another tool, at one time.</summary>
public sealed class Handout : IEditable
{
    /// <summary>Stands in the files as the job.</summary>
    public Guid Id { get; init; }

    public required string SourceLanguage { get; init; }

    public required string TargetLanguage { get; init; }

    /// <summary>The texts.</summary>
    public List<Guid> Texts { get; init; } = [];

    /// <summary>How many segments the files hold.</summary>
    public int Segments { get; init; }

    public Instant At { get; init; }

    /// <summary>Who took them; null after an erasure.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>When something of it last came back.</summary>
    public Instant? ReturnedAt { get; set; }

    public int Version { get; set; }
}

internal sealed class HandoutConfiguration : IEntityTypeConfiguration<Handout>
{
    public void Configure(EntityTypeBuilder<Handout> builder)
    {
        builder.ToTable("handout", table => table.HasCheckConstraint("ck_handout_languages", "\"SourceLanguage\" <> \"TargetLanguage\""));
        builder.Property(handout => handout.SourceLanguage).HasMaxLength(12);
        builder.Property(handout => handout.TargetLanguage).HasMaxLength(12);
        builder.Property(handout => handout.Texts).AsJson();
        builder.HasIndex(handout => handout.At);
    }
}

public static class HandoutSets
{
    extension(RotundaDb db)
    {
        public DbSet<Handout> Handouts => db.Set<Handout>();

        public DbSet<ReturnDraft> ReturnDrafts => db.Set<ReturnDraft>();

        public DbSet<ReturnLine> ReturnLines => db.Set<ReturnLine>();
    }
}
