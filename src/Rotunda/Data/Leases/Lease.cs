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
    /// <summary>How much of a machine's name is told; with process and id the name of a node then fits its columns.</summary>
    private const int LongestMachine = 30;

    /// <summary>This process, by a name that no other bears.</summary>
    public string Node { get; } = NameOf(Environment.MachineName, Environment.ProcessId);

    /// <summary>The name of a process, of which the id at its end makes sure that no other bears it.</summary>
    internal static string NameOf(string machine, int process) => $"{machine[..Math.Min(machine.Length, LongestMachine)]}-{process}-{RowId.New():N}";

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
        // Two nodes may come here at once: the second finds the row and says nothing of it, also in the log
        return await db.Database.ExecuteSqlAsync($"""INSERT INTO lease ("Name", "Owner", "Until") VALUES ({name}, {Node}, {until.ToDateTimeUtc()}) ON CONFLICT DO NOTHING""", cancellationToken) == 1;
    }

    /// <summary>Lets another node go on at once, when this one stops.</summary>
    public async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<Lease>().Where(lease => lease.Name == name && lease.Owner == Node).ExecuteDeleteAsync(cancellationToken);
    }
}
