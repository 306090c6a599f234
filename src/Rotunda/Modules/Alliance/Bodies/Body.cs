using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;

namespace Rotunda.Modules.Alliance.Bodies;

public enum BodyKind
{
    /// <summary>The association as a whole: the root of the tree.</summary>
    Association,

    /// <summary>A board or meeting that decides.</summary>
    Organ,

    /// <summary>An alliance of some members for one field.</summary>
    SubAlliance,
}

/// <summary>The association, one of its organs, or a sub-alliance; together they are a tree.</summary>
public sealed class Body : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The public code in addresses, such as <c>green</c>.</summary>
    public required string Code { get; init; }

    public BodyKind Kind { get; set; }

    public Guid? ParentId { get; set; }

    public Body? Parent { get; init; }

    public int Order { get; set; }

    public required LocalizedText Name { get; set; }

    public LocalizedText ShortName { get; set; } = LocalizedText.Empty;

    public PartialDate Founded { get; set; } = PartialDate.Unknown;

    /// <summary>What it does and how it is led, in a few sentences.</summary>
    public LocalizedText About { get; set; } = LocalizedText.Empty;

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    public List<BodyMember> Members { get; init; } = [];

    public List<Seat> Seats { get; init; } = [];
}

/// <summary>An institution in a body other than the association itself.</summary>
public sealed class BodyMember : IEditable
{
    public Guid Id { get; init; }

    public Guid BodyId { get; set; }

    public Guid InstitutionId { get; set; }

    public Institution? Institution { get; init; }

    public bool IsFounder { get; set; }

    public PartialDate From { get; set; } = PartialDate.Unknown;

    public PartialDate? To { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

internal sealed class BodyConfiguration : IEntityTypeConfiguration<Body>, IEntityTypeConfiguration<BodyMember>
{
    public void Configure(EntityTypeBuilder<Body> builder)
    {
        builder.ToTable("body", table => table.HasCheckConstraint("ck_body_root", "(\"Kind\" = 'Association') = (\"ParentId\" IS NULL)"));
        builder.Property(body => body.Code).HasMaxLength(40);
        builder.HasIndex(body => body.Code).IsUnique();
        builder.Property(body => body.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(body => body.Citations).AsJson();
        builder.HasOne(body => body.Parent).WithMany().HasForeignKey(body => body.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(body => body.Members).WithOne().HasForeignKey(member => member.BodyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(body => body.Seats).WithOne(seat => seat.Body).HasForeignKey(seat => seat.BodyId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<BodyMember> builder)
    {
        builder.ToTable("body_member");
        builder.Property(member => member.Citations).AsJson();
        builder.HasIndex(member => new { member.BodyId, member.InstitutionId }).IsUnique();
        builder.HasOne(member => member.Institution).WithMany().HasForeignKey(member => member.InstitutionId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class BodySets
{
    extension(RotundaDb db)
    {
        public DbSet<Body> Bodies => db.Set<Body>();
    }
}
