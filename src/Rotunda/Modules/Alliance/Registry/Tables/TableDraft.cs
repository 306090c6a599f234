using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>A table that somebody sent to be checked; it goes when it was imported, or after a day.</summary>
public sealed class TableDraft : IEditable
{
    public Guid Id { get; init; }

    /// <summary>Who sent it.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The kind of its records, such as <c>institutions</c>.</summary>
    public required string Kind { get; init; }

    public required string FileName { get; init; }

    /// <summary>At most 8 MB.</summary>
    public required byte[] Content { get; init; }

    /// <summary>How to read it, where its sender said so; null to recognise it.</summary>
    public string? Encoding { get; set; }

    public string? Separator { get; set; }

    public string? Sheet { get; set; }

    public Instant SentAt { get; init; }

    public int Version { get; set; }
}

internal sealed class TableDraftConfiguration : IEntityTypeConfiguration<TableDraft>
{
    public void Configure(EntityTypeBuilder<TableDraft> builder)
    {
        builder.ToTable("table_draft");
        builder.Property(draft => draft.Kind).HasMaxLength(40);
        builder.Property(draft => draft.FileName).HasMaxLength(200);
        builder.Property(draft => draft.Encoding).HasMaxLength(20);
        builder.Property(draft => draft.Separator).HasMaxLength(1);
        builder.Property(draft => draft.Sheet).HasMaxLength(100);
        builder.HasIndex(draft => draft.SentAt);
    }
}

public static class TableDraftSets
{
    extension(RotundaDb db)
    {
        public DbSet<TableDraft> TableDrafts => db.Set<TableDraft>();
    }
}
