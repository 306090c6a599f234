using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>A text in one language as it was published: never changed afterwards. Readers see the one that <see cref="PublishedText"/> names.</summary>
public sealed class TextRevision
{
    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    public required string Language { get; init; }

    /// <summary>From 1 for each language of a text, without gaps.</summary>
    public int Number { get; init; }

    /// <summary>The shape in which <see cref="Content"/> is written; see <see cref="FrozenText.Schema"/>.</summary>
    public int Schema { get; init; }

    /// <summary>A <see cref="FrozenText"/> as JSON.</summary>
    public required string Content { get; init; }

    public Instant At { get; init; }

    /// <summary>Who published it; null for the program.</summary>
    public Guid? PublishedBy { get; set; }

    /// <summary>Why it was published although a rule spoke against it; null where none did.</summary>
    public string? OverrideNote { get; init; }

    public List<RevisionCredit> Credits { get; init; } = [];

    /// <summary>What was published, in today's shape.</summary>
    public FrozenText Frozen() => FrozenText.Read(Schema, Content);
}

/// <summary>The revision of a text that readers of a language see; none where it is not published, or no longer.</summary>
public sealed class PublishedText
{
    public Guid TextId { get; init; }

    public required string Language { get; init; }

    public Guid RevisionId { get; set; }

    public TextRevision? Revision { get; init; }
}

/// <summary>What somebody did for a revision.</summary>
public enum CreditKind
{
    Author,
    Editor,
    Translator,
    Reviewer,
}

/// <summary>A credit of a revision, as it followed from the record when the revision was published.</summary>
public sealed class RevisionCredit
{
    public Guid RevisionId { get; init; }

    public CreditKind Kind { get; init; }

    public Guid AccountId { get; init; }
}

internal sealed class TextRevisionConfiguration : IEntityTypeConfiguration<TextRevision>, IEntityTypeConfiguration<PublishedText>, IEntityTypeConfiguration<RevisionCredit>
{
    public void Configure(EntityTypeBuilder<TextRevision> builder)
    {
        builder.ToTable("text_revision");
        builder.Property(revision => revision.Language).HasMaxLength(12);
        builder.Property(revision => revision.OverrideNote).HasMaxLength(1000);
        builder.HasOne<TranslatedText>().WithMany().HasForeignKey(revision => revision.TextId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(revision => new { revision.TextId, revision.Language, revision.Number }).IsUnique();
        builder.HasMany(revision => revision.Credits).WithOne().HasForeignKey(credit => credit.RevisionId);
    }

    public void Configure(EntityTypeBuilder<PublishedText> builder)
    {
        builder.ToTable("published_text");
        builder.HasKey(published => new { published.TextId, published.Language });
        builder.Property(published => published.Language).HasMaxLength(12);
        builder.HasOne(published => published.Revision).WithMany().HasForeignKey(published => published.RevisionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RevisionCredit> builder)
    {
        builder.ToTable("revision_credit");
        builder.HasKey(credit => new { credit.RevisionId, credit.Kind, credit.AccountId });
        builder.Property(credit => credit.Kind).HasConversion<string>().HasMaxLength(12);
        builder.HasIndex(credit => credit.AccountId);
    }
}
