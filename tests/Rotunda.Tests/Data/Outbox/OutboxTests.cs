using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Rotunda.Data;
using Rotunda.Data.Outbox;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Outbox;

/// <summary>Messages reach each consumer, again after failures, and from another node when the first one dies.</summary>
/// <remarks>The nodes of these tests have consumers that the site itself does not know, so that its own loop leaves them alone.</remarks>
public abstract class OutboxTests(Site site)
{
    [Fact]
    public async Task Every_consumer_that_wants_a_message_hears_of_it_once()
    {
        var (mail, index, deaf) = (new RecordingConsumer("mail-1", "once"), new RecordingConsumer("index-1", "once"), new RecordingConsumer("deaf-1", "else"));
        await using var node = NodeWith(mail, index, deaf);
        await SendAsync(node, "once", "a");

        var first = await DispatcherOf(node).DispatchAsync(CancellationToken.None);
        var second = await DispatcherOf(node).DispatchAsync(CancellationToken.None);

        Assert.Equal((2, 0), (first, second));
        Assert.Equal(["\"a\""], mail.Heard.Select(heard => heard.Json));
        Assert.Equal(["\"a\""], index.Heard.Select(heard => heard.Json));
        Assert.Empty(deaf.Heard);
        Assert.NotEqual(mail.Heard[0].Delivery, index.Heard[0].Delivery);
    }

    [Fact]
    public async Task A_message_that_nobody_wants_is_not_stored()
    {
        await using var node = NodeWith(new RecordingConsumer("deaf-2", "else"));

        await SendAsync(node, "unwanted", "a");

        await using var db = site.Db();
        Assert.Equal(0, await db.Set<OutboxMessage>().CountAsync(message => message.Kind == "unwanted"));
    }

    [Fact]
    public async Task A_transaction_that_rolls_back_sends_nothing()
    {
        var consumer = new RecordingConsumer("mail-3", "undone");
        await using var node = NodeWith(consumer);
        await using (var db = site.Db())
        await using (await db.Database.BeginTransactionAsync())
        {
            node.Services.GetRequiredService<OutboxWriter>().Add(db, "undone", "a");
            await db.SaveChangesAsync();
        }

        var tried = await DispatcherOf(node).DispatchAsync(CancellationToken.None);

        Assert.Equal(0, tried);
        Assert.Empty(consumer.Heard);
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_after_doubling_pauses_under_the_same_key()
    {
        var consumer = new RecordingConsumer("mail-4", "failing") { Act = _ => throw new InvalidOperationException("The mail server is away.") };
        await using var node = NodeWith(consumer);
        await SendAsync(node, "failing", "a");
        foreach (var pause in new[] { 5, 10, 20 })
        {
            var tried = site.Clock.GetCurrentInstant();
            await DispatcherOf(node).DispatchAsync(CancellationToken.None);

            var failed = await DeliveryAsync("mail-4");
            Assert.Equal((tried + Duration.FromSeconds(pause), null, "The mail server is away."), (failed.DueAt, failed.DeliveredAt, failed.Error));
            site.Clock.Advance(Duration.FromSeconds(pause) - Duration.FromMilliseconds(1));
            Assert.Equal(0, await DispatcherOf(node).DispatchAsync(CancellationToken.None));
            site.Clock.Advance(Duration.FromMilliseconds(1));
        }

        consumer.Act = _ => Task.CompletedTask;
        await DispatcherOf(node).DispatchAsync(CancellationToken.None);

        var delivered = await DeliveryAsync("mail-4");
        Assert.Equal((4, site.Clock.GetCurrentInstant(), null), (delivered.Attempts, delivered.DeliveredAt, delivered.Error));
        Assert.Equal(4, consumer.Heard.Count);
        Assert.Equal([delivered.Id], consumer.Heard.Select(heard => heard.Delivery).Distinct());
    }

    [Fact]
    public async Task The_pause_grows_to_an_hour_at_most()
    {
        var consumer = new RecordingConsumer("mail-5", "broken") { Act = _ => throw new InvalidOperationException("no") };
        await using var node = NodeWith(consumer);
        await SendAsync(node, "broken", "a");
        await using (var db = site.Db()) await db.Set<OutboxDelivery>().Where(row => row.Consumer == "mail-5").ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, 2000));

        await DispatcherOf(node).DispatchAsync(CancellationToken.None);

        Assert.Equal(site.Clock.GetCurrentInstant() + Duration.FromHours(1), (await DeliveryAsync("mail-5")).DueAt);
    }

    [Fact]
    public async Task A_failing_consumer_does_not_hold_up_the_others()
    {
        var (failing, working) = (new RecordingConsumer("mail-6", "both") { Act = _ => throw new InvalidOperationException("no") }, new RecordingConsumer("index-6", "both"));
        await using var node = NodeWith(failing, working);
        for (var i = 0; i < 3; i++) await SendAsync(node, "both", i);

        await DispatcherOf(node).DispatchAsync(CancellationToken.None);

        Assert.Equal(["0", "1", "2"], working.Heard.Select(heard => heard.Json).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_node_delivers_what_a_dead_one_had_taken_when_its_time_is_over()
    {
        using var death = new CancellationTokenSource();
        var dying = new RecordingConsumer("mail-7", "inherited") { Act = _ => death.CancelAsync() };
        var heir = new RecordingConsumer("mail-7", "inherited");
        await using var first = NodeWith(dying);
        await using var second = NodeWith(heir);
        await SendAsync(first, "inherited", "a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DispatcherOf(first).DispatchAsync(death.Token));

        var early = await DispatcherOf(second).DispatchAsync(CancellationToken.None);
        site.Clock.Advance(Duration.FromMinutes(2));
        var late = await DispatcherOf(second).DispatchAsync(CancellationToken.None);

        Assert.Equal((0, 1), (early, late));
        Assert.Equal(dying.Heard[0].Delivery, Assert.Single(heir.Heard).Delivery);
        Assert.Equal(2, (await DeliveryAsync("mail-7")).Attempts);
    }

    [Fact]
    public async Task A_node_that_fails_after_its_time_does_not_undo_what_another_delivered()
    {
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = new RecordingConsumer("mail-8", "late")
        {
            Act = _ =>
            {
                began.SetResult();
                return end.Task;
            },
        };
        await using var first = NodeWith(slow);
        await using var second = NodeWith(new RecordingConsumer("mail-8", "late"));
        await SendAsync(first, "late", "a");
        var dispatching = DispatcherOf(first).DispatchAsync(CancellationToken.None);
        await began.Task.SoonAsync();
        site.Clock.Advance(Duration.FromMinutes(3));
        await DispatcherOf(second).DispatchAsync(CancellationToken.None);
        var delivered = (await DeliveryAsync("mail-8")).DeliveredAt;

        end.SetException(new TimeoutException("too late"));
        await dispatching;

        Assert.NotNull(delivered);
        Assert.Equal(delivered, (await DeliveryAsync("mail-8")).DeliveredAt);
    }

    [Fact]
    public async Task Two_nodes_at_once_share_the_deliveries()
    {
        var consumer = new RecordingConsumer("mail-9", "shared");
        await using var first = NodeWith(consumer);
        await using var second = NodeWith(consumer);
        for (var i = 0; i < 20; i++) await SendAsync(first, "shared", i);

        await Task.WhenAll(new[] { first, second }.Select(node => Task.Run(() => DispatcherOf(node).DispatchAsync(CancellationToken.None))));

        Assert.Equal(Enumerable.Range(0, 20).ToHashSet(), consumer.Heard.Select(heard => int.Parse(heard.Json, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet());
        Assert.Equal(20, consumer.Heard.Count);
    }

    private OtherNode NodeWith(params IOutboxConsumer[] consumers) => OtherNode.Of(site, services =>
    {
        // What the site itself has yet to deliver is not this node's
        services.RemoveAll<IOutboxConsumer>();
        foreach (var consumer in consumers) services.AddSingleton(consumer);
    });

    private static OutboxDispatcher DispatcherOf(OtherNode node) => node.Services.GetRequiredService<OutboxDispatcher>();

    private async Task SendAsync<T>(OtherNode node, string kind, T details)
    {
        await using var db = site.Db();
        node.Services.GetRequiredService<OutboxWriter>().Add(db, kind, details);
        await db.SaveChangesAsync();
    }

    private async Task<OutboxDelivery> DeliveryAsync(string consumer)
    {
        await using var db = site.Db();
        return await db.Set<OutboxDelivery>().AsNoTracking().SingleAsync(row => row.Consumer == consumer);
    }
}

public sealed class OutboxTestsOnSqlite(EmptySqliteSite site) : OutboxTests(site), IClassFixture<EmptySqliteSite>;

public sealed class OutboxTestsOnPostgres(EmptyPostgresSite site) : OutboxTests(site), IClassFixture<EmptyPostgresSite>;
