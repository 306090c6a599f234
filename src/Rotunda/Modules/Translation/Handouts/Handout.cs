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

/// <summary>A file that came back and is being looked at; it goes when it was taken over, or after a day.</summary>
public sealed class ReturnDraft : IEditable
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string FileName { get; init; }

    public required byte[] Content { get; init; }

    public Instant SentAt { get; init; }

    public int Version { get; set; }
}

internal sealed class HandoutConfiguration : IEntityTypeConfiguration<Handout>, IEntityTypeConfiguration<ReturnDraft>
{
    public void Configure(EntityTypeBuilder<Handout> builder)
    {
        builder.ToTable("handout", table => table.HasCheckConstraint("ck_handout_languages", "\"SourceLanguage\" <> \"TargetLanguage\""));
        builder.Property(handout => handout.SourceLanguage).HasMaxLength(12);
        builder.Property(handout => handout.TargetLanguage).HasMaxLength(12);
        builder.Property(handout => handout.Texts).AsJson();
        builder.HasIndex(handout => handout.At);
    }

    public void Configure(EntityTypeBuilder<ReturnDraft> builder)
    {
        builder.ToTable("return_draft");
        builder.Property(draft => draft.FileName).HasMaxLength(200);
        builder.HasIndex(draft => draft.SentAt);
    }
}

public static class HandoutSets
{
    extension(RotundaDb db)
    {
        public DbSet<Handout> Handouts => db.Set<Handout>();

        public DbSet<ReturnDraft> ReturnDrafts => db.Set<ReturnDraft>();
    }
}
