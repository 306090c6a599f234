using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;

namespace Rotunda.Modules.Search.Index;

/// <summary>Which index is searched, and the numbers given last. One row; whoever writes the index locks it first, so that writers follow each other.</summary>
public sealed class IndexState
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>The index that is searched; 0 until there is one. A new one is made beside it and takes its place at once.</summary>
    public int Generation { get; set; }

    /// <summary>Which way of reading texts made it (<see cref="IndexWriter.Reading"/>).</summary>
    public int Reading { get; set; }

    public int LastPartition { get; set; }

    public int LastTerm { get; set; }

    public int LastDocument { get; set; }
}

/// <summary>
/// The texts of one language that the same people may see, with statistics of their own: what somebody may not see is in a partition
/// that is not read for them, so that neither a count nor an order nor the time it takes tells of it.
/// </summary>
public sealed class IndexPartition
{
    public int Id { get; init; }

    public int Generation { get; init; }

    public required string Language { get; init; }

    /// <summary>The name of the act that one must be allowed; empty for everyone.</summary>
    public required string Audience { get; init; }

    /// <summary>How many texts it holds.</summary>
    public int Documents { get; set; }

    /// <summary>The sum of their weighted lengths, rounded.</summary>
    public long Length { get; set; }

    /// <summary>The mean length by which the weights of the postings were worked out.</summary>
    public double Mean { get; init; }
}

/// <summary>A term of a partition.</summary>
public sealed class IndexedTerm
{
    public int Id { get; init; }

    public int PartitionId { get; init; }

    public required string Key { get; init; }

    /// <summary>In how many texts of the partition it stands.</summary>
    public int Documents { get; set; }
}

/// <summary>That a term stands in a text, and what it is worth there; of terms by which texts are found (<see cref="Ranking.IndexedText.IsPosted"/>).</summary>
public sealed class IndexPosting
{
    /// <summary>The term's id times 2³² plus the document's number: the postings of a term lie beside each other, on every database.</summary>
    public long Key { get; init; }

    /// <summary>By <see cref="Ranking.Weights.OfPosting"/>.</summary>
    public int Weight { get; init; }
}

/// <summary>A thing in one language, as results show it.</summary>
public sealed class IndexDocument
{
    public int Number { get; init; }

    public int PartitionId { get; init; }

    public int Generation { get; init; }

    public required string Kind { get; init; }

    public required string Code { get; init; }

    public required string Language { get; init; }

    public required string Path { get; init; }

    public required string Title { get; init; }

    /// <summary>Other names, one a line.</summary>
    public required string Names { get; init; }

    public required string Body { get; init; }

    public int? Year { get; init; }

    /// <summary>Of the whole thing, by which is seen that it changed.</summary>
    public required string Stamp { get; init; }

    /// <summary>What it adds to the length of its partition.</summary>
    public int Length { get; init; }

    /// <summary>The ids of its terms and where they stand (<see cref="Ranking.Places"/>).</summary>
    public byte[] Terms { get; set; } = [];

    /// <summary>How many different terms it has.</summary>
    public int TermCount { get; init; }
}

internal sealed class IndexConfiguration :
    IEntityTypeConfiguration<IndexState>, IEntityTypeConfiguration<IndexPartition>, IEntityTypeConfiguration<IndexedTerm>, IEntityTypeConfiguration<IndexPosting>,
    IEntityTypeConfiguration<IndexDocument>
{
    public void Configure(EntityTypeBuilder<IndexState> builder)
    {
        builder.ToTable("search_state", table => table.HasCheckConstraint("ck_search_state_one", "\"Id\" = 1"));
        builder.Property(state => state.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<IndexPartition> builder)
    {
        builder.ToTable("search_partition", table => table.HasCheckConstraint("ck_search_partition_counts", "\"Documents\" >= 0 AND \"Length\" >= 0 AND \"Mean\" > 0"));
        builder.Property(partition => partition.Id).ValueGeneratedNever();
        builder.Property(partition => partition.Language).HasMaxLength(12);
        builder.Property(partition => partition.Audience).HasMaxLength(80);
        builder.HasIndex(partition => new { partition.Generation, partition.Language, partition.Audience }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<IndexedTerm> builder)
    {
        builder.ToTable("search_term", table => table.HasCheckConstraint("ck_search_term_documents", "\"Documents\" >= 0"));
        builder.Property(term => term.Id).ValueGeneratedNever();
        builder.Property(term => term.Key).HasMaxLength(Ranking.IndexedText.LongestKey);
        builder.HasIndex(term => new { term.PartitionId, term.Key }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<IndexPosting> builder)
    {
        builder.ToTable("search_posting");
        builder.HasKey(posting => posting.Key);
        builder.Property(posting => posting.Key).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<IndexDocument> builder)
    {
        builder.ToTable("search_document");
        builder.HasKey(document => document.Number);
        builder.Property(document => document.Number).ValueGeneratedNever();
        builder.Property(document => document.Kind).HasMaxLength(20);
        builder.Property(document => document.Code).HasMaxLength(80);
        builder.Property(document => document.Language).HasMaxLength(12);
        builder.Property(document => document.Path).HasMaxLength(400);
        builder.Property(document => document.Stamp).HasMaxLength(40);
        builder.HasIndex(document => new { document.Generation, document.Kind, document.Code, document.Language }).IsUnique();
        builder.HasIndex(document => document.PartitionId);
    }
}

public static class IndexSets
{
    extension(RotundaDb db)
    {
        public DbSet<IndexState> IndexStates => db.Set<IndexState>();

        public DbSet<IndexPartition> IndexPartitions => db.Set<IndexPartition>();

        public DbSet<IndexedTerm> IndexedTerms => db.Set<IndexedTerm>();

        public DbSet<IndexDocument> IndexDocuments => db.Set<IndexDocument>();
    }
}
