using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rotunda.Data.Leases;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Leases;

/// <summary>One node at a time has a lease, as long as it renews it.</summary>
public abstract class LeaseTests(Site site)
{
    private static readonly Duration Length = Duration.FromSeconds(15);

    [Fact]
    public async Task A_lease_is_refused_to_another_node_until_it_lapses()
    {
        await using var node = OtherNode.Of(site);
        var (mine, other) = (LeasesOf(site.Services), LeasesOf(node.Services));

        Assert.True(await mine.TryTakeAsync("lapsing", Length, CancellationToken.None));
        Assert.False(await other.TryTakeAsync("lapsing", Length, CancellationToken.None));
        site.Clock.Advance(Length);
        Assert.False(await other.TryTakeAsync("lapsing", Length, CancellationToken.None));
        site.Clock.Advance(Duration.FromMilliseconds(1));
        Assert.True(await other.TryTakeAsync("lapsing", Length, CancellationToken.None));
        Assert.False(await mine.TryTakeAsync("lapsing", Length, CancellationToken.None));
        Assert.Equal((other.Node, site.Clock.GetCurrentInstant() + Length), await LeaseAsync("lapsing"));
    }

    [Fact]
    public async Task A_node_renews_its_lease()
    {
        await using var node = OtherNode.Of(site);
        var (mine, other) = (LeasesOf(site.Services), LeasesOf(node.Services));
        await mine.TryTakeAsync("renewed", Length, CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            site.Clock.Advance(Duration.FromSeconds(10));
            Assert.True(await mine.TryTakeAsync("renewed", Length, CancellationToken.None));
        }

        Assert.False(await other.TryTakeAsync("renewed", Length, CancellationToken.None));
        Assert.Equal((mine.Node, site.Clock.GetCurrentInstant() + Length), await LeaseAsync("renewed"));
    }

    [Fact]
    public async Task A_node_that_stops_releases_its_own_lease_and_no_other()
    {
        await using var node = OtherNode.Of(site);
        var (mine, other) = (LeasesOf(site.Services), LeasesOf(node.Services));
        await mine.TryTakeAsync("released", Length, CancellationToken.None);

        await other.ReleaseAsync("released", CancellationToken.None);
        Assert.False(await other.TryTakeAsync("released", Length, CancellationToken.None));
        await mine.ReleaseAsync("released", CancellationToken.None);
        Assert.True(await other.TryTakeAsync("released", Length, CancellationToken.None));
    }

    [Fact]
    public async Task Of_nodes_that_ask_at_once_one_has_it()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => OtherNode.Of(site)).ToList();

        var taken = await Task.WhenAll(nodes.Select(node => Task.Run(() => LeasesOf(node.Services).TryTakeAsync("contested", Length, CancellationToken.None))));

        Assert.Equal([false, false, false, true], taken.Order());
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task The_name_of_a_node_on_a_machine_with_the_longest_name_fits_its_column()
    {
        await using var db = site.Db();
        var machine = new string('m', 63);
        var name = NodeLeases.NameOf(machine, int.MaxValue);

        db.Add(new Lease { Name = "long", Owner = name, Until = site.Clock.GetCurrentInstant() });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.InRange(name.Length, 1, db.Model.FindEntityType(typeof(Lease))!.FindProperty(nameof(Lease.Owner))!.GetMaxLength()!.Value);
        Assert.NotEqual(name, NodeLeases.NameOf(machine, int.MaxValue));
        Assert.Equal(name, (await LeaseAsync("long")).Owner);
    }

    private static NodeLeases LeasesOf(IServiceProvider services) => services.GetRequiredService<NodeLeases>();

    private async Task<(string Owner, Instant Until)> LeaseAsync(string name)
    {
        await using var db = site.Db();
        var row = await db.Set<Lease>().AsNoTracking().SingleAsync(lease => lease.Name == name);
        return (row.Owner, row.Until);
    }
}

public sealed class LeaseTestsOnSqlite(EmptySqliteSite site) : LeaseTests(site), IClassFixture<EmptySqliteSite>;

public sealed class LeaseTestsOnPostgres(EmptyPostgresSite site) : LeaseTests(site), IClassFixture<EmptyPostgresSite>;
