using System.Buffers.Binary;

namespace Rotunda.Demo.Seeds;

/// <summary>Compresses runs of equal bytes with the fixed codes of deflate (RFC 1951, 3.2.6). What a library makes of the same bytes changes with its version; this does not.</summary>
internal static class PlainDeflate
{
    private const int ShortestRun = 3;
    private const int LongestRun = 258;

    private static readonly int[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>A zlib stream (RFC 1950).</summary>
    public static byte[] Zlib(ReadOnlySpan<byte> bytes)
    {
        var bits = new Bits();
        bits.Add(1, 1);
        bits.Add(1, 2);
        for (var at = 0; at < bytes.Length;)
        {
            var run = 0;
            while (at > 0 && run < LongestRun && at + run < bytes.Length && bytes[at + run] == bytes[at - 1]) run++;
            if (run >= ShortestRun)
            {
                var code = LengthBase.Length - 1;
                while (LengthBase[code] > run) code--;
                Symbol(bits, 257 + code);
                bits.Add(run - LengthBase[code], LengthExtra[code]);
                // Distance one: the byte before
                bits.Add(0, 5);
                at += run;
            }
            else
            {
                Symbol(bits, bytes[at++]);
            }
        }

        Symbol(bits, 256);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Adler(bytes));
        return [0x78, 0x01, .. bits.End(), .. sum];
    }

    private static void Symbol(Bits bits, int symbol)
    {
        var (code, length) = symbol switch
        {
            < 144 => (0x30 + symbol, 8),
            < 256 => (0x190 + symbol - 144, 9),
            < 280 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        for (var bit = length - 1; bit >= 0; bit--) bits.Add((code >> bit) & 1, 1);
    }

    private static uint Adler(ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (1u, 0u);
        foreach (var value in bytes) (a, b) = ((a + value) % 65521, (b + a + value) % 65521);
        return (b << 16) | a;
    }

    private sealed class Bits
    {
        private readonly List<byte> _bytes = [];
        private int _pending;
        private int _count;

        /// <summary>Adds bits, the lowest first.</summary>
        public void Add(int value, int count)
        {
            for (var bit = 0; bit < count; bit++)
            {
                _pending |= ((value >> bit) & 1) << _count;
                if (++_count < 8) continue;
                _bytes.Add((byte)_pending);
                (_pending, _count) = (0, 0);
            }
        }

        public List<byte> End()
        {
            if (_count > 0) _bytes.Add((byte)_pending);
            return _bytes;
        }
    }
}
