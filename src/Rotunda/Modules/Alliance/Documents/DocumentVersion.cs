using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Alliance.Documents;

/// <summary>A file that a document had before the present one; readers of the document find it below.</summary>
public sealed class DocumentVersion
{
    public Guid Id { get; init; }

    public Guid DocumentId { get; init; }

    /// <summary>From 1, in the order in which the files were replaced.</summary>
    public int Number { get; init; }

    public required string FileHash { get; init; }

    public required string FileName { get; init; }

    /// <summary>When another file took its place.</summary>
    public Instant ReplacedAt { get; init; }
}

internal sealed class DocumentVersionConfiguration : IEntityTypeConfiguration<DocumentVersion>
{
    public void Configure(EntityTypeBuilder<DocumentVersion> builder)
    {
        builder.ToTable("document_version", table => table.HasCheckConstraint("ck_document_version_number", "\"Number\" > 0"));
        builder.Property(version => version.FileHash).HasMaxLength(64);
        builder.Property(version => version.FileName).HasMaxLength(120);
        builder.HasIndex(version => new { version.DocumentId, version.Number }).IsUnique();
        builder.HasOne<Rotunda.Data.Files.StoredFile>().WithMany().HasForeignKey(version => version.FileHash).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class DocumentVersionSets
{
    extension(RotundaDb db)
    {
        public DbSet<DocumentVersion> DocumentVersions => db.Set<DocumentVersion>();
    }
}
