using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Modules.Shared.Contributions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>Verification beside a program that serves: rules see the database of one moment.</summary>
public abstract class SnapshotTests(Site site)
{
    [Fact]
    public async Task A_rule_that_reads_twice_does_not_see_what_was_written_between()
    {
        await using var db = site.Db();
        var rule = new ReadsTwice(site);

        var (violations, _) = await DatabaseVerification.RunAsync(db, site.Services.GetRequiredService<FileStore>(), [rule, rule], TestContext.Current.CancellationToken);

        Assert.Empty(violations);
        // Outside of a snapshot the same rule sees the change at once
        Assert.Single(await rule.ViolationsAsync(db, TestContext.Current.CancellationToken));
        Assert.Equal(3, rule.Written);
    }

    [Fact]
    public async Task A_snapshot_ends_and_leaves_the_context_as_it_was()
    {
        await using var db = site.Db();
        await using (await Snapshot.BeginAsync(db, TestContext.Current.CancellationToken))
        {
            await db.Institutions.CountAsync(TestContext.Current.CancellationToken);
            // Inside another it is that one
            await using (await Snapshot.BeginAsync(db, TestContext.Current.CancellationToken)) Assert.NotNull(db.Database.CurrentTransaction);
            Assert.NotNull(db.Database.CurrentTransaction);
        }

        Assert.Null(db.Database.CurrentTransaction);
        Assert.Equal(System.Data.ConnectionState.Closed, db.Database.GetDbConnection().State);
    }

    /// <summary>Counts, lets somebody else write, and counts again.</summary>
    private sealed class ReadsTwice(Site site) : IInvariant
    {
        public int Written { get; private set; }

        public string Name => "reads twice";

        public async Task<IReadOnlyList<string>> ViolationsAsync(RotundaDb db, CancellationToken cancellationToken)
        {
            var before = await db.Institutions.SumAsync(row => row.Version, cancellationToken);
            await using (var other = site.Db()) Written += await other.Institutions.Where(row => row.Code == "upc").ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version + 1), cancellationToken);
            var after = await db.Institutions.SumAsync(row => row.Version, cancellationToken);
            return before == after ? [] : [$"{before} became {after}"];
        }
    }
}

public sealed class SnapshotTestsOnSqlite(SqliteSite site) : SnapshotTests(site), IClassFixture<SqliteSite>;

public sealed class SnapshotTestsOnPostgres(PostgresSite site) : SnapshotTests(site), IClassFixture<PostgresSite>;
