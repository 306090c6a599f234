using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Newsroom.Articles;

namespace Rotunda.Modules.Newsroom.Submissions;

public enum SubmissionState
{
    /// <summary>Waits for an editor; its sender may still change it or take it back.</summary>
    Sent,

    /// <summary>An editor made an article of it.</summary>
    Taken,

    /// <summary>An editor declined it, with a reason.</summary>
    Declined,

    /// <summary>Its sender took it back.</summary>
    Withdrawn,
}

/// <summary>News that a liaison officer sends to the editors in the own language.</summary>
public sealed class NewsSubmission : IEditable
{
    public Guid Id { get; init; }

    public Guid InstitutionId { get; init; }

    public Institution? Institution { get; init; }

    /// <summary>The sender's account; null when it was erased.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The sender's name at the time.</summary>
    public required string SenderName { get; set; }

    /// <summary>The code of the language in which it is written.</summary>
    public required string Language { get; set; }

    public required string Title { get; set; }

    /// <summary>Markdown.</summary>
    public required string Text { get; set; }

    /// <summary>The page that it comes from; null where there is none. Never fetched.</summary>
    public string? Address { get; set; }

    /// <summary>What the sender says to the editors; may be empty.</summary>
    public string Message { get; set; } = "";

    public Instant SentAt { get; init; }

    public SubmissionState State { get; set; }

    /// <summary>Why it was declined; may hold a word for a taken one too.</summary>
    public string? Reason { get; set; }

    public string? DecidedBy { get; set; }

    public Instant? DecidedAt { get; set; }

    /// <summary>The article that was made of it.</summary>
    public Guid? ArticleId { get; set; }

    public bool IsDemonstration { get; init; }

    public int Version { get; set; }

    public List<SubmissionFile> Files { get; init; } = [];
}

/// <summary>A picture or a document that came with news.</summary>
public sealed class SubmissionFile
{
    public Guid Id { get; init; }

    public Guid SubmissionId { get; init; }

    public required string Hash { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    /// <summary>In points; null for what is no picture.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    public bool IsPicture => Width is not null;
}

internal sealed class NewsSubmissionConfiguration : IEntityTypeConfiguration<NewsSubmission>, IEntityTypeConfiguration<SubmissionFile>
{
    public void Configure(EntityTypeBuilder<NewsSubmission> builder)
    {
        builder.ToTable("news_submission", table =>
        {
            table.HasCheckConstraint("ck_news_submission_decided", "(\"State\" IN ('Taken', 'Declined')) = (\"DecidedAt\" IS NOT NULL)");
            table.HasCheckConstraint("ck_news_submission_reason", "\"State\" <> 'Declined' OR \"Reason\" IS NOT NULL");
            table.HasCheckConstraint("ck_news_submission_article", "\"ArticleId\" IS NULL OR \"State\" = 'Taken'");
        });
        builder.Property(row => row.SenderName).HasMaxLength(200);
        builder.Property(row => row.Language).HasMaxLength(12);
        builder.Property(row => row.Title).HasMaxLength(SubmissionLimits.LongestTitle);
        builder.Property(row => row.Text).HasMaxLength(SubmissionLimits.LongestText);
        builder.Property(row => row.Address).HasMaxLength(2000);
        builder.Property(row => row.Message).HasMaxLength(SubmissionLimits.LongestMessage);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(12);
        builder.Property(row => row.Reason).HasMaxLength(SubmissionLimits.LongestReason);
        builder.Property(row => row.DecidedBy).HasMaxLength(200);
        builder.HasIndex(row => new { row.State, row.SentAt });
        builder.HasIndex(row => new { row.AccountId, row.SentAt });
        builder.HasOne(row => row.Institution).WithMany().HasForeignKey(row => row.InstitutionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Article>().WithMany().HasForeignKey(row => row.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(row => row.Files).WithOne().HasForeignKey(file => file.SubmissionId);
    }

    public void Configure(EntityTypeBuilder<SubmissionFile> builder)
    {
        builder.ToTable("submission_file");
        builder.Property(file => file.Hash).HasMaxLength(64).IsFixedLength();
        builder.Property(file => file.Name).HasMaxLength(200);
        builder.Property(file => file.MediaType).HasMaxLength(120);
        builder.Ignore(file => file.IsPicture);
        builder.HasIndex(file => file.Hash);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(file => file.Hash).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>How much an officer may send; lengths in characters.</summary>
public static class SubmissionLimits
{
    public const int LongestTitle = 300;
    public const int LongestText = 200_000;
    public const int LongestMessage = 2_000;
    public const int LongestReason = 1_000;
    public const int MostFiles = 10;

    /// <summary>Files with the pictures of a document.</summary>
    public const int MostFilesInAll = 50;

    /// <summary>Of one sender that wait at once.</summary>
    public const int MostWaiting = 10;

    /// <summary>Of one sender within a day.</summary>
    public const int MostInADay = 20;

    /// <summary>A form with its files, in bytes.</summary>
    public const int LargestForm = 64 * 1024 * 1024;
}

public static class SubmissionSets
{
    extension(RotundaDb db)
    {
        public DbSet<NewsSubmission> NewsSubmissions => db.Set<NewsSubmission>();
    }
}
