using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Leases;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>What goes after its time goes by itself, once a day, whichever node does it.</summary>
public abstract class RetentionLoopTests(Site site)
{
    [Fact]
    public async Task Rules_are_applied_once_a_day_by_one_of_the_nodes()
    {
        var rule = new CountedRule();
        await using var other = OtherNode.Of(site);
        using var first = LoopOf(site.Services, rule);
        using var second = LoopOf(other.Services, rule);

        // Readers come first after a start; then one does it, and nobody again before the day is over
        Assert.Equal(0, await LookAsync(Duration.Zero));
        Assert.Equal(1, await LookAsync(Duration.FromHours(1)));
        Assert.Equal(1, await LookAsync(Duration.FromHours(22)));
        Assert.Equal(2, await LookAsync(Duration.FromHours(2)));
        Assert.Equal(2, await LookAsync(Duration.FromHours(2)));

        async Task<int> LookAsync(Duration later)
        {
            site.Clock.Advance(later);
            foreach (var loop in new[] { first, second }) await loop.ApplyWhenDueAsync(TestContext.Current.CancellationToken);
            return rule.Times;
        }
    }

    private static RetentionLoop LoopOf(IServiceProvider services, IRetentionRule rule) => new(
        services.GetRequiredService<IDbContextFactory<RotundaDb>>(), [rule], services.GetRequiredService<NodeLeases>(), services.GetRequiredService<IClock>(), services.GetRequiredService<WorkSignal>(),
        TimeProvider.System, NullLogger<RetentionLoop>.Instance);

    private sealed class CountedRule : IRetentionRule
    {
        public string Name => "counted";

        public int Times { get; private set; }

        public Task<int> ApplyAsync(RotundaDb db, Instant now, CancellationToken cancellationToken) => Task.FromResult(++Times);
    }
}

public sealed class RetentionLoopTestsOnSqlite(EmptySqliteSite site) : RetentionLoopTests(site), IClassFixture<EmptySqliteSite>;

public sealed class RetentionLoopTestsOnPostgres(EmptyPostgresSite site) : RetentionLoopTests(site), IClassFixture<EmptyPostgresSite>;
