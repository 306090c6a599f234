using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;
using Rotunda.Modules.Accounts.Identity;

namespace Rotunda.Modules.Accounts.Sessions;

/// <summary>One sign-in of an account in one browser. The cookie names it; a session that has ended is refused at its next request.</summary>
public sealed class AccountSession
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public Instant CreatedAt { get; init; }

    /// <summary>The last request, to within five minutes.</summary>
    public Instant LastSeenAt { get; set; }

    /// <summary>Null while the session is open.</summary>
    public Instant? EndedAt { get; set; }

    /// <summary>One of <see cref="SessionMethods"/>.</summary>
    public required string Method { get; init; }

    /// <summary>The code of the provider that named the person; null for other methods.</summary>
    public string? Provider { get; init; }

    /// <summary>Browser and system in short, such as <c>Firefox, Windows</c>; empty when the browser says nothing known.</summary>
    public required string Browser { get; init; }

    /// <summary>The network that the sign-in came from, without its last part: enough to recognise the own one.</summary>
    public required string Network { get; init; }
}

/// <summary>How somebody signed in.</summary>
public static class SessionMethods
{
    public const string Password = "password";

    /// <summary>A password and a code of an authenticator app, or a recovery code.</summary>
    public const string PasswordAndCode = "password-code";

    public const string Passkey = "passkey";

    /// <summary>By a provider outside.</summary>
    public const string Provider = "provider";

    /// <summary>By a provider outside, and a code of an authenticator app.</summary>
    public const string ProviderAndCode = "provider-code";

    /// <summary>By a provider outside that is vouched to ask for a second step itself.</summary>
    public const string ProviderWithStep = "provider-step";

    /// <summary>By the link of an invitation, which made the account.</summary>
    public const string Invitation = "invitation";

    /// <summary>By the button of a demonstration.</summary>
    public const string Demonstration = "demonstration";
}

internal sealed class AccountSessionConfiguration : IEntityTypeConfiguration<AccountSession>
{
    public void Configure(EntityTypeBuilder<AccountSession> builder)
    {
        builder.ToTable("account_session");
        builder.Property(session => session.Method).HasMaxLength(20);
        builder.Property(session => session.Provider).HasMaxLength(40);
        builder.Property(session => session.Browser).HasMaxLength(80);
        builder.Property(session => session.Network).HasMaxLength(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(session => session.AccountId);
        builder.HasIndex(session => new { session.AccountId, session.EndedAt });
    }
}

public static class SessionSets
{
    extension(RotundaDb db)
    {
        public DbSet<AccountSession> AccountSessions => db.Set<AccountSession>();
    }
}
