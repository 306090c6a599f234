using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Newsroom.OldAddresses;

/// <summary>An address of a former site of the association, and the page of this one that stands for it.</summary>
public sealed class OldAddress : IEditable
{
    public Guid Id { get; init; }

    /// <summary>Path with query, as <see cref="SitePaths.Old"/> writes it.</summary>
    public required string Address { get; init; }

    /// <summary>A path of this site, with its language or without (<c>/zh/news/2022</c>, <c>/members/upc</c>), or a reference such as <c>institution:upc</c>.</summary>
    public required string Target { get; set; }

    /// <summary>How often somebody came by it. Who came is not kept.</summary>
    public long Hits { get; set; }

    /// <summary>The last day on which somebody came by it, by UTC.</summary>
    public LocalDate? LastHitOn { get; set; }

    public Instant AddedAt { get; init; }

    public int Version { get; set; }
}

internal sealed class OldAddressConfiguration : IEntityTypeConfiguration<OldAddress>
{
    public void Configure(EntityTypeBuilder<OldAddress> builder)
    {
        // That a target stays on the site is also a rule of the database: it is a single slash and what follows, or a reference
        builder.ToTable("old_address", table =>
        {
            table.HasCheckConstraint("ck_old_address_path", "\"Address\" LIKE '/%' AND \"Address\" <> \"Target\"");
            table.HasCheckConstraint("ck_old_address_target", "(\"Target\" LIKE '/%' AND \"Target\" NOT LIKE '//%') OR (\"Target\" LIKE '_%:_%' AND \"Target\" NOT LIKE '%/%')");
            table.HasCheckConstraint("ck_old_address_hits", "\"Hits\" >= 0");
        });
        builder.Property(row => row.Address).HasMaxLength(SitePaths.Longest);
        builder.Property(row => row.Target).HasMaxLength(SitePaths.Longest);
        builder.HasIndex(row => row.Address).IsUnique();
        builder.HasIndex(row => row.Target);
    }
}

public static class OldAddressSets
{
    extension(RotundaDb db)
    {
        public DbSet<OldAddress> OldAddresses => db.Set<OldAddress>();
    }
}
