using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;

namespace Rotunda.Modules.Newsroom.Addresses;

/// <summary>An address that an article once had in a language; it leads to the present one for good.</summary>
public sealed class FormerAddress
{
    public required string Language { get; init; }

    public int Year { get; init; }

    public required string Slug { get; init; }

    public Guid ArticleId { get; init; }

    public Instant RetiredAt { get; init; }
}

internal sealed class FormerAddressConfiguration : IEntityTypeConfiguration<FormerAddress>
{
    public void Configure(EntityTypeBuilder<FormerAddress> builder)
    {
        builder.ToTable("former_address");
        builder.HasKey(address => new { address.Language, address.Year, address.Slug });
        builder.Property(address => address.Language).HasMaxLength(12);
        builder.Property(address => address.Slug).HasMaxLength(Slugs.Longest);
        builder.HasIndex(address => new { address.Year, address.Slug });
        builder.HasOne<Article>().WithMany().HasForeignKey(address => address.ArticleId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class AddressSets
{
    extension(RotundaDb db)
    {
        public DbSet<FormerAddress> FormerAddresses => db.Set<FormerAddress>();
    }
}
