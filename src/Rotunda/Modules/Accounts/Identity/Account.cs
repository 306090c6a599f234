using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Accounts.Identity;

/// <summary>Someone who signs in. Passwords, passkeys, lockout and stamps are those of ASP.NET Core Identity; the mail address is the name.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>What the desk calls the person.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The code of the language in which the person works.</summary>
    public required string LanguageCode { get; set; }

    /// <summary>The IANA zone in which times are shown; null where not chosen.</summary>
    public string? Zone { get; set; }

    /// <summary>Made up for the demonstration: entered by a button, without a password.</summary>
    public bool IsDemonstration { get; init; }

    public Instant CreatedAt { get; init; }

    /// <summary>Set when the account was closed; it can no longer sign in.</summary>
    public Instant? DisabledAt { get; set; }

    /// <summary>The number of the 30 seconds whose authenticator code was used last: that code and older ones open nothing any more.</summary>
    /// <remarks>Only the statement that takes a code writes it: a row that Identity read before and saves whole must not set it back.</remarks>
    public long? LastCodeStep { get; private init; }

    public List<RoleGrant> Grants { get; init; } = [];
}

/// <summary>A role of an account.</summary>
public sealed class RoleGrant
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string Role { get; init; }

    /// <summary>A scope such as <c>institution:upc</c>; empty where the role holds everywhere.</summary>
    public required string Scope { get; init; }

    public Instant GrantedAt { get; init; }

    /// <summary>From when on the role no longer holds; null while no end is set.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>True before its end; of an account that is closed no role holds, see <c>Holding</c>.</summary>
    public bool HoldsAt(Instant now) => ExpiresAt is null || ExpiresAt > now;
}

internal sealed class AccountConfiguration :
    IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<RoleGrant>,
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>, IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>, IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("account");
        builder.Property(account => account.DisplayName).HasMaxLength(200);
        builder.Property(account => account.LanguageCode).HasMaxLength(12);
        builder.Property(account => account.Zone).HasMaxLength(64);
        builder.Property(account => account.LastCodeStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(account => account.UserName).HasMaxLength(256);
        builder.Property(account => account.NormalizedUserName).HasMaxLength(256);
        builder.Property(account => account.Email).HasMaxLength(256);
        builder.Property(account => account.NormalizedEmail).HasMaxLength(256);
        builder.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
        builder.HasIndex(account => account.NormalizedUserName).IsUnique();
        builder.HasIndex(account => account.NormalizedEmail).IsUnique();
        builder.HasMany(account => account.Grants).WithOne().HasForeignKey(grant => grant.AccountId);
        builder.HasMany<IdentityUserClaim<Guid>>().WithOne().HasForeignKey(claim => claim.UserId);
        builder.HasMany<IdentityUserLogin<Guid>>().WithOne().HasForeignKey(login => login.UserId);
        builder.HasMany<IdentityUserToken<Guid>>().WithOne().HasForeignKey(token => token.UserId);
        builder.HasMany<IdentityUserPasskey<Guid>>().WithOne().HasForeignKey(passkey => passkey.UserId);
    }

    public void Configure(EntityTypeBuilder<RoleGrant> builder)
    {
        builder.ToTable("role_grant");
        builder.Property(grant => grant.Role).HasMaxLength(40);
        builder.Property(grant => grant.Scope).HasMaxLength(80);
        builder.HasIndex(grant => new { grant.AccountId, grant.Role, grant.Scope }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("account_claim");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.ToTable("account_login");
        builder.HasKey(login => new { login.LoginProvider, login.ProviderKey });
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("account_token");
        builder.HasKey(token => new { token.UserId, token.LoginProvider, token.Name });
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("account_passkey");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(1024);
        builder.OwnsOne(passkey => passkey.Data).ToJson();
    }
}

public static class AccountSets
{
    extension(RotundaDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<RoleGrant> RoleGrants => db.Set<RoleGrant>();

        /// <summary>The roles that hold at this moment: those that have not ended, of accounts that are open.</summary>
        public IQueryable<RoleGrant> Holding(Instant now) => db.Set<RoleGrant>()
            .Where(grant => (grant.ExpiresAt == null || grant.ExpiresAt > now) && db.Set<Account>().Any(account => account.Id == grant.AccountId && account.DisabledAt == null));
    }
}
