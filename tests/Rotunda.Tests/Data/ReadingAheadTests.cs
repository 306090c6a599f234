using Rotunda.Data;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data;

public sealed class ReadingAheadTests
{
    [Fact]
    public async Task Items_come_in_their_order_and_the_next_one_is_made_meanwhile()
    {
        var (made, taken) = (new List<int>(), new List<int>());
        var second = new TaskCompletionSource();
        await foreach (var item in Items().OneAheadAsync())
        {
            // Whoever asks is still busy with the first one
            if (item == 1) await second.Task.SoonAsync();
            taken.Add(item);
            Assert.True(made.Count <= item + 1, "Never more than one ahead");
        }

        Assert.Equal([1, 2, 3], taken);

        async IAsyncEnumerable<int> Items()
        {
            for (var i = 1; i <= 3; i++)
            {
                await Task.Yield();
                made.Add(i);
                if (i == 2) second.SetResult();
                yield return i;
            }
        }
    }

    [Fact]
    public async Task A_failure_comes_after_the_items_before_it()
    {
        var taken = new List<int>();
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in Items().OneAheadAsync()) taken.Add(item);
        });

        Assert.Equal(("broken", 1), (failure.Message, Assert.Single(taken)));

        static async IAsyncEnumerable<int> Items()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidDataException("broken");
        }
    }

    [Fact]
    public async Task Who_stops_early_waits_for_what_is_being_made_and_ends_it()
    {
        var (isMade, isEnded) = (false, false);
        var goOn = new TaskCompletionSource();
        var stopping = Task.Run(async () =>
        {
            await foreach (var item in Items().OneAheadAsync())
            {
                Assert.Equal(1, item);
                goOn.SetResult();
                throw new InvalidOperationException("enough");
            }
        });

        Assert.Equal("enough", (await Assert.ThrowsAsync<InvalidOperationException>(() => stopping)).Message);
        Assert.True(isMade);
        Assert.True(isEnded);

        async IAsyncEnumerable<int> Items()
        {
            try
            {
                yield return 1;
                await goOn.Task;
                // Whoever did not wait for this would be done long before
                await Task.Delay(100);
                isMade = true;
                yield return 2;
            }
            finally
            {
                isEnded = true;
            }
        }
    }
}
