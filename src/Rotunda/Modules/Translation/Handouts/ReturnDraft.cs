using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Handouts;

/// <summary>How far a file that came back is.</summary>
public enum ReturnStage
{
    /// <summary>It is read and compared with what stands here.</summary>
    Reading,

    /// <summary>It breaks a rule of its format, or is not between two languages of the site.</summary>
    Refused,

    /// <summary>What it would do can be looked at.</summary>
    Ready,

    /// <summary>It is taken over as it was shown.</summary>
    TakingOver,

    Done,
}

/// <summary>A file that came back and is being looked at or taken over; it goes after a day, unless it is at work.</summary>
public sealed class ReturnDraft : IEditable
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string FileName { get; init; }

    /// <summary>The file in the store.</summary>
    public required string FileHash { get; init; }

    public Instant SentAt { get; init; }

    public ReturnStage Stage { get; set; }

    /// <summary>The job that reads it or takes it over, or did so last.</summary>
    public Guid WorkId { get; set; }

    /// <summary>The languages, as the site has them; null before they were read.</summary>
    public string? SourceLanguage { get; set; }

    public string? TargetLanguage { get; set; }

    /// <summary>Units that are not of this site.</summary>
    public int Foreign { get; set; }

    /// <summary>Why it is refused, with file and line; empty where it is not between two languages of the site.</summary>
    public string? Fault { get; set; }

    /// <summary>What became of it.</summary>
    public int Taken { get; set; }

    public int Approved { get; set; }

    public int Left { get; set; }

    public int Version { get; set; }
}

/// <summary>What becomes of a segment that came back.</summary>
public enum ReturnState
{
    /// <summary>Its target is taken over.</summary>
    Taken,

    /// <summary>Its target is taken over, and is stale at once: the source changed while it was away.</summary>
    TakenStale,

    /// <summary>Somebody changed the target here while it was away: a person decides.</summary>
    Conflict,

    /// <summary>The same stands here.</summary>
    Unchanged,

    /// <summary>It came back without a translation.</summary>
    Empty,

    /// <summary>The viewer may not write this pair of languages.</summary>
    Refused,

    /// <summary>There is no such segment any more.</summary>
    Missing,
}

/// <summary>A segment that came back, as it was compared with what stood here.</summary>
public sealed class ReturnLine
{
    public Guid DraftId { get; init; }

    /// <summary>In the order of the file, from 1.</summary>
    public int Number { get; init; }

    public Guid SegmentId { get; init; }

    /// <summary>The text; null where the segment is gone.</summary>
    public Guid? TextId { get; init; }

    public ReturnState State { get; init; }

    /// <summary>The handout that the file names; null where it names none.</summary>
    public Guid? HandoutId { get; init; }

    /// <summary>The source as it stands in the file.</summary>
    public required string Source { get; init; }

    /// <summary>The target as it stands in the file; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>What the other tool calls it.</summary>
    public TranslationState Called { get; init; }

    public bool IsMachineMade { get; init; }

    /// <summary>True where the file was made from the source that stood here when it was compared.</summary>
    public bool IsOfPresentSource { get; init; }

    /// <summary>The hash of the source as it stood here; null where nothing of it is shown.</summary>
    public byte[]? SeenSource { get; init; }

    /// <summary>The hash of the target as it stood here; null for none.</summary>
    public byte[]? SeenTarget { get; init; }

    /// <summary>In this conflict the file wins.</summary>
    public bool IsChosen { get; set; }
}

internal sealed class ReturnConfiguration : IEntityTypeConfiguration<ReturnDraft>, IEntityTypeConfiguration<ReturnLine>
{
    public void Configure(EntityTypeBuilder<ReturnDraft> builder)
    {
        builder.ToTable("return_draft");
        builder.Property(draft => draft.FileName).HasMaxLength(200);
        builder.Property(draft => draft.FileHash).HasMaxLength(64).IsFixedLength();
        builder.Property(draft => draft.Stage).HasConversion<string>().HasMaxLength(12);
        builder.Property(draft => draft.SourceLanguage).HasMaxLength(12);
        builder.Property(draft => draft.TargetLanguage).HasMaxLength(12);
        builder.Property(draft => draft.Fault).HasMaxLength(1000);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(draft => draft.FileHash).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(draft => draft.SentAt);
    }

    public void Configure(EntityTypeBuilder<ReturnLine> builder)
    {
        builder.ToTable("return_line", table => table.HasCheckConstraint("ck_return_line_chosen", "NOT \"IsChosen\" OR \"State\" = 'Conflict'"));
        builder.HasKey(line => new { line.DraftId, line.Number });
        builder.Property(line => line.State).HasConversion<string>().HasMaxLength(12);
        builder.Property(line => line.Called).HasConversion<string>().HasMaxLength(12);
        builder.HasOne<ReturnDraft>().WithMany().HasForeignKey(line => line.DraftId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(line => new { line.DraftId, line.State, line.Number });
    }
}
