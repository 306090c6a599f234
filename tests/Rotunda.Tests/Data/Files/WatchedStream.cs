namespace Rotunda.Tests.Data.Files;

/// <summary>A stream of bytes that calls the test when a reader has had some of them, and may then fail.</summary>
public sealed class WatchedStream(byte[] bytes, int callAt, Action call) : MemoryStream(bytes)
{
    private bool _called;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= callAt && !_called)
        {
            _called = true;
            call();
        }

        return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 4096)], cancellationToken);
    }
}
