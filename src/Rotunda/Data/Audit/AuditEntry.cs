using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Rotunda.Data.Audit;

/// <summary>
/// One thing that was done. An operation inserts the entry in its own transaction; within a second the sealer numbers it and
/// hashes it into the chain. What was done in detail lies apart in <see cref="AuditPayload"/>.
/// </summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }

    /// <summary>When the operation ran.</summary>
    public Instant At { get; init; }

    /// <summary>The account that did it; null for the program.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>What was done: <c>institution.edit</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of the thing that it was done to: <c>institution</c>.</summary>
    public required string SubjectKind { get; init; }

    /// <summary>The id of the thing.</summary>
    public required string SubjectId { get; init; }

    /// <summary>SHA-256 over the payload's salt and text.</summary>
    public required byte[] PayloadHash { get; init; }

    /// <summary>The place in the chain, from 1 without gaps; null until sealed.</summary>
    public long? Sequence { get; set; }

    /// <summary>SHA-256 over the previous entry's hash and this entry; null until sealed.</summary>
    public byte[]? Hash { get; set; }

    public AuditPayload? Payload { get; init; }
}

/// <summary>The details of an entry, salted so that they can be erased without anyone being able to guess them back from the hash.</summary>
public sealed class AuditPayload
{
    public Guid EntryId { get; init; }

    /// <summary>16 random bytes.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>A JSON object: who by name, what changed from what to what, on which ground.</summary>
    public required string Json { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditPayload>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry", table => table.HasCheckConstraint(
            "ck_audit_entry_sealed_whole", "(\"Sequence\" IS NULL) = (\"Hash\" IS NULL)"));
        builder.Property(entry => entry.Action).HasMaxLength(80);
        builder.Property(entry => entry.SubjectKind).HasMaxLength(40);
        builder.Property(entry => entry.SubjectId).HasMaxLength(80);
        builder.HasIndex(entry => entry.Sequence).IsUnique();
        builder.HasIndex(entry => new { entry.SubjectKind, entry.SubjectId });
        builder.HasOne(entry => entry.Payload).WithOne().HasForeignKey<AuditPayload>(payload => payload.EntryId);
    }

    public void Configure(EntityTypeBuilder<AuditPayload> builder)
    {
        builder.ToTable("audit_payload");
        builder.HasKey(payload => payload.EntryId);
    }
}

/// <summary>The sets of the audit trail.</summary>
public static class AuditSets
{
    extension(RotundaDb db)
    {
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        public DbSet<AuditPayload> AuditPayloads => db.Set<AuditPayload>();
    }
}
