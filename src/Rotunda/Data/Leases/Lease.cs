using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Rotunda.Data.Leases;

/// <summary>The right of one node to do a background task alone until a time, renewed while it works.</summary>
public sealed class Lease
{
    /// <summary>The task.</summary>
    public required string Name { get; init; }

    /// <summary>The node that holds it.</summary>
    public required string Owner { get; set; }

    /// <summary>When it lapses unless renewed.</summary>
    public Instant Until { get; set; }
}

internal sealed class LeaseConfiguration : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> builder)
    {
        builder.ToTable("lease");
        builder.HasKey(lease => lease.Name);
        builder.Property(lease => lease.Name).HasMaxLength(80);
        builder.Property(lease => lease.Owner).HasMaxLength(80);
    }
}

/// <summary>Takes and renews leases. A node that dies loses its leases when they lapse.</summary>
public sealed class NodeLeases(IDbContextFactory<RotundaDb> contexts, IClock clock)
{
    /// <summary>This process, by a name that no other bears.</summary>
    public string Node { get; } = $"{Environment.MachineName}-{Environment.ProcessId}-{RowId.New():N}";

    /// <summary>Takes the lease, or renews it; false while another node holds it.</summary>
    public async Task<bool> TryTakeAsync(string name, Duration length, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var until = now + length;
        var taken = await db.Set<Lease>()
            .Where(lease => lease.Name == name && (lease.Owner == Node || lease.Until < now))
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Owner, Node).SetProperty(lease => lease.Until, until), cancellationToken);
        if (taken == 1) return true;
        if (await db.Set<Lease>().AnyAsync(lease => lease.Name == name, cancellationToken)) return false;
        db.Add(new Lease { Name = name, Owner = Node, Until = until });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException error) when (error.IsUniqueViolation())
        {
            return false;
        }
    }

    /// <summary>Lets another node go on at once, when this one stops.</summary>
    public async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<Lease>().Where(lease => lease.Name == name && lease.Owner == Node).ExecuteDeleteAsync(cancellationToken);
    }
}
