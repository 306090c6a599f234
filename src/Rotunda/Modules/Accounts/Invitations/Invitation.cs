using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Accounts.Invitations;

/// <summary>A link by which one person makes an account with a role, once and until a time.</summary>
public sealed class Invitation
{
    public Guid Id { get; init; }

    /// <summary>SHA-256 of the token in the link; the token itself is never stored.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The mail address of the account.</summary>
    public required string Email { get; init; }

    public required string Role { get; init; }

    /// <summary>Empty where the role holds everywhere.</summary>
    public required string Scope { get; init; }

    public required string LanguageCode { get; init; }

    public Instant CreatedAt { get; init; }

    public Guid? CreatedBy { get; init; }

    public Instant ExpiresAt { get; init; }

    /// <summary>When the account was made; null while the link is good.</summary>
    public Instant? UsedAt { get; set; }

    /// <summary>When somebody took the link back; null otherwise.</summary>
    public Instant? WithdrawnAt { get; set; }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitation");
        builder.HasIndex(invitation => invitation.TokenHash).IsUnique();
        builder.Property(invitation => invitation.Email).HasMaxLength(256);
        builder.Property(invitation => invitation.Role).HasMaxLength(40);
        builder.Property(invitation => invitation.Scope).HasMaxLength(80);
        builder.Property(invitation => invitation.LanguageCode).HasMaxLength(12);
        builder.Property(invitation => invitation.UsedAt).IsConcurrencyToken();
        builder.Property(invitation => invitation.WithdrawnAt).IsConcurrencyToken();
    }
}

public static class InvitationSets
{
    extension(RotundaDb db)
    {
        public DbSet<Invitation> Invitations => db.Set<Invitation>();
    }
}
