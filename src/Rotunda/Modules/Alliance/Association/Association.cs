using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Settings;
using Rotunda.Data.Values;

namespace Rotunda.Modules.Alliance.Association;

/// <summary>What the association is called and what it says of itself.</summary>
public sealed record AssociationSettings : ISettingsGroup<AssociationSettings>
{
    public static string Group => "association";

    public static AssociationSettings Default { get; } = new();

    public LocalizedText Name { get; init; } = LocalizedText.Empty;

    /// <summary>The abbreviation in each language.</summary>
    public LocalizedText Abbreviation { get; init; } = LocalizedText.Empty;

    /// <summary>Other abbreviations in use, such as ATURC.</summary>
    public IReadOnlyList<string> OtherAbbreviations { get; init; } = [];

    public PartialDate Founded { get; init; } = PartialDate.Unknown;

    public LocalizedText FoundedAt { get; init; } = LocalizedText.Empty;

    public LocalizedText Headquarters { get; init; } = LocalizedText.Empty;

    /// <summary>The frameworks of cooperation under which it stands.</summary>
    public IReadOnlyList<LocalizedText> Framework { get; init; } = [];

    public LocalizedText LegalForm { get; init; } = LocalizedText.Empty;

    /// <summary>The domain of the association's site before this one.</summary>
    public string? EarlierSite { get; init; }

    /// <summary>The mail address for letters to the association; null where none is given out.</summary>
    public string? ContactEmail { get; init; }

    public string? ContactPhone { get; init; }

    /// <summary>The postal address, in lines.</summary>
    public LocalizedText ContactAddress { get; init; } = LocalizedText.Empty;

    public IReadOnlyList<Citation> Citations { get; init; } = [];
}

/// <summary>One of the sides that stand as equals in the association.</summary>
public sealed class Side : IEditable
{
    public Guid Id { get; init; }

    /// <summary>A short code of capitals, such as <c>CN</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The order that the association sets.</summary>
    public int Order { get; set; }

    /// <summary>Such as «Chinese side», «中方», «китайская сторона».</summary>
    public required LocalizedText Name { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

/// <summary>A sentence about how the association is governed, with its source.</summary>
public sealed class GovernanceRule : IEditable
{
    public Guid Id { get; init; }

    public int Order { get; set; }

    public required LocalizedText Text { get; set; }

    public List<Citation> Citations { get; set; } = [];

    public int Version { get; set; }
}

internal sealed class AssociationConfiguration : IEntityTypeConfiguration<Side>, IEntityTypeConfiguration<GovernanceRule>
{
    public void Configure(EntityTypeBuilder<Side> builder)
    {
        builder.ToTable("side");
        builder.HasKey(side => side.Code);
        builder.HasIndex(side => side.Id).IsUnique();
        builder.Property(side => side.Code).HasMaxLength(8);
        builder.Property(side => side.Citations).AsJson();
    }

    public void Configure(EntityTypeBuilder<GovernanceRule> builder)
    {
        builder.ToTable("governance_rule");
        builder.Property(rule => rule.Citations).AsJson();
    }
}

public static class AssociationSets
{
    extension(RotundaDb db)
    {
        public DbSet<Side> Sides => db.Set<Side>();

        public DbSet<GovernanceRule> GovernanceRules => db.Set<GovernanceRule>();
    }
}
