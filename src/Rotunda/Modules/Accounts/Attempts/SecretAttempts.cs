using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rotunda.Data;

namespace Rotunda.Modules.Accounts.Attempts;

/// <summary>How often somebody tried the secret that belongs to an address, whether the address has an account or not.</summary>
public sealed class SecretAttempt
{
    /// <summary>SHA-256 of what is tried and of the address.</summary>
    public required byte[] Key { get; init; }

    /// <summary>Tries since the last right one.</summary>
    public int Count { get; init; }

    /// <summary>Until then every try is refused; null while tries are open.</summary>
    public Instant? LockedUntil { get; init; }

    public Instant LastAt { get; init; }
}

internal sealed class SecretAttemptConfiguration : IEntityTypeConfiguration<SecretAttempt>
{
    public void Configure(EntityTypeBuilder<SecretAttempt> builder)
    {
        builder.ToTable("account_attempt");
        builder.HasKey(attempt => attempt.Key);
        builder.Property(attempt => attempt.Key).HasMaxLength(SHA256.HashSizeInBytes);
        builder.HasIndex(attempt => attempt.LastAt);
    }
}

public static class SecretAttemptSets
{
    extension(RotundaDb db)
    {
        public DbSet<SecretAttempt> SecretAttempts => db.Set<SecretAttempt>();
    }
}

/// <summary>
/// Counts tries before they are looked at, in one statement each: of many at one moment no more than the allowed number is looked at. An
/// address without an account costs the same statements as one with.
/// </summary>
/// <remarks>Stands in the place of Identity's own count, which is read, raised in memory and written back, so that tries at one moment count as one.</remarks>
public sealed class SecretAttempts(RotundaDb db, IClock clock)
{
    /// <summary>So many tries, then a pause.</summary>
    public const int Most = 10;

    public static readonly Duration Pause = Duration.FromMinutes(5);

    /// <summary>Counts a try.</summary>
    /// <param name="name">The address as it was typed.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>False while the address has its pause: the secret must not be looked at.</returns>
    public async Task<bool> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var key = KeyOf(name);
        while (true)
        {
            var now = clock.GetCurrentInstant();
            Instant? end = now + Pause;
            var taken = await db.SecretAttempts.Where(row => row.Key == key && (row.LockedUntil == null || row.LockedUntil <= now)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Count, row => row.Count + 1 >= Most ? 0 : row.Count + 1)
                    .SetProperty(row => row.LockedUntil, row => row.Count + 1 >= Most ? end : null)
                    .SetProperty(row => row.LastAt, now), cancellationToken);
            if (taken == 1) return true;
            // A refused try is written too: what the answer takes does not tell of the pause
            if (await db.SecretAttempts.Where(row => row.Key == key).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastAt, now), cancellationToken) == 1) return false;
            if (await AddAsync(key, now, cancellationToken)) return true;
        }
    }

    /// <summary>Writes one row that counts nothing, where a try of a known one would have written: waiting for the disk tells nobody anything.</summary>
    public async Task WriteNothingAsync(CancellationToken cancellationToken)
    {
        var (key, now) = (KeyOf("\n"), clock.GetCurrentInstant());
        if (await db.SecretAttempts.Where(row => row.Key == key).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastAt, now), cancellationToken) == 0) await AddAsync(key, now, cancellationToken);
    }

    /// <summary>Forgets the tries, after a right one.</summary>
    public async Task ClearAsync(string name, CancellationToken cancellationToken)
    {
        var key = KeyOf(name);
        await db.SecretAttempts.Where(row => row.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Takes one try back that was right but is not the whole: a password before the code of the second step.</summary>
    public async Task GiveBackAsync(string name, CancellationToken cancellationToken)
    {
        var key = KeyOf(name);
        await db.SecretAttempts.Where(row => row.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Count, row => row.LockedUntil != null ? Most - 1 : row.Count > 0 ? row.Count - 1 : 0).SetProperty(row => row.LockedUntil, (Instant?)null), cancellationToken);
    }

    internal static byte[] KeyOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes("sign-in\n" + name.Trim().ToUpperInvariant()));

    private async Task<bool> AddAsync(byte[] key, Instant now, CancellationToken cancellationToken)
    {
        var row = new SecretAttempt { Key = key, Count = 1, LastAt = now };
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            // Another try of the same moment was first; this one counts beside it
            return false;
        }
        finally
        {
            db.Entry(row).State = EntityState.Detached;
        }
    }
}
