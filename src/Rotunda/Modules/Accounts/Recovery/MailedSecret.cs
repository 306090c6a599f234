using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Modules.Accounts.Recovery;

/// <summary>A link and a short code that were mailed together: whichever is used first uses up both.</summary>
public sealed class MailedSecret
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>One of <see cref="SecretPurposes"/>; a secret opens nothing else.</summary>
    public required string Purpose { get; init; }

    /// <summary>SHA-256 of the token in the link.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>SHA-256 of this row's id and the code: short codes of two rows never look alike.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>The address to be confirmed; null for a new password.</summary>
    public string? NewEmail { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant ExpiresAt { get; init; }

    /// <summary>Wrong codes so far; after a few nothing opens the row any more.</summary>
    public int Attempts { get; set; }

    /// <summary>Null while the secret is good.</summary>
    public Instant? UsedAt { get; set; }
}

/// <summary>What a mailed secret is for.</summary>
public static class SecretPurposes
{
    public const string Password = "password";
    public const string Email = "email";
}

internal sealed class MailedSecretConfiguration : IEntityTypeConfiguration<MailedSecret>
{
    public void Configure(EntityTypeBuilder<MailedSecret> builder)
    {
        builder.ToTable("account_secret");
        builder.Property(secret => secret.Purpose).HasMaxLength(20);
        builder.Property(secret => secret.NewEmail).HasMaxLength(256);
        builder.Property(secret => secret.UsedAt).IsConcurrencyToken();
        builder.HasOne<Account>().WithMany().HasForeignKey(secret => secret.AccountId);
        builder.HasIndex(secret => secret.TokenHash).IsUnique();
        builder.HasIndex(secret => new { secret.AccountId, secret.Purpose });
    }
}

public static class SecretSets
{
    extension(RotundaDb db)
    {
        public DbSet<MailedSecret> MailedSecrets => db.Set<MailedSecret>();
    }
}
