using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Leadership;

namespace Rotunda.Modules.Alliance.Handover;

public enum HandoverState
{
    Preparing,
    Completed,
    Cancelled,
}

/// <summary>The passing of a seat from one institution to the next. A seat has at most one that is being prepared.</summary>
public sealed class ChairHandover : IEditable
{
    public Guid Id { get; init; }

    public Guid SeatId { get; init; }

    public Seat? Seat { get; init; }

    /// <summary>The institution that hands over; null where no holder is recorded.</summary>
    public Guid? FromInstitutionId { get; init; }

    public Institution? FromInstitution { get; init; }

    /// <summary>The institution that is nominated.</summary>
    public Guid ToInstitutionId { get; init; }

    public Institution? ToInstitution { get; init; }

    /// <summary>The number of the new term; null where the association gives none.</summary>
    public int? Number { get; init; }

    /// <summary>The day on which the new term is planned to begin.</summary>
    public LocalDate PlannedOn { get; set; }

    /// <summary>The last day of the old term; null until completed, or where no holder was recorded.</summary>
    public LocalDate? EndedOn { get; set; }

    /// <summary>The first day of the new term; null until completed.</summary>
    public LocalDate? BegunOn { get; set; }

    public HandoverState State { get; set; }

    /// <summary>Why the date was changed last, or why it was cancelled.</summary>
    public string? Reason { get; set; }

    /// <summary>Mail addresses of the new unit's people, one on each line.</summary>
    public required string Invitees { get; set; }

    /// <summary>Those of <see cref="Invitees"/> who get the role of the secretariat too, one on each line.</summary>
    public string DeskTakers { get; set; } = "";

    /// <summary>Mail addresses of the accounts that lose the role of the secretariat, one on each line.</summary>
    public string DeskLeavers { get; set; } = "";

    public Instant CreatedAt { get; init; }

    public Instant? ClosedAt { get; set; }

    /// <summary>Made up for the demonstration and labelled as such.</summary>
    public bool IsDemonstration { get; init; }

    public int Version { get; set; }

    public List<HandoverItem> Items { get; init; } = [];
}

/// <summary>One thing that the old unit gives and the new one takes.</summary>
public sealed class HandoverItem : IEditable
{
    public Guid Id { get; init; }

    public Guid HandoverId { get; init; }

    public int Order { get; init; }

    /// <summary>A name of <see cref="HandoverTemplate"/>, or empty for an item of one's own.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is, where it is an item of one's own.</summary>
    public string? Text { get; init; }

    public Instant? DoneAt { get; set; }

    /// <summary>The account that ticked it.</summary>
    public Guid? DoneById { get; set; }

    /// <summary>The name of whoever ticked it.</summary>
    public string? DoneBy { get; set; }

    public string? Note { get; set; }

    public int Version { get; set; }
}

internal sealed class ChairHandoverConfiguration : IEntityTypeConfiguration<ChairHandover>, IEntityTypeConfiguration<HandoverItem>
{
    public void Configure(EntityTypeBuilder<ChairHandover> builder)
    {
        builder.ToTable("handover", table => table.HasCheckConstraint("ck_handover_number", "\"Number\" > 0"));
        builder.Property(handover => handover.State).HasConversion<string>().HasMaxLength(12);
        builder.Property(handover => handover.Reason).HasMaxLength(HandoverOperations.LongestText);
        builder.Property(handover => handover.Invitees).HasMaxLength(HandoverOperations.LongestText);
        builder.Property(handover => handover.DeskTakers).HasMaxLength(HandoverOperations.LongestText);
        builder.Property(handover => handover.DeskLeavers).HasMaxLength(HandoverOperations.LongestText);
        builder.HasIndex(handover => handover.SeatId);
        builder.HasIndex(handover => handover.SeatId, "ix_handover_one_in_preparation").HasFilter("\"State\" = 'Preparing'").IsUnique();
        builder.HasOne(handover => handover.Seat).WithMany().HasForeignKey(handover => handover.SeatId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(handover => handover.FromInstitution).WithMany().HasForeignKey(handover => handover.FromInstitutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(handover => handover.ToInstitution).WithMany().HasForeignKey(handover => handover.ToInstitutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(handover => handover.Items).WithOne().HasForeignKey(item => item.HandoverId);
    }

    public void Configure(EntityTypeBuilder<HandoverItem> builder)
    {
        builder.ToTable("handover_item");
        builder.Property(item => item.Kind).HasMaxLength(40);
        builder.Property(item => item.Text).HasMaxLength(HandoverOperations.LongestItem);
        builder.Property(item => item.DoneBy).HasMaxLength(200);
        builder.Property(item => item.Note).HasMaxLength(HandoverOperations.LongestItem);
        builder.HasIndex(item => new { item.HandoverId, item.Order }).IsUnique();
    }
}

public static class HandoverSets
{
    extension(RotundaDb db)
    {
        public DbSet<ChairHandover> Handovers => db.Set<ChairHandover>();
    }
}
