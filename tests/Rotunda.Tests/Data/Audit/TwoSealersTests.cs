using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Rotunda.Data;
using Rotunda.Data.Audit;
using Rotunda.Data.Leases;
using Rotunda.Modules.Shared.Access;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Audit;

/// <summary>Two nodes that seal at the same time never fork the chain, not even when both believe that they hold the lease.</summary>
public sealed class TwoSealersTests(EmptyPostgresSite site) : IClassFixture<EmptyPostgresSite>
{
    private const int Rounds = 8;
    private const int PerRound = 12;

    [Fact]
    public async Task Sealers_that_take_turns_by_lease_chain_everything_once()
    {
        await using var other = OtherNode.Of(site);
        var sealers = new[] { site.Services.GetRequiredService<AuditSealer>(), other.Services.GetRequiredService<AuditSealer>() };
        for (var round = 0; round < Rounds; round++)
        {
            await RecordAsync();
            await Task.WhenAll(sealers.Select(sealer => Task.Run(() => sealer.SealAsync(CancellationToken.None))));
            // The lease of one lapses before the other seals, so both get their turn
            site.Clock.Advance(Duration.FromMinutes(1));
        }

        await sealers[0].SealAsync(CancellationToken.None);
        await ExpectWholeChainAsync();
    }

    [Fact]
    public async Task A_sealer_whose_lease_lapsed_under_it_fails_and_leaves_the_chain_to_the_other()
    {
        // Their clocks lie an hour apart, so that the later ones find every lease of the earlier ones lapsed while these still seal
        var clocks = Enumerable.Range(1, 3).Select(hours => new TestClock(site.Clock.GetCurrentInstant() + Duration.FromHours(hours))).ToList();
        var nodes = clocks.Select(clock => OtherNode.Of(site, services => services.AddSingleton<IClock>(clock))).ToList();
        var sealers = nodes.Select(node => node.Services.GetRequiredService<AuditSealer>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            await RecordAsync();
            await Task.WhenAll(sealers.Select(sealer => Task.Run(() => TrySealAsync(sealer))));
            await using var db = site.Db();
            await db.Set<Lease>().Where(lease => lease.Name == "audit-sealer").ExecuteDeleteAsync();
        }

        await sealers[0].SealAsync(CancellationToken.None);
        foreach (var node in nodes) await node.DisposeAsync();
        await ExpectWholeChainAsync();
    }

    private static async Task TrySealAsync(AuditSealer sealer)
    {
        try
        {
            await sealer.SealAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is DbUpdateException or PostgresException or InvalidOperationException { InnerException: PostgresException or DbUpdateException })
        {
            // The database refused the second of two writers, which the loop would log and try again
        }
    }

    private async Task RecordAsync()
    {
        await using var db = site.Db();
        for (var i = 0; i < PerRound; i++) site.Services.GetRequiredService<AuditTrail>().Record(db, Viewer.Program, "test.act", "test", "x");
        await db.SaveChangesAsync();
    }

    private async Task ExpectWholeChainAsync()
    {
        await using var db = site.Db();
        var chain = await DatabaseVerification.Chain(db, 1).ToListAsync();
        Assert.Null(AuditChain.FirstBreak(AuditChain.Origin, 1, chain));
        Assert.Equal(0, chain.Count % (Rounds * PerRound));
        Assert.Equal(await db.AuditEntries.CountAsync(), chain.Count);
    }
}
