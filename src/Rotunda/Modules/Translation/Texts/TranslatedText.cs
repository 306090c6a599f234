using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>
/// A long text in several languages: blocks with stable ids, whose inline contents are segments, and segments of its own for the
/// title, the deck and the description. News, pages, events and resolutions use it alike.
/// </summary>
public sealed class TranslatedText
{
    public Guid Id { get; init; }

    /// <summary>The language in which it was written.</summary>
    public required string SourceLanguage { get; init; }

    public List<Block> Blocks { get; init; } = [];

    public List<Segment> Segments { get; init; } = [];
}

public enum BlockKind
{
    Paragraph,
    Heading,
    ListItem,
    Quote,
}

/// <summary>A block of a text; the same in every language.</summary>
public sealed class Block
{
    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    /// <summary>From 0, without gaps.</summary>
    public int Order { get; set; }

    public BlockKind Kind { get; set; }

    /// <summary>2 to 4 for a heading, 0 otherwise.</summary>
    public int Level { get; set; }
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
}

/// <summary>How far a translation is; the states of XLIFF 2 (OASIS, section 4.3.1.34).</summary>
public enum TranslationState
{
    Initial,
    Translated,
    Reviewed,
    Final,
}

/// <summary>A segment in one language. A translation keeps which text it was made from, so that staleness is computed from content.</summary>
public sealed class SegmentText
{
    public Guid SegmentId { get; init; }

    public required string Language { get; init; }

    /// <summary>Inline Markdown: emphasis, links and references such as <c>[UPC](institution:upc)</c>.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text.</summary>
    public required byte[] Hash { get; init; }

    public TranslationState State { get; set; }

    /// <summary>The language of the text that this was made from; null in the source language.</summary>
    public string? FromLanguage { get; init; }

    /// <summary>The hash of the text that this was made from.</summary>
    public byte[]? FromHash { get; init; }

    /// <summary>The text that this was made from, kept to show what changed since.</summary>
    public string? FromText { get; init; }

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>A text in the source language.</summary>
    public static SegmentText Source(string language, string text) =>
        new() { Language = language, Text = text, Hash = HashOf(text), State = TranslationState.Final };

    /// <summary>A translation made from another text of the same segment.</summary>
    public static SegmentText TranslationOf(SegmentText from, string language, string text, TranslationState state) => new()
    {
        Language = language,
        Text = text,
        Hash = HashOf(text),
        State = state,
        FromLanguage = from.Language,
        FromHash = from.Hash,
        FromText = from.Text,
    };

    /// <summary>True when the text that this was made from reads differently now.</summary>
    /// <param name="from">The present text in <see cref="FromLanguage"/>; null when it was taken away.</param>
    public bool IsStale(SegmentText? from) => FromHash is not null && !(from?.Hash.AsSpan().SequenceEqual(FromHash) ?? false);
}

internal sealed class TranslatedTextConfiguration :
    IEntityTypeConfiguration<TranslatedText>, IEntityTypeConfiguration<Block>, IEntityTypeConfiguration<Segment>, IEntityTypeConfiguration<SegmentText>
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
        builder.ToTable("text_block", table => table.HasCheckConstraint(
            "ck_text_block_level", "(\"Kind\" = 'Heading' AND \"Level\" BETWEEN 2 AND 4) OR (\"Kind\" <> 'Heading' AND \"Level\" = 0)"));
        builder.Property(block => block.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(block => new { block.TextId, block.Order }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Segment> builder)
    {
        builder.ToTable("text_segment", table => table.HasCheckConstraint(
            "ck_text_segment_block", "(\"Field\" = 'Content') = (\"BlockId\" IS NOT NULL)"));
        builder.Property(segment => segment.Field).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(segment => segment.BlockId).IsUnique();
        builder.HasIndex(segment => new { segment.TextId, segment.Field })
            .HasFilter("\"BlockId\" IS NULL").IsUnique().HasDatabaseName("ix_text_segment_one_of_each");
        builder.HasOne<Block>().WithOne().HasForeignKey<Segment>(segment => segment.BlockId);
        builder.HasMany(segment => segment.Texts).WithOne().HasForeignKey(text => text.SegmentId);
    }

    public void Configure(EntityTypeBuilder<SegmentText> builder)
    {
        builder.ToTable("segment_text", table => table.HasCheckConstraint(
            "ck_segment_text_from", "(\"FromLanguage\" IS NULL) = (\"FromHash\" IS NULL) AND (\"FromHash\" IS NULL) = (\"FromText\" IS NULL)"));
        builder.HasKey(text => new { text.SegmentId, text.Language });
        builder.Property(text => text.Language).HasMaxLength(12);
        builder.Property(text => text.FromLanguage).HasMaxLength(12);
        builder.Property(text => text.State).HasConversion<string>().HasMaxLength(12);
    }
}

public static class TextSets
{
    extension(RotundaDb db)
    {
        public DbSet<TranslatedText> Texts => db.Set<TranslatedText>();

        public DbSet<Segment> Segments => db.Set<Segment>();
    }
}
