using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>How far a translation is; the states of XLIFF 2 (OASIS, section 4.3.1.34).</summary>
public enum TranslationState
{
    /// <summary>Begun, or proposed by a machine; nobody answers for it yet.</summary>
    Initial,

    /// <summary>Its maker calls it done.</summary>
    Translated,

    /// <summary>A reviewer changed it; somebody else is to approve it.</summary>
    Reviewed,

    /// <summary>Approved as it stands; of the source language, as the author wrote it.</summary>
    Final,
}

/// <summary>What a translation does with a segment.</summary>
public enum SegmentShape
{
    /// <summary>It has a text of its own.</summary>
    Own,

    /// <summary>This language does without it.</summary>
    Omitted,

    /// <summary>Its content went into the segment before it.</summary>
    Merged,
}

/// <summary>Where the words of a translation came from.</summary>
public enum SegmentOrigin
{
    Person,

    /// <summary>A match of the translation memory, taken over as it was.</summary>
    Memory,

    /// <summary>A machine; never approved by itself, and said on the page.</summary>
    Machine,

    /// <summary>A file from outside.</summary>
    Import,
}

/// <summary>A segment in one language. A translation keeps which text it was made from, so that staleness is computed from content.</summary>
public sealed class SegmentText
{
    public Guid SegmentId { get; init; }

    public required string Language { get; init; }

    /// <summary>Inline Markdown: emphasis, links and references such as <c>[UPC](institution:upc)</c>. Empty where there is none of its own.</summary>
    public required string Text { get; set; }

    /// <summary>SHA-256 of shape and text (<see cref="HashOf(string, SegmentShape)"/>).</summary>
    public required byte[] Hash { get; set; }

    public SegmentShape Shape { get; set; }

    public TranslationState State { get; set; }

    public SegmentOrigin Origin { get; set; }

    /// <summary>The language of the text that this was made from; null in the source language and in a block that was added in this one.</summary>
    public string? FromLanguage { get; set; }

    /// <summary>The hash of the text that this was made from.</summary>
    public byte[]? FromHash { get; set; }

    /// <summary>The text that this was made from, kept to show what changed since.</summary>
    public string? FromText { get; set; }

    /// <summary>The accounts whose words it holds; the latest last. Empty where it came without one.</summary>
    public List<Guid> Makers { get; set; } = [];

    /// <summary>When it was made or last changed; null where that was not recorded.</summary>
    public Instant? MadeAt { get; set; }

    /// <summary>Whoever approved it as it stands.</summary>
    public Guid? ApprovedBy { get; set; }

    /// <summary>The hash that was approved; equals <see cref="Hash"/> or is null.</summary>
    public byte[]? ApprovedHash { get; set; }

    public Instant? ApprovedAt { get; set; }

    public bool IsApproved => ApprovedHash is not null;

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash of a text with its shape; for a text of its own that of the text alone.</summary>
    public static byte[] HashOf(string text, SegmentShape shape) => shape == SegmentShape.Own ? HashOf(text) : HashOf("\0" + shape);

    /// <summary>A text in the source language.</summary>
    public static SegmentText Source(string language, string text, Guid? maker = null, Instant? at = null) =>
        new() { Language = language, Text = text, Hash = HashOf(text), State = TranslationState.Final, Makers = maker is { } id ? [id] : [], MadeAt = at };

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

    /// <summary>Takes back the approval of other words; the state falls to <paramref name="state"/>.</summary>
    internal void Withdraw(TranslationState state) => (ApprovedBy, ApprovedHash, ApprovedAt, State) = (null, null, null, state);
}

internal sealed class SegmentTextConfiguration : IEntityTypeConfiguration<SegmentText>
{
    public void Configure(EntityTypeBuilder<SegmentText> builder)
    {
        builder.ToTable("segment_text", table =>
        {
            table.HasCheckConstraint("ck_segment_text_from", "(\"FromLanguage\" IS NULL) = (\"FromHash\" IS NULL) AND (\"FromHash\" IS NULL) = (\"FromText\" IS NULL)");
            table.HasCheckConstraint("ck_segment_text_shape", "\"Shape\" = 'Own' OR (\"Text\" = '' AND \"FromHash\" IS NOT NULL)");
            // An approval is of exactly these words
            table.HasCheckConstraint("ck_segment_text_approved", "\"ApprovedHash\" IS NULL OR (\"ApprovedHash\" = \"Hash\" AND \"State\" = 'Final')");
        });
        builder.HasKey(text => new { text.SegmentId, text.Language });
        builder.Property(text => text.Language).HasMaxLength(12);
        builder.Property(text => text.FromLanguage).HasMaxLength(12);
        builder.Property(text => text.State).HasConversion<string>().HasMaxLength(12);
        builder.Property(text => text.Shape).HasConversion<string>().HasMaxLength(12);
        builder.Property(text => text.Origin).HasConversion<string>().HasMaxLength(12);
        builder.Property(text => text.Makers).AsJson();
        // What was judged by one of these is judged anew where somebody else was quicker
        builder.Property(text => text.Hash).IsConcurrencyToken();
        builder.Property(text => text.State).IsConcurrencyToken();
        builder.Property(text => text.FromHash).IsConcurrencyToken();
        builder.Property(text => text.ApprovedHash).IsConcurrencyToken();
        builder.Ignore(text => text.IsApproved);
    }
}
