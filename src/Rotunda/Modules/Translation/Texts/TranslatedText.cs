using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>
/// A long text in several languages: blocks with stable ids, whose inline contents are segments, and segments of its own for the
/// title, the deck and the description. Articles are such texts; others as they come, each with an <see cref="Tasks.ITextHolder"/>. This is the working copy; readers see a <see cref="TextRevision"/>.
/// </summary>
public sealed class TranslatedText : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The language in which it was written.</summary>
    public required string SourceLanguage { get; init; }

    /// <summary>The account whose text it is; null where it came without one.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>Counts the changes of the source and of the order of blocks; translations count nothing here.</summary>
    public int Version { get; set; }

    public List<Block> Blocks { get; init; } = [];

    public List<Segment> Segments { get; init; } = [];
}

public enum BlockKind
{
    Paragraph,
    Heading,

    /// <summary>An item of a list without numbers.</summary>
    ListItem,
    Quote,

    /// <summary>An item of a numbered list.</summary>
    NumberedItem,

    /// <summary>A picture of the file store; its content is the caption.</summary>
    Image,

    /// <summary>A row of a table; its content is the cells, parted by <c> | </c>. Rows that follow each other are one table.</summary>
    TableRow,

    /// <summary>A file of the file store; its content is the label.</summary>
    Attachment,

    /// <summary>A thing with a page of its own, shown by the name that it bears there; without content.</summary>
    Embed,
}

/// <summary>A block of a text; the same in every language, unless it was added in one.</summary>
public sealed class Block
{
    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public int Order { get; set; }

    public BlockKind Kind { get; set; }

    /// <summary>2 to 4 for a heading, 1 for the head row of a table, 0 otherwise.</summary>
    public int Level { get; set; }

    /// <summary>What an image or an attachment shows (<c>file:HASH/NAME</c>) or an embed stands for (<c>edition:2022</c>); null otherwise.</summary>
    public string? Target { get; set; }

    /// <summary>The language in whose translation it was added; null for a block of the source.</summary>
    public string? OnlyIn { get; init; }

    /// <summary>True where the block is part of the text in a language.</summary>
    public bool IsIn(string language) => OnlyIn is null || OnlyIn == language;
}

/// <summary>What a segment is in its text.</summary>
public enum SegmentField
{
    Title,

    /// <summary>The one or two sentences under the title.</summary>
    Deck,

    /// <summary>What search engines and messengers show.</summary>
    Description,

    /// <summary>The inline content of a block.</summary>
    Content,

    /// <summary>What an image shows, for those who do not see it.</summary>
    Alternative,
}

/// <summary>The unit of translation.</summary>
public sealed class Segment
{
    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    /// <summary>The block whose content it is; null for title, deck and description.</summary>
    public Guid? BlockId { get; init; }

    public SegmentField Field { get; init; }

    /// <summary>One for the source language and one for each language into which it was translated.</summary>
    public List<SegmentText> Texts { get; init; } = [];

    /// <summary>Its text in a language, or null.</summary>
    public SegmentText? In(string language)
    {
        foreach (var text in Texts)
            if (text.Language == language) return text;
        return null;
    }
}

internal sealed class TranslatedTextConfiguration : IEntityTypeConfiguration<TranslatedText>, IEntityTypeConfiguration<Block>, IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<TranslatedText> builder)
    {
        builder.ToTable("translated_text");
        builder.Property(text => text.SourceLanguage).HasMaxLength(12);
        builder.HasMany(text => text.Blocks).WithOne().HasForeignKey(block => block.TextId);
        builder.HasMany(text => text.Segments).WithOne().HasForeignKey(segment => segment.TextId);
    }

    public void Configure(EntityTypeBuilder<Block> builder)
    {
        builder.ToTable("text_block", table =>
        {
            table.HasCheckConstraint(
                "ck_text_block_level",
                "(\"Kind\" = 'Heading' AND \"Level\" BETWEEN 2 AND 4) OR (\"Kind\" = 'TableRow' AND \"Level\" BETWEEN 0 AND 1) OR (\"Kind\" NOT IN ('Heading', 'TableRow') AND \"Level\" = 0)");
            table.HasCheckConstraint("ck_text_block_target", "(\"Kind\" IN ('Image', 'Attachment', 'Embed')) = (\"Target\" IS NOT NULL)");
        });
        builder.Property(block => block.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(block => block.Target).HasMaxLength(TextLimits.LongestTarget);
        builder.Property(block => block.OnlyIn).HasMaxLength(12);
        builder.HasIndex(block => new { block.TextId, block.Order });
        // Whoever asks for a file is asked in which texts it stands
        builder.HasIndex(block => block.Target).HasFilter("\"Target\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<Segment> builder)
    {
        builder.ToTable("text_segment", table => table.HasCheckConstraint(
            "ck_text_segment_block", "(\"Field\" IN ('Content', 'Alternative')) = (\"BlockId\" IS NOT NULL)"));
        builder.Property(segment => segment.Field).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(segment => new { segment.BlockId, segment.Field }).IsUnique();
        builder.HasIndex(segment => new { segment.TextId, segment.Field })
            .HasFilter("\"BlockId\" IS NULL").IsUnique().HasDatabaseName("ix_text_segment_one_of_each");
        // Entity Framework takes the index above for one of the reference, and it lists titles only
        builder.HasIndex(segment => segment.TextId);
        builder.HasOne<Block>().WithMany().HasForeignKey(segment => segment.BlockId);
        builder.HasMany(segment => segment.Texts).WithOne().HasForeignKey(text => text.SegmentId);
    }
}

/// <summary>How long texts may be, in characters.</summary>
public static class TextLimits
{
    public const int LongestTitle = 500;
    public const int LongestDeck = 2000;

    /// <summary>One segment.</summary>
    public const int LongestSegment = 20_000;

    public const int LongestTarget = 400;

    public const int MostBlocks = 5000;
}

public static class TextSets
{
    extension(RotundaDb db)
    {
        public DbSet<TranslatedText> Texts => db.Set<TranslatedText>();

        public DbSet<Block> Blocks => db.Set<Block>();

        public DbSet<Segment> Segments => db.Set<Segment>();

        public DbSet<SegmentText> SegmentTexts => db.Set<SegmentText>();

        public DbSet<TextChange> TextChanges => db.Set<TextChange>();

        public DbSet<TextRevision> TextRevisions => db.Set<TextRevision>();

        public DbSet<PublishedText> PublishedTexts => db.Set<PublishedText>();

        public DbSet<ReplacedSource> ReplacedSources => db.Set<ReplacedSource>();
    }
}
