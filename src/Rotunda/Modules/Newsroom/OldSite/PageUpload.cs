using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Newsroom.OldSite;

/// <summary>A file of an upload.</summary>
/// <param name="Name">As its sender calls it.</param>
/// <param name="Content">The bytes.</param>
public sealed record UploadedPage(string Name, byte[] Content);

/// <summary>Saved pages that somebody uploaded to see what would be understood; they go when they were imported, or after a day.</summary>
public sealed class PageUpload : IEditable
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>Who published the pages, as it will stand below them.</summary>
    public required string Publisher { get; init; }

    public required List<UploadedPage> Pages { get; init; }

    public Instant SentAt { get; init; }

    public int Version { get; set; }
}

internal sealed class PageUploadConfiguration : IEntityTypeConfiguration<PageUpload>
{
    public void Configure(EntityTypeBuilder<PageUpload> builder)
    {
        builder.ToTable("page_upload");
        builder.Property(upload => upload.Publisher).HasMaxLength(PageImport.LongestPublisher);
        builder.Property(upload => upload.Pages).AsJson();
        builder.HasIndex(upload => upload.SentAt);
    }
}

public static class PageUploadSets
{
    extension(RotundaDb db)
    {
        public DbSet<PageUpload> PageUploads => db.Set<PageUpload>();
    }
}
