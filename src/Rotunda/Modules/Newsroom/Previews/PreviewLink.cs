using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;

namespace Rotunda.Modules.Newsroom.Previews;

/// <summary>A link by which somebody without an account reads one language of an article before it is published.</summary>
public sealed class PreviewLink
{
    public Guid Id { get; init; }

    public Guid ArticleId { get; init; }

    public Article? Article { get; init; }

    public required string Language { get; init; }

    /// <summary>SHA-256 of the token; the token itself is shown once and kept nowhere.</summary>
    public required byte[] TokenHash { get; init; }

    public Guid? CreatedBy { get; set; }

    public Instant CreatedAt { get; init; }

    public Instant ExpiresAt { get; init; }

    public Instant? RevokedAt { get; set; }
}

internal sealed class PreviewLinkConfiguration : IEntityTypeConfiguration<PreviewLink>
{
    public void Configure(EntityTypeBuilder<PreviewLink> builder)
    {
        builder.ToTable("preview_link");
        builder.Property(link => link.Language).HasMaxLength(12);
        builder.HasOne(link => link.Article).WithMany().HasForeignKey(link => link.ArticleId);
        builder.HasIndex(link => link.TokenHash).IsUnique();
    }
}

public static class PreviewSets
{
    extension(RotundaDb db)
    {
        public DbSet<PreviewLink> PreviewLinks => db.Set<PreviewLink>();
    }
}
