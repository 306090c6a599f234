using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Institutions;

namespace Rotunda.Modules.Correspondence.Circulars;

/// <summary>How the institutions of a circular are chosen.</summary>
public enum Audience
{
    /// <summary>The member institutions of a body.</summary>
    Body,

    /// <summary>The members and observers of one side.</summary>
    Side,

    /// <summary>Institutions picked by hand.</summary>
    Selection,
}

/// <summary>Which answer a circular asks for.</summary>
public enum AnswerKind
{
    None,
    YesNo,
    Choice,
    Text,
    File,
}

/// <summary>A message of the secretariat to officers: a draft, then sent and frozen, then closed.</summary>
public sealed class Circular : IEditable
{
    public Guid Id { get; init; }

    public LocalizedText Subject { get; set; } = LocalizedText.Empty;

    /// <summary>Plain text with paragraphs parted by empty lines.</summary>
    public LocalizedText Text { get; set; } = LocalizedText.Empty;

    public Audience Audience { get; set; }

    /// <summary>The code of the body or side, or those of the institutions.</summary>
    public List<string> AudienceCodes { get; set; } = [];

    /// <summary>The role whose holders receive it; one that is held for an institution.</summary>
    public required string Role { get; set; }

    public AnswerKind AnswerKind { get; set; }

    /// <summary>What may be chosen; empty unless a choice is asked for.</summary>
    public List<LocalizedText> Options { get; set; } = [];

    /// <summary>Until when an answer may be given or changed; null where none is asked for.</summary>
    public Instant? DueAt { get; set; }

    /// <summary>The IANA zone in which the sender set the time.</summary>
    public required string Zone { get; set; }

    /// <summary>True when answers are taken after the time too, marked as late.</summary>
    public bool TakesLateAnswers { get; set; }

    public Guid? CreatedBy { get; init; }

    public required string SenderName { get; set; }

    /// <summary>The account that sent it; null for a draft.</summary>
    public Guid? SentBy { get; set; }

    public Instant CreatedAt { get; init; }

    public Instant? SentAt { get; set; }

    public Instant? ClosedAt { get; set; }

    /// <summary>When those without an answer were last reminded.</summary>
    public Instant? RemindedAt { get; set; }

    public bool IsDemonstration { get; init; }

    public int Version { get; set; }

    public List<CircularFile> Files { get; init; } = [];

    public List<CircularReceiver> Receivers { get; init; } = [];

    /// <summary>True when an answer that is stored at this instant comes after the time.</summary>
    public bool IsOverAt(Instant now) => DueAt is { } due && now > due;

    /// <summary>True while answers are taken.</summary>
    public bool TakesAnswersAt(Instant now) => SentAt is not null && ClosedAt is null && AnswerKind != AnswerKind.None && (TakesLateAnswers || !IsOverAt(now));
}

/// <summary>A file that goes with a circular.</summary>
public sealed class CircularFile
{
    public Guid Id { get; init; }

    public Guid CircularId { get; init; }

    public required string Hash { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }
}

/// <summary>An institution that received a circular, with its one answer. The rows are made at sending and stay; whoever holds the circular's role for the institution answers.</summary>
public sealed class CircularReceiver : IEditable
{
    public Guid Id { get; init; }

    public Guid CircularId { get; init; }

    public Circular? Circular { get; init; }

    public Guid InstitutionId { get; init; }

    public Institution? Institution { get; init; }

    /// <summary>When the first of the institution's officers opened it.</summary>
    public Instant? ReadAt { get; set; }

    public Instant? AnsweredAt { get; set; }

    /// <summary>The account that answered last.</summary>
    public Guid? AnsweredById { get; set; }

    /// <summary>The name of whoever answered last; null without an answer.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>True when the answer came after the time.</summary>
    public bool IsLate { get; set; }

    /// <summary>1 for yes and 0 for no, or the place of the chosen option from 0; null for other answers.</summary>
    public int? Choice { get; set; }

    /// <summary>The answer in words, or the comment.</summary>
    public string? Words { get; set; }

    public string? FileHash { get; set; }

    public string? FileName { get; set; }

    public string? FileType { get; set; }

    public int Version { get; set; }

    public List<CircularOfficer> Officers { get; init; } = [];
}

/// <summary>An officer of a receiving institution to whom the circular was sent by mail or link.</summary>
public sealed class CircularOfficer
{
    public Guid Id { get; init; }

    public Guid ReceiverId { get; init; }

    public CircularReceiver? Receiver { get; init; }

    public Guid AccountId { get; init; }

    public required string OfficerName { get; init; }

    public required string Email { get; init; }

    public required string LanguageCode { get; init; }

    /// <summary>The IANA zone of the officer, else of the institution.</summary>
    public required string Zone { get; init; }

    public List<CircularLink> Links { get; init; } = [];
}

/// <summary>A link that opens a circular for an officer without a password.</summary>
public sealed class CircularLink
{
    /// <summary>SHA-256 of the token in the link; the token itself is not stored.</summary>
    public required byte[] TokenHash { get; init; }

    public Guid OfficerId { get; init; }

    public CircularOfficer? Officer { get; init; }

    public Instant MadeAt { get; init; }
}

internal sealed class CircularConfiguration :
    IEntityTypeConfiguration<Circular>, IEntityTypeConfiguration<CircularFile>, IEntityTypeConfiguration<CircularReceiver>, IEntityTypeConfiguration<CircularOfficer>, IEntityTypeConfiguration<CircularLink>
{
    public void Configure(EntityTypeBuilder<Circular> builder)
    {
        builder.ToTable("circular", table =>
        {
            table.HasCheckConstraint("ck_circular_closed", "\"ClosedAt\" IS NULL OR \"SentAt\" IS NOT NULL");
            table.HasCheckConstraint("ck_circular_due", "\"SentAt\" IS NULL OR \"AnswerKind\" = 'None' OR \"DueAt\" IS NOT NULL");
        });
        builder.Property(circular => circular.Audience).HasConversion<string>().HasMaxLength(12);
        builder.Property(circular => circular.AudienceCodes).AsJson();
        builder.Property(circular => circular.Role).HasMaxLength(40);
        builder.Property(circular => circular.AnswerKind).HasConversion<string>().HasMaxLength(12);
        builder.Property(circular => circular.Options).AsJson();
        builder.Property(circular => circular.Zone).HasMaxLength(64);
        builder.Property(circular => circular.SenderName).HasMaxLength(200);
        builder.HasIndex(circular => circular.SentAt);
        builder.HasMany(circular => circular.Files).WithOne().HasForeignKey(file => file.CircularId);
        builder.HasMany(circular => circular.Receivers).WithOne(receiver => receiver.Circular).HasForeignKey(receiver => receiver.CircularId);
    }

    public void Configure(EntityTypeBuilder<CircularFile> builder)
    {
        builder.ToTable("circular_file");
        builder.Property(file => file.Hash).HasMaxLength(64).IsFixedLength();
        builder.Property(file => file.Name).HasMaxLength(200);
        builder.Property(file => file.MediaType).HasMaxLength(120);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(file => file.Hash).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<CircularReceiver> builder)
    {
        builder.ToTable("circular_receiver", table => table.HasCheckConstraint("ck_circular_receiver_answered", "(\"AnsweredAt\" IS NULL) = (\"AnsweredBy\" IS NULL)"));
        builder.Property(receiver => receiver.AnsweredBy).HasMaxLength(200);
        builder.Property(receiver => receiver.Words).HasMaxLength(CircularLimits.LongestAnswer);
        builder.Property(receiver => receiver.FileHash).HasMaxLength(64).IsFixedLength();
        builder.Property(receiver => receiver.FileName).HasMaxLength(200);
        builder.Property(receiver => receiver.FileType).HasMaxLength(120);
        builder.HasIndex(receiver => new { receiver.CircularId, receiver.InstitutionId }).IsUnique();
        builder.HasIndex(receiver => receiver.AnsweredById);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(receiver => receiver.FileHash).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(receiver => receiver.Institution).WithMany().HasForeignKey(receiver => receiver.InstitutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(receiver => receiver.Officers).WithOne(officer => officer.Receiver).HasForeignKey(officer => officer.ReceiverId);
    }

    public void Configure(EntityTypeBuilder<CircularOfficer> builder)
    {
        builder.ToTable("circular_officer");
        builder.Property(officer => officer.OfficerName).HasMaxLength(200);
        builder.Property(officer => officer.Email).HasMaxLength(256);
        builder.Property(officer => officer.LanguageCode).HasMaxLength(12);
        builder.Property(officer => officer.Zone).HasMaxLength(64);
        builder.HasIndex(officer => new { officer.ReceiverId, officer.AccountId }).IsUnique();
        builder.HasIndex(officer => officer.AccountId);
        builder.HasMany(officer => officer.Links).WithOne(link => link.Officer).HasForeignKey(link => link.OfficerId);
    }

    public void Configure(EntityTypeBuilder<CircularLink> builder)
    {
        builder.ToTable("circular_link");
        builder.HasKey(link => link.TokenHash);
        builder.HasIndex(link => link.OfficerId);
    }
}

/// <summary>How much fits into a circular and its answers; lengths in characters, files in bytes.</summary>
public static class CircularLimits
{
    public const int LongestSubject = 200;
    public const int LongestText = 20_000;
    public const int LongestAnswer = 5_000;
    public const int MostOptions = 20;
    public const int LongestOption = 200;
    public const int MostFiles = 5;
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>A form with all its files.</summary>
    public const int LargestForm = (MostFiles * LargestFile) + (1024 * 1024);
}

public static class CircularSets
{
    extension(RotundaDb db)
    {
        public DbSet<Circular> Circulars => db.Set<Circular>();

        public DbSet<CircularReceiver> CircularReceivers => db.Set<CircularReceiver>();

        public DbSet<CircularOfficer> CircularOfficers => db.Set<CircularOfficer>();

        public DbSet<CircularLink> CircularLinks => db.Set<CircularLink>();
    }
}
