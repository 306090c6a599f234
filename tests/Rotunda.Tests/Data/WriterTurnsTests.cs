using System.Diagnostics;
using Rotunda.Data;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

public sealed class WriterTurnsOnSqliteTests(SqliteSite site) : IClassFixture<SqliteSite>
{
    [Fact]
    public async Task Work_that_went_on_long_enough_rests_a_moment()
    {
        await using var db = site.Db();
        var turns = await LongWork.OfAsync(db);
        var rest = Stopwatch.StartNew();

        await turns.GiveAsync(TestContext.Current.CancellationToken);

        // Never less than what it rests; half of that allows for coarse clocks
        Assert.True(rest.ElapsedMilliseconds >= 5, $"It rested {rest.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task Inside_a_transaction_of_the_caller_nobody_waits()
    {
        await using var db = site.Db();
        var turns = await LongWork.OfAsync(db);
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);

        Assert.True(turns.GiveAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }
}

public sealed class WriterTurnsOnPostgresTests(PostgresSite site) : IClassFixture<PostgresSite>
{
    [Fact]
    public async Task Where_nobody_waits_for_the_writer_nothing_rests()
    {
        await using var db = site.Db();

        Assert.True((await LongWork.OfAsync(db)).GiveAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }
}

internal static class LongWork
{
    /// <summary>Turns of work that has gone on for longer than others are kept waiting.</summary>
    public static async Task<WriterTurns> OfAsync(RotundaDb db)
    {
        var turns = new WriterTurns(db);
        await Task.Delay(60, TestContext.Current.CancellationToken);
        return turns;
    }
}
