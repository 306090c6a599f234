using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Translation.Interchange.Inline;
using Rotunda.Modules.Translation.Texts;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Memory;

/// <summary>A translation that was final once: a segment of the association's own, or one that a file brought in.</summary>
public sealed class MemoryEntry
{
    /// <summary>Given by the database; short, since the index names it millions of times.</summary>
    public long Number { get; init; }

    public required string SourceLanguage { get; init; }

    public required string TargetLanguage { get; init; }

    /// <summary>Inline Markdown.</summary>
    public required string SourceText { get; set; }

    /// <summary>Inline Markdown.</summary>
    public required string TargetText { get; set; }

    /// <summary>SHA-256 of the source as it is compared: without codes, case and the like.</summary>
    public required byte[] SourceHash { get; set; }

    /// <summary>SHA-256 of what stood before the source; null when that is not known.</summary>
    public byte[]? Context { get; set; }

    /// <summary>The segment; null for an entry of a file.</summary>
    public Guid? SegmentId { get; init; }

    /// <summary>The name of the file that brought it in; null for a segment.</summary>
    public string? FileName { get; init; }

    /// <summary>When it became final, or was brought in.</summary>
    public Instant At { get; set; }

    /// <summary>The form in which sources are compared: words without codes, normalised.</summary>
    public static string KeyOf(string markdown) => KeyOf(InlinePieces.Of(markdown));

    /// <summary>The same of a text that was taken apart.</summary>
    public static string KeyOf(IReadOnlyList<InlinePiece> pieces) => Similarity.Key(InlinePieces.Text(pieces));

    public static byte[] HashOfKey(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The context of a segment: its place in the text and the source before it.</summary>
    /// <param name="field">What it is.</param>
    /// <param name="before">The source before it; null for the first.</param>
    public static byte[] ContextOf(SegmentField field, string? before) => ContextOfKey(field, before is null ? null : KeyOf(before));

    /// <summary>The same from the key of the source before it.</summary>
    public static byte[] ContextOfKey(SegmentField field, string? before) => HashOfKey($"{field}\n{before}");

    /// <summary>The contexts of the segments of a text in a language; a segment without a text in it stands between nothing.</summary>
    /// <param name="segments">All of the text, in the order of reading.</param>
    /// <param name="language">The language from which is translated.</param>
    public static IReadOnlyDictionary<Guid, byte[]> ContextsOf(IEnumerable<Segment> segments, string language)
    {
        var (contexts, before) = (new Dictionary<Guid, byte[]>(), default(string));
        foreach (var segment in segments)
        {
            contexts[segment.Id] = ContextOf(segment.Field, before);
            if (segment.In(language) is { Text.Length: > 0 } text) before = text.Text;
        }

        return contexts;
    }
}

/// <summary>A term of an entry's source.</summary>
public sealed class MemoryPosting
{
    /// <summary>The pair of languages in its upper half, the hash of a stem or of two Chinese characters in its lower.</summary>
    public long Term { get; init; }

    /// <summary>How many terms the source has, at most 32,767.</summary>
    public short Size { get; init; }

    public long Entry { get; init; }
}

/// <summary>How many entries have a term; rare terms find entries fastest.</summary>
public sealed class MemoryTerm
{
    public long Term { get; init; }

    public int Count { get; set; }
}

internal sealed class MemoryConfiguration : IEntityTypeConfiguration<MemoryEntry>, IEntityTypeConfiguration<MemoryPosting>, IEntityTypeConfiguration<MemoryTerm>
{
    public void Configure(EntityTypeBuilder<MemoryEntry> builder)
    {
        builder.ToTable("memory_entry", table =>
        {
            table.HasCheckConstraint("ck_memory_entry_languages", "\"SourceLanguage\" <> \"TargetLanguage\"");
            table.HasCheckConstraint("ck_memory_entry_origin", "(\"SegmentId\" IS NULL) <> (\"FileName\" IS NULL)");
        });
        builder.HasKey(entry => entry.Number);
        builder.Property(entry => entry.Number).ValueGeneratedOnAdd();
        builder.Property(entry => entry.SourceLanguage).HasMaxLength(12);
        builder.Property(entry => entry.TargetLanguage).HasMaxLength(12);
        builder.Property(entry => entry.FileName).HasMaxLength(200);
        builder.HasIndex(entry => new { entry.SourceHash, entry.SourceLanguage, entry.TargetLanguage });
        builder.HasIndex(entry => new { entry.SegmentId, entry.SourceLanguage, entry.TargetLanguage }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MemoryPosting> builder)
    {
        builder.ToTable("memory_posting");
        builder.HasKey(posting => new { posting.Term, posting.Size, posting.Entry });
        builder.Property(posting => posting.Term).ValueGeneratedNever();
        builder.Property(posting => posting.Size).ValueGeneratedNever();
        builder.Property(posting => posting.Entry).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<MemoryTerm> builder)
    {
        builder.ToTable("memory_term", table => table.HasCheckConstraint("ck_memory_term_count", "\"Count\" >= 0"));
        builder.HasKey(term => term.Term);
        builder.Property(term => term.Term).ValueGeneratedNever();
    }
}

public static class MemorySets
{
    extension(RotundaDb db)
    {
        public DbSet<MemoryEntry> MemoryEntries => db.Set<MemoryEntry>();
    }
}
