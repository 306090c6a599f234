using System.Buffers.Binary;
using System.Text;

namespace Rotunda.Data.Backups;

/// <summary>
/// The 512 bytes before an entry of a tar archive (POSIX ustar; sizes of 8 GiB and more in GNU's binary form). It is written in one
/// way only, so that a reader makes it anew and compares: a link, a device, an owner or one altered bit is then another header.
/// </summary>
internal static class TarHeader
{
    public const int Block = 512;

    private const int NameLength = 100;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int TimeAt = 136;
    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;
    private const long LargestOctal = 0x1_FFFF_FFFF;

    /// <param name="name">ASCII, at most 100 bytes.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="time">Seconds since 1970.</param>
    public static byte[] Write(string name, long length, long time)
    {
        var header = new byte[Block];
        Encoding.ASCII.GetBytes(name, header.AsSpan(0, NameLength));
        Octal(header.AsSpan(100, 8), Convert.ToInt64("600", 8));
        Octal(header.AsSpan(108, 8), 0);
        Octal(header.AsSpan(116, 8), 0);
        if (length <= LargestOctal) Octal(header.AsSpan(SizeAt, SizeLength), length);
        else
        {
            header[SizeAt] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(SizeAt + 4, 8), length);
        }

        Octal(header.AsSpan(TimeAt, 12), time);
        header[156] = (byte)'0';
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(ChecksumAt, ChecksumLength).Fill((byte)' ');
        var sum = 0;
        foreach (var octet in header) sum += octet;
        Octal(header.AsSpan(ChecksumAt, ChecksumLength - 1), sum);
        return header;
    }

    /// <summary>Reads what a header says; the caller compares it with what <see cref="Write"/> makes of that.</summary>
    /// <returns>Null when it is no header of ours at all.</returns>
    public static (string Name, long Length, long Time)? Read(ReadOnlySpan<byte> header)
    {
        var end = header[..NameLength].IndexOf((byte)0);
        var name = Encoding.ASCII.GetString(header[..(end < 0 ? NameLength : end)]);
        var length = header[SizeAt] == 0x80 ? BinaryPrimitives.ReadInt64BigEndian(header.Slice(SizeAt + 4, 8)) : FromOctal(header.Slice(SizeAt, SizeLength));
        var time = FromOctal(header.Slice(TimeAt, 12));
        return length is >= 0 and { } size && time is { } seconds && Write(name, size, seconds).AsSpan().SequenceEqual(header) ? (name, size, seconds) : null;
    }

    /// <summary>How many zero bytes follow an entry, so that the next header begins at a whole block.</summary>
    public static int Padding(long length) => (int)((Block - length % Block) % Block);

    private static void Octal(Span<byte> field, long value)
    {
        // The last byte stays zero
        for (var index = field.Length - 2; index >= 0; index--, value >>= 3) field[index] = (byte)('0' + (value & 7));
    }

    private static long? FromOctal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var digit in field[..^1])
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = (value << 3) + (digit - '0');
        }

        return value;
    }
}
