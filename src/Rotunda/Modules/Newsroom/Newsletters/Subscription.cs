using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Newsroom.Articles;

namespace Rotunda.Modules.Newsroom.Newsletters;

public enum NewsletterFrequency
{
    /// <summary>A letter for each item, some minutes after it appeared.</summary>
    EachItem,

    /// <summary>One letter a week with everything that appeared.</summary>
    Weekly,
}

public enum SubscriptionState
{
    /// <summary>Asked for, and not yet confirmed from the mailbox: nothing is sent but the question.</summary>
    Unconfirmed,

    Confirmed,

    /// <summary>The mail server of the address refused letters for good.</summary>
    Stopped,
}

/// <summary>Somebody who wants the news by mail. The row goes when they leave.</summary>
public sealed class Subscription : IEditable
{
    public Guid Id { get; init; }

    /// <summary>As it was typed.</summary>
    public required string Email { get; init; }

    /// <summary>The address in small letters: one subscription for each.</summary>
    public required string EmailKey { get; init; }

    /// <summary>The language of the letters.</summary>
    public required string LanguageCode { get; set; }

    /// <summary>The languages in which the subscriber reads news; never empty.</summary>
    public List<string> Languages { get; set; } = [];

    /// <summary>Codes of categories; empty for all news.</summary>
    public List<string> Topics { get; set; } = [];

    public NewsletterFrequency Frequency { get; set; }

    public SubscriptionState State { get; set; }

    /// <summary>When a letter with a link was last asked for, at the beginning of the day that is counted.</summary>
    public Instant AskedAt { get; set; }

    /// <summary>How many letters with a link were sent within a day of that.</summary>
    public int Asked { get; set; }

    public Instant? ConfirmedAt { get; set; }

    /// <summary>News that appeared up to this were sent already, or came before the subscription.</summary>
    public Instant Since { get; set; }

    /// <summary>How many letters the mail server refused for good.</summary>
    public int Refusals { get; set; }

    public int Version { get; set; }
}

/// <summary>What goes out at once: an item, or a week.</summary>
public sealed class NewsletterIssue
{
    public Guid Id { get; init; }

    /// <summary><c>item:ID</c> or <c>week:2026-11-23</c>.</summary>
    public required string Key { get; init; }

    public NewsletterFrequency Frequency { get; init; }

    /// <summary>The item; null for a week.</summary>
    public Guid? ArticleId { get; init; }

    public Instant StartedAt { get; init; }

    /// <summary>Everybody has a letter for what appeared up to this; null while that is not so.</summary>
    public Instant? CoveredUntil { get; set; }

    /// <summary>How many letters there were. Stays when the letters are forgotten.</summary>
    public int Sent { get; set; }
}

/// <summary>That a subscriber was sent an issue: once at most.</summary>
public sealed class NewsletterLetter
{
    public Guid IssueId { get; init; }

    public Guid SubscriptionId { get; init; }

    public required string LanguageCode { get; init; }

    public Instant At { get; init; }
}

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<NewsletterIssue>, IEntityTypeConfiguration<NewsletterLetter>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscription", table => table.HasCheckConstraint("ck_subscription_confirmed", "\"State\" = 'Unconfirmed' OR \"ConfirmedAt\" IS NOT NULL"));
        builder.Property(row => row.Email).HasMaxLength(256);
        builder.Property(row => row.EmailKey).HasMaxLength(256);
        builder.Property(row => row.LanguageCode).HasMaxLength(12);
        builder.Property(row => row.Languages).AsJson();
        builder.Property(row => row.Topics).AsJson();
        builder.Property(row => row.Frequency).HasConversion<string>().HasMaxLength(12);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(12);
        builder.HasIndex(row => row.EmailKey).IsUnique();
        builder.HasIndex(row => new { row.State, row.Frequency, row.Id });
    }

    public void Configure(EntityTypeBuilder<NewsletterIssue> builder)
    {
        builder.ToTable("newsletter_issue");
        builder.Property(row => row.Key).HasMaxLength(60);
        builder.Property(row => row.Frequency).HasConversion<string>().HasMaxLength(12);
        builder.HasIndex(row => row.Key).IsUnique();
        builder.HasIndex(row => row.StartedAt);
        builder.HasOne<Article>().WithMany().HasForeignKey(row => row.ArticleId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<NewsletterLetter> builder)
    {
        builder.ToTable("newsletter_letter");
        builder.HasKey(row => new { row.IssueId, row.SubscriptionId });
        builder.Property(row => row.LanguageCode).HasMaxLength(12);
        builder.HasIndex(row => row.SubscriptionId);
        builder.HasOne<NewsletterIssue>().WithMany().HasForeignKey(row => row.IssueId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(row => row.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class NewsletterSets
{
    extension(RotundaDb db)
    {
        public DbSet<Subscription> Subscriptions => db.Set<Subscription>();

        public DbSet<NewsletterIssue> NewsletterIssues => db.Set<NewsletterIssue>();

        public DbSet<NewsletterLetter> NewsletterLetters => db.Set<NewsletterLetter>();
    }
}
