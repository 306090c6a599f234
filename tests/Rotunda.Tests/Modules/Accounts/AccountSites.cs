using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;

namespace Rotunda.Tests.Modules.Accounts;

/// <summary>An empty embedded site whose whole time is the test's clock, and which counts what it hashes.</summary>
public sealed class AccountSqliteSite : SqliteSite
{
    protected override bool IsDemonstration => false;

    protected override bool HasAddressForEach => true;

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        AccountParts.Replace(builder.Services, Clock);
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class AccountPostgresSite : PostgresSite
{
    protected override bool IsDemonstration => false;

    protected override bool HasAddressForEach => true;

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        AccountParts.Replace(builder.Services, Clock);
    }
}

internal static class AccountParts
{
    /// <summary>A role with an act that no other role may do.</summary>
    public const string HigherRole = "auditor";

    public static void Replace(IServiceCollection services, IClock clock)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new TestTime(clock)));
        services.AddSingleton<CountingHasher>();
        services.AddScoped<IPasswordHasher<Account>>(provider => provider.GetRequiredService<CountingHasher>());
        services.AddSingleton(new RoleContribution(HigherRole, [new Act("audit.everything")]));
    }

    /// <summary>Tells the time of the test's clock; timers run by the real one.</summary>
    private sealed class TestTime(IClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
    }
}

/// <summary>Hashes passwords as the program does and counts how often it was asked.</summary>
public sealed class CountingHasher(IOptions<PasswordHasherOptions> options) : IPasswordHasher<Account>
{
    private readonly PasswordHasher<Account> _hasher = new(options);
    private readonly ConcurrentDictionary<string, int> _verifiedFor = new(StringComparer.Ordinal);
    private int _verified;

    /// <summary>How often a password was verified.</summary>
    public int Verified => _verified;

    /// <summary>How often a password of an account was looked at.</summary>
    public int VerifiedFor(string email) => _verifiedFor.GetValueOrDefault(email);

    public string HashPassword(Account user, string password) => _hasher.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _verified);
        _verifiedFor.AddOrUpdate(user.Email ?? "", 1, (_, count) => count + 1);
        return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
