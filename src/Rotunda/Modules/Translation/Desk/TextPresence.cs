using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Shared.Access;

namespace Rotunda.Modules.Translation.Desk;

/// <summary>That somebody has a text open in a language; forgotten after a minute without a sign.</summary>
public sealed class TextPresence
{
    public Guid TextId { get; init; }

    public required string Language { get; init; }

    public Guid AccountId { get; init; }

    public Instant SeenAt { get; set; }
}

/// <summary>What somebody typed into the source of a text and has not saved: kept every two seconds, gone when it is saved.</summary>
public sealed class SourceAutosave
{
    public Guid TextId { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>The version of the text that it was typed on.</summary>
    public int TextVersion { get; set; }

    public Instant At { get; set; }

    public required string Title { get; set; }

    public required string Deck { get; set; }

    public required string Description { get; set; }

    /// <summary>The body as Markdown.</summary>
    public required string Markdown { get; set; }

    /// <summary>Which block each one of the body is, as ids with commas between; null where it was typed as Markdown.</summary>
    public string? BlockIds { get; set; }

    /// <summary>The language that was chosen for a text that is not begun; null for all others.</summary>
    public string? Language { get; set; }

    /// <summary>Which block each one is; empty where it was typed as Markdown.</summary>
    public IReadOnlyList<Guid> Continues => BlockIds is null ? [] : [.. BlockIds.Split(',').Select(Guid.Parse)];
}

internal static class TextPresences
{
    /// <summary>After this long without a sign nobody is thought to have a text open.</summary>
    private static readonly Duration Present = Duration.FromMinutes(1);

    extension(RotundaDb db)
    {
        /// <summary>Who has a text open in a language besides the viewer.</summary>
        public IQueryable<Guid> PresentBeside(Viewer viewer, Guid textId, string language, Instant now)
        {
            var (since, own) = (now - Present, viewer.AccountId);
            return db.Set<TextPresence>().Where(row => row.TextId == textId && row.Language == language && row.SeenAt >= since && row.AccountId != own).Select(row => row.AccountId);
        }
    }
}

internal sealed class TextPresenceConfiguration : IEntityTypeConfiguration<TextPresence>, IEntityTypeConfiguration<SourceAutosave>
{
    public void Configure(EntityTypeBuilder<TextPresence> builder)
    {
        builder.ToTable("text_presence");
        builder.HasKey(presence => new { presence.TextId, presence.Language, presence.AccountId });
        builder.Property(presence => presence.Language).HasMaxLength(12);
        builder.HasIndex(presence => presence.SeenAt);
    }

    public void Configure(EntityTypeBuilder<SourceAutosave> builder)
    {
        builder.ToTable("source_autosave");
        builder.HasKey(draft => new { draft.TextId, draft.AccountId });
        builder.Property(draft => draft.Language).HasMaxLength(12);
        builder.HasIndex(draft => draft.At);
    }
}
