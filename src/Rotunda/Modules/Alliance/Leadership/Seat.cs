using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Bodies;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Leadership;

public enum SeatKind
{
    /// <summary>The permanent chair unit of a side, with the permanent secretariat.</summary>
    PermanentChair,

    /// <summary>The chair unit that passes from one institution to the next.</summary>
    RotatingChair,

    /// <summary>The lead of a sub-alliance on a side.</summary>
    Lead,

    /// <summary>The secretariat of a sub-alliance on a side.</summary>
    Secretariat,
}

/// <summary>A seat of a side in a body, which institutions hold for terms.</summary>
public sealed class Seat : IEditable
{
    public Guid Id { get; init; }

    public Guid BodyId { get; set; }

    public Body? Body { get; init; }

    public required string SideCode { get; set; }

    public SeatKind Kind { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    public List<Term> Terms { get; init; } = [];
}

/// <summary>A term of a seat. The two sides of a body need not change on the same day: gaps and overlaps are facts.</summary>
public sealed class Term : IEditable
{
    public Guid Id { get; init; }

    public Guid SeatId { get; init; }

    public Seat? Seat { get; init; }

    /// <summary>The number that the association gives the term; null where no source states it.</summary>
    public int? Number { get; set; }

    /// <summary>Who held it; null where it is not recorded.</summary>
    public Guid? InstitutionId { get; set; }

    public Institution? Institution { get; init; }

    /// <summary>As it was announced.</summary>
    public PartialDate? PlannedFrom { get; set; }

    /// <summary>As it was announced.</summary>
    public PartialDate? PlannedTo { get; set; }

    /// <summary>As it was.</summary>
    public PartialDate From { get; set; } = PartialDate.Unknown;

    /// <summary>As it was; null while no end is recorded.</summary>
    public PartialDate? To { get; set; }

    /// <summary>Dates on which a source shows the institution in office.</summary>
    public List<PartialDate> Attested { get; set; } = [];

    public LocalizedText Note { get; set; } = LocalizedText.Empty;

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    public Tenure Tenure => new(From, To, Attested);
}

internal sealed class SeatConfiguration : IEntityTypeConfiguration<Seat>, IEntityTypeConfiguration<Term>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.ToTable("seat");
        builder.Property(seat => seat.SideCode).HasMaxLength(8);
        builder.Property(seat => seat.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(seat => seat.Citations).AsJson();
        builder.HasIndex(seat => new { seat.BodyId, seat.SideCode, seat.Kind }).IsUnique();
        builder.HasOne<Side>().WithMany().HasForeignKey(seat => seat.SideCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(seat => seat.Terms).WithOne(term => term.Seat).HasForeignKey(term => term.SeatId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Term> builder)
    {
        builder.ToTable("term", table => table.HasCheckConstraint("ck_term_number", "\"Number\" > 0"));
        builder.Property(term => term.Attested).AsJson();
        builder.Property(term => term.Citations).AsJson();
        builder.Ignore(term => term.Tenure);
        builder.HasIndex(term => new { term.SeatId, term.Number }).IsUnique();
        builder.HasOne(term => term.Institution).WithMany().HasForeignKey(term => term.InstitutionId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class LeadershipSets
{
    extension(RotundaDb db)
    {
        public DbSet<Seat> Seats => db.Set<Seat>();

        public DbSet<Term> Terms => db.Set<Term>();
    }
}
