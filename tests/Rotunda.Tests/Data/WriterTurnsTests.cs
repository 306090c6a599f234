using Microsoft.EntityFrameworkCore;
using Rotunda.Data;
using Rotunda.Modules.Alliance.Institutions;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

/// <summary>Long work that writes transaction after transaction, and somebody who wants to save one thing meanwhile.</summary>
public abstract class WriterTurnsTests(Site site)
{
    [Fact]
    public async Task Whoever_waits_gets_to_write_before_the_long_work_is_over()
    {
        await using var db = site.Db();
        var turns = new WriterTurns(db);
        var other = Task.CompletedTask;
        var rounds = 0;
        for (; rounds < 300 && (rounds < 3 || !other.IsCompleted); rounds++)
        {
            await using (var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
            {
                await WriteAsync(db);
                if (rounds == 2) other = Task.Run(async () =>
                {
                    await using var own = site.Db();
                    await WriteAsync(own);
                });
                await Task.Delay(20, TestContext.Current.CancellationToken);
                await transaction.CommitAsync(TestContext.Current.CancellationToken);
            }

            await turns.GiveAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(other.IsCompletedSuccessfully, $"Nobody else could write in {rounds} transactions.");
    }

    [Fact]
    public async Task Inside_a_transaction_of_the_caller_nobody_waits()
    {
        await using var db = site.Db();
        var turns = new WriterTurns(db);
        await Task.Delay(60, TestContext.Current.CancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);

        Assert.True(turns.GiveAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    private static Task<int> WriteAsync(RotundaDb db) =>
        db.Set<Institution>().Where(row => row.Code == "upc").ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version + 1), TestContext.Current.CancellationToken);
}

public sealed class WriterTurnsTestsOnSqlite(SqliteSite site) : WriterTurnsTests(site), IClassFixture<SqliteSite>;

public sealed class WriterTurnsTestsOnPostgres(PostgresSite site) : WriterTurnsTests(site), IClassFixture<PostgresSite>;
