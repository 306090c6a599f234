using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Alliance.Memberships;

namespace Rotunda.Modules.Alliance.Applications;

public enum ApplicationState
{
    /// <summary>Sent, and the mail address not yet confirmed: no secretariat sees it.</summary>
    Unconfirmed,

    /// <summary>Before both permanent secretariats.</summary>
    Review,

    /// <summary>Both agreed to a full membership; it waits for a resolution.</summary>
    Agreed,

    Admitted,

    Refused,

    Withdrawn,
}

/// <summary>An institution's application to belong to the association. Nothing of it is public.</summary>
public sealed class MembershipApplication : IEditable
{
    public Guid Id { get; init; }

    /// <summary>SHA-256 of the token in the applicant's link; the token itself is never stored.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The language in which the applicant writes and is written to.</summary>
    public required string LanguageCode { get; init; }

    public LocalizedText Name { get; init; } = LocalizedText.Empty;

    public required string SideCode { get; init; }

    public LocalizedText City { get; init; } = LocalizedText.Empty;

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>An IANA time zone id.</summary>
    public required string Zone { get; init; }

    /// <summary>The internet domain without a scheme.</summary>
    public required string Domain { get; init; }

    public string? RorId { get; init; }

    /// <summary>Who speaks for the institution; empty after the personal data were removed.</summary>
    public required string ContactName { get; set; }

    /// <summary>The contact's mail address; empty after the personal data were removed.</summary>
    public required string Email { get; set; }

    /// <summary>Full or observer.</summary>
    public MembershipStatus Wish { get; init; }

    public required string Reason { get; set; }

    public ApplicationState State { get; set; }

    /// <summary>The code that the institution has in the registry or will have; null until a secretary or the admission sets it.</summary>
    public string? InstitutionCode { get; set; }

    /// <summary>When keys that were turned were last taken back because another entry was named; null where that never was.</summary>
    public Instant? TakenBackAt { get; set; }

    /// <summary>The side that named the other entry.</summary>
    public string? TakenBackBySide { get; set; }

    /// <summary>The sentence in which that side says why.</summary>
    public string? TakenBackReason { get; set; }

    public Instant SentAt { get; init; }

    public Instant? ConfirmedAt { get; set; }

    /// <summary>When it was admitted, refused or withdrawn.</summary>
    public Instant? ClosedAt { get; set; }

    /// <summary>When name, address, reason, messages and documents were removed.</summary>
    public Instant? ClearedAt { get; set; }

    /// <summary>Made up for the demonstration and labelled as such.</summary>
    public bool IsDemonstration { get; init; }

    public int Version { get; set; }

    public List<ApplicationKey> Keys { get; init; } = [];

    public List<ApplicationMessage> Messages { get; init; } = [];

    public List<ApplicationFile> Files { get; init; } = [];

    /// <summary>True while the applicant and the secretariats may still do something.</summary>
    public bool IsOpen => State is ApplicationState.Review or ApplicationState.Agreed;

    /// <summary>Takes the personal data out. Messages and files must have been read before; the bytes of the files are deleted by whoever saves.</summary>
    public void Clear(Instant now)
    {
        (ContactName, Email, Reason, TakenBackReason, ClearedAt) = ("", "", "", null, ClearedAt ?? now);
        Messages.Clear();
        Files.Clear();
    }
}

/// <summary>What the permanent secretariat of one side decided. Each side has one key, and no account turns two.</summary>
public sealed class ApplicationKey
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public required string SideCode { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The secretary's name at the time.</summary>
    public required string AccountName { get; init; }

    /// <summary>False for an objection, which closes the application.</summary>
    public bool IsConsent { get; init; }

    /// <summary>Why; an objection has one.</summary>
    public string? Reason { get; init; }

    public Instant At { get; init; }
}

/// <summary>A question of a secretariat, or what the applicant says.</summary>
public sealed class ApplicationMessage
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public Instant At { get; init; }

    /// <summary>The side that asks; null where the applicant speaks.</summary>
    public string? SideCode { get; init; }

    public required string Text { get; init; }
}

/// <summary>A document of an application, for the secretariats only.</summary>
public sealed class ApplicationFile
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public required string Hash { get; init; }

    public required string Name { get; init; }

    /// <summary>In bytes.</summary>
    public long Length { get; init; }

    public Instant AddedAt { get; init; }
}

internal sealed class MembershipApplicationConfiguration :
    IEntityTypeConfiguration<MembershipApplication>, IEntityTypeConfiguration<ApplicationKey>, IEntityTypeConfiguration<ApplicationMessage>, IEntityTypeConfiguration<ApplicationFile>
{
    public void Configure(EntityTypeBuilder<MembershipApplication> builder)
    {
        builder.ToTable("application");
        builder.HasIndex(application => application.TokenHash).IsUnique();
        builder.HasIndex(application => application.State);
        builder.Property(application => application.LanguageCode).HasMaxLength(12);
        builder.Property(application => application.SideCode).HasMaxLength(8);
        builder.Property(application => application.Country).HasMaxLength(2);
        builder.Property(application => application.Zone).HasMaxLength(64);
        builder.Property(application => application.Domain).HasMaxLength(253);
        builder.Property(application => application.RorId).HasMaxLength(9);
        builder.Property(application => application.ContactName).HasMaxLength(200);
        builder.Property(application => application.Email).HasMaxLength(256);
        builder.Property(application => application.Wish).HasConversion<string>().HasMaxLength(12);
        builder.Property(application => application.Reason).HasMaxLength(ApplicationRules.LongestText);
        builder.Property(application => application.State).HasConversion<string>().HasMaxLength(12);
        builder.Property(application => application.InstitutionCode).HasMaxLength(40);
        builder.Property(application => application.TakenBackBySide).HasMaxLength(8);
        builder.Property(application => application.TakenBackReason).HasMaxLength(ApplicationRules.LongestText);
        builder.Ignore(application => application.IsOpen);
        builder.HasOne<Side>().WithMany().HasForeignKey(application => application.SideCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(application => application.Keys).WithOne().HasForeignKey(key => key.ApplicationId);
        builder.HasMany(application => application.Messages).WithOne().HasForeignKey(message => message.ApplicationId);
        builder.HasMany(application => application.Files).WithOne().HasForeignKey(file => file.ApplicationId);
    }

    public void Configure(EntityTypeBuilder<ApplicationKey> builder)
    {
        builder.ToTable("application_key");
        builder.Property(key => key.SideCode).HasMaxLength(8);
        builder.Property(key => key.AccountName).HasMaxLength(200);
        builder.Property(key => key.Reason).HasMaxLength(ApplicationRules.LongestText);
        builder.HasIndex(key => new { key.ApplicationId, key.SideCode }).IsUnique();
        builder.HasIndex(key => new { key.ApplicationId, key.AccountId }).IsUnique();
        builder.HasOne<Side>().WithMany().HasForeignKey(key => key.SideCode).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ApplicationMessage> builder)
    {
        builder.ToTable("application_message");
        builder.Property(message => message.SideCode).HasMaxLength(8);
        builder.Property(message => message.Text).HasMaxLength(ApplicationRules.LongestText);
    }

    public void Configure(EntityTypeBuilder<ApplicationFile> builder)
    {
        builder.ToTable("application_file");
        builder.Property(file => file.Hash).HasMaxLength(64);
        builder.Property(file => file.Name).HasMaxLength(ApplicationRules.LongestFileName);
        builder.HasIndex(file => new { file.ApplicationId, file.Hash }).IsUnique();
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(file => file.Hash).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class ApplicationSets
{
    extension(RotundaDb db)
    {
        public DbSet<MembershipApplication> Applications => db.Set<MembershipApplication>();
    }
}
