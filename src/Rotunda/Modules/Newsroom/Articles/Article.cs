using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using NodaTime.Text;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Articles.Pages;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Newsroom.Articles;

public enum ArticleKind
{
    News,

    /// <summary>A standing page such as «About».</summary>
    Page,

    /// <summary>A question with its answer.</summary>
    Faq,

    /// <summary>A short notice that stands among the news.</summary>
    Announcement,

    /// <summary>An invitation to apply or to send something, with a day until which it holds.</summary>
    Call,
}

/// <summary>What kinds of articles mean to the pages.</summary>
public static class ArticleKinds
{
    /// <summary>True where articles of both kinds have the same addresses, so that one may become the other once it is published.</summary>
    public static bool HaveSameAddresses(ArticleKind one, ArticleKind other) => one == other || (AmongNews.Contains(one) && AmongNews.Contains(other));

    /// <summary>Where readers find an article, without the language.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="year">Of its date.</param>
    /// <param name="slug">In the language of the address.</param>
    public static string PathOf(ArticleKind kind, string key, int year, string slug) => kind switch
    {
        ArticleKind.Page => StandingPage.PathOf(key),
        ArticleKind.Faq => "/faq#" + key,
        _ => FormattableString.Invariant($"/news/{year}/{slug}"),
    };

    /// <summary>Those that stand in the list of news, in feeds and beside each other.</summary>
    public static ArticleKind[] AmongNews { get; } = [ArticleKind.News, ArticleKind.Announcement, ArticleKind.Call];
}

/// <summary>Where an article stands in one language.</summary>
public enum VersionState
{
    /// <summary>The source is being written.</summary>
    Draft,
    InTranslation,
    InReview,

    /// <summary>Frozen, and to be published for the first time at an instant. What was published or withdrawn stays that until its next version appears.</summary>
    Scheduled,
    Published,

    /// <summary>Was published and is no longer; its address says so (410).</summary>
    Withdrawn,
}

/// <summary>A news item, a page or a question, in the languages in which it was published.</summary>
public sealed class Article : IEditable
{
    public Guid Id { get; init; }

    /// <summary>A name for imports and for standing pages, such as <c>about</c>.</summary>
    public required string Key { get; init; }

    public ArticleKind Kind { get; set; }

    /// <summary>Until when a call holds; null for all else and for calls without an end.</summary>
    public LocalDate? Until { get; set; }

    /// <summary>Made up for the demonstration, and said so wherever it shows.</summary>
    public bool IsDemonstration { get; init; }

    public Guid TextId { get; init; }

    public TranslatedText? Text { get; init; }

    /// <summary>The day under which it stands in the archive; at the association's place.</summary>
    public LocalDate Date { get; set; }

    /// <summary>How much of <see cref="Date"/> its sources state: a day, a month or a year, of which it bears the first day.</summary>
    public DatePrecision DatePrecision { get; set; } = DatePrecision.Day;

    /// <summary>The date as readers see it.</summary>
    public PartialDate ShownDate => ArticleDates.Shown(Date, DatePrecision);

    /// <summary>Addresses of the public pages that it was written from.</summary>
    public List<string> Sources { get; set; } = [];

    /// <summary>The page that it retells; null for the association's own texts.</summary>
    public ArticleOrigin? Origin { get; set; }

    public int Version { get; set; }

    public List<ArticleVersion> Versions { get; init; } = [];

    public List<ArticleReference> References { get; init; } = [];

    public List<ArticleCategory> Categories { get; init; } = [];
}

/// <summary>Dates of articles as readers and machines see them: no more of them than is known.</summary>
public static class ArticleDates
{
    public static PartialDate Shown(LocalDate date, DatePrecision precision) => precision switch
    {
        DatePrecision.Year => PartialDate.Year(date.Year),
        DatePrecision.Month => PartialDate.Month(date.Year, date.Month),
        _ => PartialDate.On(date),
    };

    /// <summary>A date of the form <c>2023-12-28</c>, <c>2023-12</c> or <c>2023</c>: its first day, and how much of it is stated; null for anything else.</summary>
    public static (LocalDate Date, DatePrecision Precision)? Read(string? text)
    {
        if (LocalDatePattern.Iso.Parse(text ?? "") is { Success: true } day) return (day.Value, DatePrecision.Day);
        if (LocalDatePattern.Iso.Parse(text + "-01") is { Success: true } month) return (month.Value, DatePrecision.Month);
        return LocalDatePattern.Iso.Parse(text + "-01-01") is { Success: true } year ? (year.Value, DatePrecision.Year) : null;
    }
}

/// <summary>A category or a tag of an article.</summary>
public sealed class ArticleCategory
{
    public Guid ArticleId { get; init; }

    /// <summary>The code of the topic, such as <c>conference</c>.</summary>
    public required string Category { get; init; }
}

/// <summary>Where a retold page comes from. Attributed text, as the page itself says it.</summary>
/// <param name="Publisher">Who published it.</param>
/// <param name="Title">The title that it bore.</param>
/// <param name="Previous">The title of the page before it there.</param>
/// <param name="Next">The title of the page after it there.</param>
/// <param name="TranslatedBy">Whom it names as translator.</param>
/// <param name="ReviewedBy">Whom it names as reviewer.</param>
/// <param name="Author">Whom it names as author.</param>
/// <param name="IsUndated">True while nobody has said of which day it is: the page states none, and nothing is published under a day that nobody stated.</param>
public sealed record ArticleOrigin(string Publisher, string Title, string? Previous, string? Next, string? TranslatedBy, string? ReviewedBy, string? Author = null, bool IsUndated = false);

/// <summary>An article in one language, from the day on which somebody begins it there. What readers see of it is the published revision of its text.</summary>
public sealed class ArticleVersion : IEditable
{
    public Guid ArticleId { get; init; }

    public Article? Article { get; init; }

    public required string Language { get; init; }

    /// <summary>The last part of the address, in this language.</summary>
    public required string Slug { get; set; }

    /// <summary>The year of the article's date: with the slug it is the address.</summary>
    public int Year { get; set; }

    public VersionState State { get; set; }

    /// <summary>The title as it was published, without markup; empty before.</summary>
    public required string Title { get; set; }

    /// <summary>The deck as it was published, without markup; empty where there is none.</summary>
    public required string Deck { get; set; }

    /// <summary>When the version first appeared on this site; null before.</summary>
    public Instant? PublishedAt { get; set; }

    /// <summary>When a revision was last published.</summary>
    public Instant? ChangedAt { get; set; }

    /// <summary>When the frozen revision is to be published: the first one, or in place of what readers see, or after a withdrawal.</summary>
    public Instant? ScheduledAt { get; set; }

    /// <summary>The revision that was frozen for it.</summary>
    public Guid? ScheduledRevisionId { get; set; }

    public Instant? WithdrawnAt { get; set; }

    public int Version { get; set; }
}

/// <summary>Something that an article is about.</summary>
public sealed class ArticleReference
{
    public Guid ArticleId { get; init; }

    public Article? Article { get; init; }

    public required string Kind { get; init; }

    public required string Code { get; init; }

    public Reference Reference => new(Kind, Code);
}

internal sealed class ArticleConfiguration :
    IEntityTypeConfiguration<Article>, IEntityTypeConfiguration<ArticleVersion>, IEntityTypeConfiguration<ArticleReference>, IEntityTypeConfiguration<ArticleCategory>
{
    public void Configure(EntityTypeBuilder<Article> builder)
    {
        builder.ToTable("article");
        builder.Property(article => article.Key).HasMaxLength(80);
        builder.HasIndex(article => article.Key).IsUnique();
        builder.Property(article => article.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(article => article.DatePrecision).HasConversion<string>().HasMaxLength(8);
        builder.Ignore(article => article.ShownDate);
        builder.Property(article => article.Sources).AsJson();
        builder.Property(article => article.Origin!).AsJson();
        builder.HasIndex(article => new { article.Kind, article.Date });
        builder.HasOne(article => article.Text).WithMany().HasForeignKey(article => article.TextId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(article => article.Versions).WithOne(version => version.Article).HasForeignKey(version => version.ArticleId);
        builder.HasMany(article => article.References).WithOne(reference => reference.Article).HasForeignKey(reference => reference.ArticleId);
        builder.HasMany(article => article.Categories).WithOne().HasForeignKey(category => category.ArticleId);
    }

    public void Configure(EntityTypeBuilder<ArticleCategory> builder)
    {
        builder.ToTable("article_category");
        builder.HasKey(category => new { category.ArticleId, category.Category });
        builder.Property(category => category.Category).HasMaxLength(40);
        builder.HasIndex(category => category.Category);
    }

    public void Configure(EntityTypeBuilder<ArticleVersion> builder)
    {
        builder.ToTable("article_version", table =>
        {
            table.HasCheckConstraint("ck_article_version_scheduled", "(\"State\" <> 'Scheduled' OR \"ScheduledAt\" IS NOT NULL) AND (\"ScheduledAt\" IS NULL OR \"State\" IN ('Scheduled', 'Published', 'Withdrawn')) AND (\"ScheduledAt\" IS NULL) = (\"ScheduledRevisionId\" IS NULL)");
            table.HasCheckConstraint("ck_article_version_published", "\"State\" NOT IN ('Published', 'Withdrawn') OR (\"PublishedAt\" IS NOT NULL AND \"Title\" <> '')");
            table.HasCheckConstraint("ck_article_version_withdrawn", "(\"State\" = 'Withdrawn') = (\"WithdrawnAt\" IS NOT NULL)");
        });
        builder.Property(version => version.State).HasConversion<string>().HasMaxLength(16);
        builder.HasOne<TextRevision>().WithMany().HasForeignKey(version => version.ScheduledRevisionId).OnDelete(DeleteBehavior.Restrict);
        // Whether an article is published is asked of each one in a list: by its state alone SQLite would look through all that are
        builder.HasIndex(version => new { version.State, version.ArticleId });
        // Asked every second
        builder.HasIndex(version => version.ScheduledAt).HasFilter("\"ScheduledAt\" IS NOT NULL");
        builder.HasKey(version => new { version.ArticleId, version.Language });
        builder.Property(version => version.Language).HasMaxLength(12);
        builder.Property(version => version.Slug).HasMaxLength(80);
        builder.Property(version => version.Title).HasMaxLength(500);
        builder.Property(version => version.Deck).HasMaxLength(2000);
        builder.HasIndex(version => new { version.Language, version.Year, version.Slug }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ArticleReference> builder)
    {
        builder.ToTable("article_reference");
        builder.HasKey(reference => new { reference.ArticleId, reference.Kind, reference.Code });
        builder.Property(reference => reference.Kind).HasMaxLength(20);
        builder.Property(reference => reference.Code).HasMaxLength(80);
        builder.HasIndex(reference => new { reference.Kind, reference.Code });
        builder.Ignore(reference => reference.Reference);
    }
}

public static class ArticleSets
{
    extension(RotundaDb db)
    {
        public DbSet<Article> Articles => db.Set<Article>();

        public DbSet<ArticleVersion> ArticleVersions => db.Set<ArticleVersion>();
    }
}
