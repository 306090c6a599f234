using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Translation.Texts;

namespace Rotunda.Modules.Translation.Comments;

/// <summary>What somebody says of a segment in one language, for those who work on it; never public.</summary>
public sealed class SegmentComment
{
    public const int Longest = 2000;

    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    public Guid SegmentId { get; init; }

    public required string Language { get; init; }

    /// <summary>Null after an erasure.</summary>
    public Guid? AccountId { get; set; }

    public Instant At { get; init; }

    public required string Text { get; init; }

    /// <summary>When it was settled; null while it is open.</summary>
    public Instant? SettledAt { get; set; }
}

internal sealed class SegmentCommentConfiguration : IEntityTypeConfiguration<SegmentComment>
{
    public void Configure(EntityTypeBuilder<SegmentComment> builder)
    {
        builder.ToTable("segment_comment");
        builder.Property(comment => comment.Language).HasMaxLength(12);
        builder.Property(comment => comment.Text).HasMaxLength(SegmentComment.Longest);
        builder.HasOne<TranslatedText>().WithMany().HasForeignKey(comment => comment.TextId);
        builder.HasIndex(comment => new { comment.TextId, comment.Language });
        builder.HasIndex(comment => comment.AccountId);
    }
}

public static class CommentSets
{
    extension(RotundaDb db)
    {
        public DbSet<SegmentComment> SegmentComments => db.Set<SegmentComment>();
    }
}
