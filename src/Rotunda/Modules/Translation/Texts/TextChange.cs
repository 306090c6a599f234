using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>What somebody did to a segment in one language.</summary>
public enum ChangeKind
{
    /// <summary>Wrote or changed its words, or said that there are none.</summary>
    Written,

    Approved,

    /// <summary>Approved by whoever made it or against another rule, with a reason.</summary>
    ApprovedByOverride,

    /// <summary>Took an approval back, with a reason.</summary>
    SentBack,

    /// <summary>Said that the change of its source does not concern it.</summary>
    MeaningUnchanged,

    /// <summary>Took up the words of an earlier revision.</summary>
    Restored,

    /// <summary>A machine proposed its words; they are nobody's until somebody calls them done or changes them.</summary>
    Proposed,
}

/// <summary>
/// The record of a segment, from which credits follow. Words that one person types in one go are one entry; all else has an entry each.
/// Entries stay when their segment goes.
/// </summary>
public sealed class TextChange
{
    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    public Guid SegmentId { get; init; }

    public required string Language { get; init; }

    public ChangeKind Kind { get; init; }

    /// <summary>Who did it; null for the program and after an erasure.</summary>
    public Guid? AccountId { get; set; }

    public Instant At { get; set; }

    /// <summary>The words as they then stood.</summary>
    public required string Text { get; set; }

    public required byte[] Hash { get; set; }

    /// <summary>A reason; null where none is asked for.</summary>
    public string? Note { get; init; }
}

internal sealed class TextChangeConfiguration : IEntityTypeConfiguration<TextChange>
{
    public void Configure(EntityTypeBuilder<TextChange> builder)
    {
        builder.ToTable("text_change");
        builder.Property(change => change.Language).HasMaxLength(12);
        builder.Property(change => change.Kind).HasConversion<string>().HasMaxLength(24);
        builder.Property(change => change.Note).HasMaxLength(1000);
        builder.HasOne<TranslatedText>().WithMany().HasForeignKey(change => change.TextId);
        builder.HasIndex(change => new { change.SegmentId, change.Language, change.At });
        builder.HasIndex(change => change.AccountId);
    }
}
