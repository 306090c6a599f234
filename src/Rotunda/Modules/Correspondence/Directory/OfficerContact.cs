using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Modules.Correspondence.Directory;

/// <summary>What an officer lets other officers see. A field without consent is null: nothing that may not be shown is kept.</summary>
public sealed class OfficerContact : IEditable
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public Account? Account { get; init; }

    public string? Phone { get; set; }

    /// <summary>The mail address of the account may be shown.</summary>
    public bool ShowsMail { get; set; }

    /// <summary>One of <see cref="Messengers"/>; null without an id.</summary>
    public string? Messenger { get; set; }

    public string? MessengerId { get; set; }

    /// <summary>Codes of languages, such as <c>zh</c>; empty where not shown.</summary>
    public List<string> Languages { get; set; } = [];

    /// <summary>The zone of the account and the time there may be shown.</summary>
    public bool ShowsZone { get; set; }

    /// <summary>When the holder last said that the entry is right and may be shown.</summary>
    public Instant ConfirmedAt { get; set; }

    public int Version { get; set; }

    /// <summary>The messengers that an entry may name.</summary>
    public static IReadOnlyList<string> Messengers { get; } = ["WeChat", "Telegram", "WhatsApp", "VK", "MAX", "QQ"];
}

internal sealed class OfficerContactConfiguration : IEntityTypeConfiguration<OfficerContact>
{
    public void Configure(EntityTypeBuilder<OfficerContact> builder)
    {
        builder.ToTable("officer_contact", table => table.HasCheckConstraint("ck_officer_contact_messenger", "(\"Messenger\" IS NULL) = (\"MessengerId\" IS NULL)"));
        builder.Property(contact => contact.Phone).HasMaxLength(40);
        builder.Property(contact => contact.Messenger).HasMaxLength(20);
        builder.Property(contact => contact.MessengerId).HasMaxLength(100);
        builder.Property(contact => contact.Languages).AsJson();
        builder.HasIndex(contact => contact.AccountId).IsUnique();
        builder.HasOne(contact => contact.Account).WithMany().HasForeignKey(contact => contact.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class OfficerContactSets
{
    extension(RotundaDb db)
    {
        public DbSet<OfficerContact> OfficerContacts => db.Set<OfficerContact>();
    }
}
