using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Memberships;

public enum MembershipStatus
{
    Full,
    Observer,

    /// <summary>A source names the institution among the association's universities and does not say how it belongs.</summary>
    Unstated,
}

/// <summary>How an institution belonged to the association over a stretch of time.</summary>
public sealed class Membership : IEditable
{
    public Guid Id { get; init; }

    public Guid InstitutionId { get; set; }

    public Institution? Institution { get; init; }

    public MembershipStatus Status { get; set; }

    /// <summary>When it began; unknown where no source says.</summary>
    public PartialDate From { get; set; } = PartialDate.Unknown;

    /// <summary>When it ended; null while no end is recorded.</summary>
    public PartialDate? To { get; set; }

    /// <summary>Dates on which a source shows the institution in this status.</summary>
    public List<PartialDate> Attested { get; set; } = [];

    /// <summary>How it came about, such as «founding signatory».</summary>
    public LocalizedText Event { get; set; } = LocalizedText.Empty;

    public LocalizedText Note { get; set; } = LocalizedText.Empty;

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    public Tenure Tenure => new(From, To, Attested);
}

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("membership");
        builder.Property(membership => membership.Status).HasConversion<string>().HasMaxLength(12);
        builder.Property(membership => membership.Attested).AsJson();
        builder.Property(membership => membership.Citations).AsJson();
        builder.Ignore(membership => membership.Tenure);
        builder.HasIndex(membership => new { membership.InstitutionId, membership.Status, membership.From }).IsUnique();
    }
}

public static class MembershipSets
{
    extension(RotundaDb db)
    {
        public DbSet<Membership> Memberships => db.Set<Membership>();
    }
}
