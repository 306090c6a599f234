namespace Rotunda.Data;

/// <summary>Reads the next part of something while the last one is worked on.</summary>
internal static class ReadingAhead
{
    /// <summary>
    /// The same items in the same order; the one that follows is made on another thread while whoever asks is busy with the one before, never more than one ahead. What makes them
    /// may not use what the one who asks uses at the same time, such as a database context.
    /// </summary>
    /// <remarks>A failure comes when its item is asked for. Where nobody asks any more, the item that is being made is waited for, and what becomes of it is of no interest then.</remarks>
    public static async IAsyncEnumerable<T> OneAheadAsync<T>(this IAsyncEnumerable<T> items)
    {
        await using var from = items.GetAsyncEnumerator(CancellationToken.None);
        var next = NextAsync();
        try
        {
            while (await next)
            {
                var item = from.Current;
                next = NextAsync();
                yield return item;
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<bool> NextAsync() => Task.Run(() => from.MoveNextAsync().AsTask());
    }
}
