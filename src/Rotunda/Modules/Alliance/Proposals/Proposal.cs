using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Alliance.Proposals;

/// <summary>A change of an institution's entry that its liaison officer proposes; the secretariat decides field by field.</summary>
public sealed class Proposal : IEditable
{
    public Guid Id { get; init; }

    public Guid InstitutionId { get; init; }

    public Institution? Institution { get; init; }

    public Guid? ProposedBy { get; init; }

    /// <summary>The officer's name at the time.</summary>
    public required string ProposerName { get; init; }

    public Instant ProposedAt { get; init; }

    /// <summary>What the officer says to the secretariat.</summary>
    public string? Message { get; init; }

    /// <summary>Where others can look it up: an address or the name of a document; the ground of what is accepted. Null where the officer named none.</summary>
    public string? Source { get; init; }

    /// <summary>When the last field was decided; null while some wait.</summary>
    public Instant? ClosedAt { get; set; }

    public int Version { get; set; }

    public List<ProposedField> Fields { get; init; } = [];
}

public enum ProposalDecision
{
    Waiting,
    Accepted,
    Declined,
}

/// <summary>One field of a proposal.</summary>
public sealed class ProposedField
{
    public Guid Id { get; init; }

    public Guid ProposalId { get; init; }

    public int Order { get; init; }

    /// <summary>The name of an editable field of the institution, such as <c>name.ru</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What the entry said when the officer proposed; empty for nothing.</summary>
    public required string Before { get; init; }

    public required string After { get; init; }

    public ProposalDecision Decision { get; set; }

    public string? Reason { get; set; }
}

internal sealed class ProposalConfiguration : IEntityTypeConfiguration<Proposal>, IEntityTypeConfiguration<ProposedField>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.ToTable("proposal");
        builder.Property(proposal => proposal.ProposerName).HasMaxLength(200);
        builder.Property(proposal => proposal.Message).HasMaxLength(2000);
        builder.Property(proposal => proposal.Source).HasMaxLength(500);
        builder.HasIndex(proposal => new { proposal.ClosedAt, proposal.ProposedAt });
        builder.HasOne(proposal => proposal.Institution).WithMany().HasForeignKey(proposal => proposal.InstitutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(proposal => proposal.Fields).WithOne().HasForeignKey(field => field.ProposalId);
    }

    public void Configure(EntityTypeBuilder<ProposedField> builder)
    {
        builder.ToTable("proposed_field");
        builder.Property(field => field.Field).HasMaxLength(40);
        builder.Property(field => field.Decision).HasConversion<string>().HasMaxLength(12);
        builder.Property(field => field.Reason).HasMaxLength(1000);
        builder.HasIndex(field => new { field.ProposalId, field.Field }).IsUnique();
    }
}

public static class ProposalSets
{
    extension(RotundaDb db)
    {
        public DbSet<Proposal> Proposals => db.Set<Proposal>();
    }
}
