using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Translation.Texts;

/// <summary>The source of a text as it was before somebody saved a change of it: a draft to look at and to go back to. Never changed afterwards.</summary>
public sealed class ReplacedSource
{
    /// <summary>Of those that a text keeps; the oldest go.</summary>
    public const int Most = 100;

    public Guid Id { get; init; }

    public Guid TextId { get; init; }

    /// <summary>The shape in which <see cref="Content"/> is written; see <see cref="FrozenText.Schema"/>.</summary>
    public int Schema { get; init; }

    /// <summary>A <see cref="FrozenText"/> in the source language as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>When the change was saved.</summary>
    public Instant At { get; init; }

    /// <summary>Who saved it; null for the program and after an erasure.</summary>
    public Guid? ReplacedBy { get; init; }

    /// <summary>What stood there, in today's shape.</summary>
    public FrozenText Frozen() => FrozenText.Read(Schema, Content);
}

/// <summary>
/// Keeps what a change of a source replaces, in the context of the operation that changes it. Who saves again and again within ten minutes
/// keeps what was there before the first of these changes: an evening of small corrections takes away nobody's drafts of last week.
/// </summary>
internal static class ReplacedSources
{
    private static readonly Duration Sitting = Duration.FromMinutes(10);

    /// <summary>Keeps a source that is being replaced; one query.</summary>
    /// <param name="db">The context of the operation, which saves.</param>
    /// <param name="textId">The text.</param>
    /// <param name="before">Its source as it was before the change.</param>
    /// <param name="viewer">Who changes it.</param>
    /// <param name="now">When.</param>
    /// <param name="isAlways">True where also what the same person saved a moment ago is kept, so that whoever goes back can return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task KeepAsync(RotundaDb db, Guid textId, FrozenText before, Viewer viewer, Instant now, bool isAlways, CancellationToken cancellationToken)
    {
        var kept = await db.ReplacedSources.AsNoTracking().Where(row => row.TextId == textId).OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
            .Select(row => new { row.Id, row.At, row.ReplacedBy }).ToListAsync(cancellationToken);
        if (!isAlways && kept.Count > 0 && kept[0].ReplacedBy == viewer.AccountId && now - kept[0].At < Sitting) return;
        db.Add(new ReplacedSource { Id = RowId.New(), TextId = textId, Schema = FrozenText.Schema, Content = before.ToJson(), At = now, ReplacedBy = viewer.AccountId });
        foreach (var old in kept.Skip(ReplacedSource.Most - 1)) db.Remove(new ReplacedSource { Id = old.Id, Content = "" });
    }
}

internal sealed class ReplacedSourceConfiguration : IEntityTypeConfiguration<ReplacedSource>
{
    public void Configure(EntityTypeBuilder<ReplacedSource> builder)
    {
        builder.ToTable("replaced_source");
        builder.HasOne<TranslatedText>().WithMany().HasForeignKey(replaced => replaced.TextId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(replaced => new { replaced.TextId, replaced.At });
        builder.HasIndex(replaced => replaced.ReplacedBy);
    }
}
