using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Association;
using Rotunda.Modules.Alliance.Memberships;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Institutions;

/// <summary>A university or institute of the association, now or once.</summary>
public sealed class Institution : IEditable
{
    public Guid Id { get; init; }

    /// <summary>The public code in addresses, such as <c>upc</c>; never changes.</summary>
    public required string Code { get; init; }

    public required string SideCode { get; set; }

    /// <summary>The official names, one in each language in which it has one. Changed by <see cref="SetName"/> alone.</summary>
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    /// <summary>The abbreviation in Latin letters, such as BMSTU.</summary>
    public string? Abbreviation { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>A territory with institutions of its own inside the country, in words, such as «Hong Kong SAR».</summary>
    public string? Territory { get; set; }

    public LocalizedText City { get; set; } = LocalizedText.Empty;

    /// <summary>Degrees north, -90 to 90.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees east, -180 to 180.</summary>
    public double? Longitude { get; set; }

    /// <summary>An IANA time zone id, such as <c>Asia/Vladivostok</c>.</summary>
    public required string Zone { get; set; }

    /// <summary>The institution's internet domain without a scheme.</summary>
    public string? Domain { get; set; }

    /// <summary>The id in the Research Organization Registry: nine characters after <c>https://ror.org/</c>.</summary>
    public string? RorId { get; set; }

    public LocalizedText Note { get; set; } = LocalizedText.Empty;

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }

    /// <summary>All names by which it is found, with the forms that lookups and lists need; the official ones are those of <see cref="Name"/>.</summary>
    public List<InstitutionName> Names { get; init; } = [];

    public List<Membership> Memberships { get; init; } = [];

    /// <summary>The official name for a reader, by the fallback order of the reader's language; the code when none is recorded.</summary>
    public Localized NameFor(Language reader) => Name.In(reader) ?? new Localized(Code, reader.Code, IsFallback: false);

    /// <summary>Gives, changes or (with an empty text) takes the official name in a language, and what lookups need of it.</summary>
    public void SetName(Language language, string text, params IEnumerable<Citation> citations)
    {
        var known = Names.Find(name => name.Kind == NameKind.Official && name.Language == language.Code);
        // An alias that becomes the official name is no alias any more
        var folded = Folding.Fold(text);
        Names.RemoveAll(name => name != known && name.Language == language.Code && name.Folded == folded);
        if (text.Length == 0) Names.RemoveAll(name => name == known);
        else if (known is null) Names.Add(InstitutionName.Of(language, NameKind.Official, text, citations));
        else known.Rename(language, text);
        Name = Name.With(language.Code, text);
    }
}

public enum NameKind
{
    /// <summary>The name under which the institution stands in lists; one in each language.</summary>
    Official,

    /// <summary>Another name or spelling in use, by which it is found.</summary>
    Alias,

    /// <summary>A name that it bore before.</summary>
    Former,
}

/// <summary>A name of an institution in one language.</summary>
public sealed class InstitutionName
{
    public Guid Id { get; init; }

    public Guid InstitutionId { get; init; }

    /// <summary>The code of a language of the site.</summary>
    public required string Language { get; init; }

    public NameKind Kind { get; init; }

    public required string Text { get; set; }

    /// <summary>The form under which the name is looked up (<see cref="Folding.Fold"/>).</summary>
    public required string Folded { get; set; }

    /// <summary>Bytes that sort as the language sorts (<see cref="Language.SortKey"/>).</summary>
    public required byte[] SortKey { get; set; }

    public List<Citation> Citations { get; set; } = [];

    /// <summary>A name with its derived forms.</summary>
    public static InstitutionName Of(Language language, NameKind kind, string text, params IEnumerable<Citation> citations) => new()
    {
        Id = RowId.New(),
        Language = language.Code,
        Kind = kind,
        Text = text,
        Folded = Folding.Fold(text),
        SortKey = language.SortKey(text),
        Citations = [.. citations],
    };

    /// <summary>Changes the text and what derives from it.</summary>
    public void Rename(Language language, string text) =>
        (Text, Folded, SortKey) = (text, Folding.Fold(text), language.SortKey(text));
}

internal sealed class InstitutionConfiguration : IEntityTypeConfiguration<Institution>, IEntityTypeConfiguration<InstitutionName>
{
    public void Configure(EntityTypeBuilder<Institution> builder)
    {
        builder.ToTable("institution", table =>
        {
            table.HasCheckConstraint("ck_institution_latitude", "\"Latitude\" BETWEEN -90 AND 90");
            table.HasCheckConstraint("ck_institution_longitude", "\"Longitude\" BETWEEN -180 AND 180");
        });
        builder.Property(institution => institution.Code).HasMaxLength(40);
        builder.HasIndex(institution => institution.Code).IsUnique();
        builder.Property(institution => institution.SideCode).HasMaxLength(8);
        builder.Property(institution => institution.Abbreviation).HasMaxLength(40);
        builder.Property(institution => institution.Country).HasMaxLength(2);
        builder.Property(institution => institution.Territory).HasMaxLength(80);
        builder.Property(institution => institution.Zone).HasMaxLength(64);
        builder.Property(institution => institution.Domain).HasMaxLength(253);
        builder.Property(institution => institution.RorId).HasMaxLength(9);
        builder.Property(institution => institution.Citations).AsJson();
        builder.HasOne<Side>().WithMany().HasForeignKey(institution => institution.SideCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(institution => institution.Names).WithOne().HasForeignKey(name => name.InstitutionId);
        builder.HasMany(institution => institution.Memberships).WithOne(membership => membership.Institution).HasForeignKey(membership => membership.InstitutionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<InstitutionName> builder)
    {
        builder.ToTable("institution_name");
        builder.Property(name => name.Language).HasMaxLength(12);
        builder.Property(name => name.Kind).HasConversion<string>().HasMaxLength(12);
        builder.Property(name => name.Text).HasMaxLength(300);
        builder.Property(name => name.Folded).HasMaxLength(600);
        builder.Property(name => name.Citations).AsJson();
        builder.HasIndex(name => new { name.InstitutionId, name.Language })
            .HasFilter("\"Kind\" = 'Official'").IsUnique().HasDatabaseName("ix_institution_name_one_official");
        builder.HasIndex(name => new { name.InstitutionId, name.Language, name.Folded }).IsUnique();
    }
}

public static class InstitutionSets
{
    extension(RotundaDb db)
    {
        public DbSet<Institution> Institutions => db.Set<Institution>();

        public DbSet<InstitutionName> InstitutionNames => db.Set<InstitutionName>();
    }
}
