using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Translation.Terms;

/// <summary>What a word is to its concept.</summary>
public enum WordUse
{
    /// <summary>The one to use; at most one in each language.</summary>
    Preferred,

    /// <summary>May be used too.</summary>
    Admitted,

    /// <summary>A form in which the preferred word is recognised, such as an abbreviation or a plural that no stemmer knows.</summary>
    Form,

    /// <summary>Must not be used.</summary>
    Forbidden,
}

/// <summary>Something that has a name of its own in each language: an entry of the termbase.</summary>
public sealed class TermConcept : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The field to which it belongs; may be empty.</summary>
    public required string Subject { get; set; }

    /// <summary>On its use, in each language.</summary>
    public required LocalizedText Notes { get; set; }

    public List<TermWord> Words { get; init; } = [];

    public int Version { get; set; }

    /// <summary>The words of one use in a language, in order.</summary>
    public IEnumerable<string> In(string language, WordUse use) => Words.Where(word => word.Language == language && word.Use == use).OrderBy(word => word.Order).Select(word => word.Text);
}

/// <summary>A word of a concept.</summary>
public sealed class TermWord
{
    public Guid Id { get; init; }

    public Guid ConceptId { get; init; }

    public required string Language { get; init; }

    public WordUse Use { get; init; }

    public required string Text { get; init; }

    /// <summary>Among the words of the same use.</summary>
    public int Order { get; init; }
}

internal sealed class TermConfiguration : IEntityTypeConfiguration<TermConcept>, IEntityTypeConfiguration<TermWord>
{
    public const int LongestWord = 200;
    public const int LongestNote = 1000;

    public void Configure(EntityTypeBuilder<TermConcept> builder)
    {
        builder.ToTable("term_concept");
        builder.Property(concept => concept.Subject).HasMaxLength(LongestWord);
        builder.HasMany(concept => concept.Words).WithOne().HasForeignKey(word => word.ConceptId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TermWord> builder)
    {
        builder.ToTable("term_word", table => table.HasCheckConstraint("ck_term_word_text", "\"Text\" <> ''"));
        builder.Property(word => word.Language).HasMaxLength(12);
        builder.Property(word => word.Text).HasMaxLength(LongestWord);
        builder.Property(word => word.Use).HasConversion<string>().HasMaxLength(12);
        builder.HasIndex(word => new { word.ConceptId, word.Language, word.Text }).IsUnique();
        builder.HasIndex(word => new { word.ConceptId, word.Language }).HasFilter("\"Use\" = 'Preferred'").IsUnique().HasDatabaseName("ix_term_word_one_preferred");
        builder.HasIndex(word => new { word.Language, word.Text });
    }
}

public static class TermSets
{
    extension(RotundaDb db)
    {
        public DbSet<TermConcept> TermConcepts => db.Set<TermConcept>();
    }
}
