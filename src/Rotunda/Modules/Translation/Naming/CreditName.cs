using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Modules.Translation.Naming;

/// <summary>How a person wants to be named under texts, or that they do not. Without a row, by the name of the account.</summary>
public sealed class CreditName : IEditable
{
    public Guid AccountId { get; init; }

    /// <summary>The name in each language; a language without one shows the account's name.</summary>
    public required LocalizedText Names { get; set; }

    /// <summary>True when the person is not to be named, also under texts of the past.</summary>
    public bool IsHidden { get; set; }

    /// <summary>True when the person wants no daily mail about what waits.</summary>
    public bool TakesNoDigest { get; set; }

    public int Version { get; set; }
}

/// <summary>When a person was last told by mail what waits for them.</summary>
public sealed class DigestMark
{
    public Guid AccountId { get; init; }

    /// <summary>The day in the person's zone.</summary>
    public NodaTime.LocalDate LastOn { get; set; }
}

internal sealed class CreditNameConfiguration : IEntityTypeConfiguration<CreditName>, IEntityTypeConfiguration<DigestMark>
{
    public void Configure(EntityTypeBuilder<CreditName> builder)
    {
        builder.ToTable("credit_name");
        builder.HasKey(name => name.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(name => name.AccountId);
    }

    public void Configure(EntityTypeBuilder<DigestMark> builder)
    {
        builder.ToTable("translation_digest");
        builder.HasKey(mark => mark.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(mark => mark.AccountId);
    }
}

public static class NamingSets
{
    extension(RotundaDb db)
    {
        public DbSet<CreditName> CreditNames => db.Set<CreditName>();
    }
}
