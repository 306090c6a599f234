namespace Rotunda.Modules.Media.Images.Formats;

/// <summary>Goes through bytes that may end anywhere.</summary>
internal ref struct ByteReading(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    public readonly int Left => _bytes.Length - At;

    /// <exception cref="ImageFaultException">The file ends before.</exception>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left) throw ImageFaultException.Damaged();
        var taken = _bytes.Slice(At, (int)count);
        At += (int)count;
        return taken;
    }

    public byte Byte() => Take(1)[0];
}
