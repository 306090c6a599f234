using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Newsroom.Articles;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Newsroom.Topics;

public enum TopicKind
{
    /// <summary>One of the few parts of the news; it stands above an article.</summary>
    Category,

    /// <summary>A word for what an article is about; it stands below it.</summary>
    Tag,
}

/// <summary>A category or a tag of news, with its name and address in each language.</summary>
public sealed class Topic : IEditable
{
    public Guid Id { get; init; }

    public TopicKind Kind { get; init; }

    /// <summary>A name for imports and feeds, such as <c>conference</c>; it never changes.</summary>
    public required string Code { get; init; }

    public LocalizedText Name { get; set; } = LocalizedText.Empty;

    /// <summary>The last part of the address in each language.</summary>
    public LocalizedText Slug { get; set; } = LocalizedText.Empty;

    /// <summary>Categories stand in this order, then by code.</summary>
    public int Order { get; set; }

    public int Version { get; set; }

    /// <summary>Every address that the topic has or had.</summary>
    public List<TopicAddress> Addresses { get; init; } = [];

    /// <summary>The address of the list without the language, with the slug of a language, of its fallbacks, or with the code.</summary>
    public string PathIn(Language language) => $"/news/{Kind.Segment()}/{(Slug.Plain(language) is { Length: > 0 } slug ? slug : Code)}";
}

/// <summary>An address of a topic in whatever language, present or former: it is nobody else's ever after.</summary>
public sealed class TopicAddress
{
    public TopicKind Kind { get; init; }

    public required string Slug { get; init; }

    public Guid TopicId { get; init; }
}

public static class TopicKinds
{
    /// <summary>The part of an address that stands for a kind.</summary>
    public static string Segment(this TopicKind kind) => kind == TopicKind.Category ? "category" : "tag";

    /// <summary>The kind behind a part of an address, or null.</summary>
    public static TopicKind? Parse(string? segment) => segment switch
    {
        "category" => TopicKind.Category,
        "tag" => TopicKind.Tag,
        _ => null,
    };
}

internal sealed class TopicConfiguration : IEntityTypeConfiguration<Topic>, IEntityTypeConfiguration<TopicAddress>
{
    public const int LongestCode = 40;
    public const int LongestSlug = 80;

    public void Configure(EntityTypeBuilder<Topic> builder)
    {
        builder.ToTable("topic");
        builder.Property(topic => topic.Kind).HasConversion<string>().HasMaxLength(12);
        builder.Property(topic => topic.Code).HasMaxLength(LongestCode);
        builder.HasAlternateKey(topic => topic.Code);
        builder.HasMany(topic => topic.Addresses).WithOne().HasForeignKey(address => address.TopicId);
        // A topic that articles have cannot go
        builder.HasMany<ArticleCategory>().WithOne().HasForeignKey(row => row.Category).HasPrincipalKey(topic => topic.Code).OnDelete(DeleteBehavior.Restrict);
        builder.HasData(FirstTopics.All);
    }

    public void Configure(EntityTypeBuilder<TopicAddress> builder)
    {
        builder.ToTable("topic_address");
        builder.HasKey(address => new { address.Kind, address.Slug });
        builder.Property(address => address.Kind).HasConversion<string>().HasMaxLength(12);
        builder.Property(address => address.Slug).HasMaxLength(LongestSlug);
        builder.HasData(FirstTopics.All.SelectMany(topic => topic.Slug.Languages.Select(language => topic.Slug[language]!).Distinct(StringComparer.Ordinal).Select(slug => new TopicAddress { Kind = topic.Kind, Slug = slug, TopicId = topic.Id })));
    }
}

public static class TopicSets
{
    extension(RotundaDb db)
    {
        public DbSet<Topic> Topics => db.Set<Topic>();
    }
}
