using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Media.Images;

/// <summary>A picture of the library. Texts name it by its bytes, as in <c>file:HASH/gate.jpg</c>, which therefore never change.</summary>
public sealed class Image : IEditable
{
    public Guid Id { get; init; }

    /// <summary>For the addresses of the desk; random, so that nobody counts pictures.</summary>
    public required string Code { get; init; }

    /// <summary>The last part of its address: cleaned, with the extension of the content.</summary>
    public required string Name { get; init; }

    /// <summary>Of the stripped original in the file store.</summary>
    public required string Hash { get; init; }

    public required string MediaType { get; init; }

    /// <summary>In points.</summary>
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>What the picture says to those who do not see it.</summary>
    public LocalizedText Alternative { get; set; } = LocalizedText.Empty;

    /// <summary>What usually stands below it; a text may say something else.</summary>
    public LocalizedText Caption { get; set; } = LocalizedText.Empty;

    /// <summary>Who made it, as the maker wants to be named; may be empty.</summary>
    public string Credit { get; set; } = "";

    /// <summary>True when the picture only adorns: it then needs no alternative text and has an empty one.</summary>
    public bool IsDecorative { get; set; }

    /// <summary>What a crop keeps, in thousandths from the left and from the top.</summary>
    public int FocusX { get; set; } = Middle;

    public int FocusY { get; set; } = Middle;

    public Guid? UploadedBy { get; init; }

    public required string UploaderName { get; init; }

    public Instant UploadedAt { get; init; }

    public bool IsDemonstration { get; init; }

    public int Version { get; set; }

    public List<ImageRendition> Renditions { get; init; } = [];

    /// <summary>What a block of a text says to show it.</summary>
    public string Target => TargetOf(Hash, Name);

    /// <summary>The target of a block that shows a stored file.</summary>
    public static string TargetOf(string hash, string name) => $"file:{hash}/{name}";

    /// <summary>A target as Markdown takes it for an address: names may hold spaces and brackets.</summary>
    public static string Written(string target) => target.AsSpan().IndexOfAny(" ()") < 0 ? target : $"<{target}>";

    /// <summary>The hash in a target; null for one that is no stored file.</summary>
    public static string? HashOf(string? target) =>
        target is not null && target.StartsWith("file:", StringComparison.Ordinal) && target.Length > 70 && target[69] == '/' && FileStore.IsHash(target[5..69]) ? target[5..69] : null;

    /// <summary>The middle of a side, in thousandths.</summary>
    public const int Middle = 500;

    /// <summary>How many of the site's languages lacked an alternative text when it was last written.</summary>
    public int Lacking { get; private set; }

    /// <summary>Counts the alternative texts that it lacks.</summary>
    /// <param name="languages">The languages of the site.</param>
    public void CountLacking(IEnumerable<string> languages) => Lacking = WithoutAlternative(languages).Count();

    /// <summary>The languages of a list in which the alternative text is missing.</summary>
    public IEnumerable<string> WithoutAlternative(IEnumerable<string> languages) => IsDecorative ? [] : languages.Where(language => string.IsNullOrWhiteSpace(Alternative[language]));
}

/// <summary>How a rendition was cut.</summary>
public enum RenditionKind
{
    /// <summary>The whole picture, narrower.</summary>
    Whole,

    /// <summary>A square around the focus, for lists.</summary>
    Square,

    /// <summary>1200 by 630 around the focus, for messengers.</summary>
    Card,
}

/// <summary>A smaller WebP of a picture, without metadata.</summary>
public sealed class ImageRendition
{
    public Guid ImageId { get; init; }

    public RenditionKind Kind { get; init; }

    public int Width { get; init; }

    public int Height { get; set; }

    public required string Hash { get; set; }
}

internal sealed class ImageConfiguration : IEntityTypeConfiguration<Image>, IEntityTypeConfiguration<ImageRendition>
{
    public void Configure(EntityTypeBuilder<Image> builder)
    {
        builder.ToTable("image", table =>
        {
            table.HasCheckConstraint("ck_image_focus", "\"FocusX\" BETWEEN 0 AND 1000 AND \"FocusY\" BETWEEN 0 AND 1000");
            table.HasCheckConstraint("ck_image_size", "\"Width\" > 0 AND \"Height\" > 0");
            table.HasCheckConstraint("ck_image_type", "\"MediaType\" IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif')");
        });
        builder.Ignore(image => image.Target);
        builder.Property(image => image.Code).HasMaxLength(16);
        builder.HasIndex(image => image.Code).IsUnique();
        builder.Property(image => image.Name).HasMaxLength(140);
        builder.Property(image => image.Hash).HasMaxLength(64).IsFixedLength();
        builder.HasIndex(image => image.Hash).IsUnique();
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(image => image.Hash).OnDelete(DeleteBehavior.Restrict);
        builder.Property(image => image.MediaType).HasMaxLength(20);
        builder.Property(image => image.Credit).HasMaxLength(200);
        builder.Property(image => image.UploaderName).HasMaxLength(200);
        builder.HasIndex(image => image.UploadedAt);
        builder.HasMany(image => image.Renditions).WithOne().HasForeignKey(rendition => rendition.ImageId);
    }

    public void Configure(EntityTypeBuilder<ImageRendition> builder)
    {
        builder.ToTable("image_rendition");
        builder.HasKey(rendition => new { rendition.ImageId, rendition.Kind, rendition.Width });
        builder.Property(rendition => rendition.Kind).HasConversion<string>().HasMaxLength(12);
        builder.Property(rendition => rendition.Hash).HasMaxLength(64).IsFixedLength();
        builder.HasIndex(rendition => rendition.Hash);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(rendition => rendition.Hash).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class ImageSets
{
    extension(RotundaDb db)
    {
        public DbSet<Image> Images => db.Set<Image>();
    }
}
