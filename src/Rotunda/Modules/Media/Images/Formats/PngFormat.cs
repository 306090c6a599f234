using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace Rotunda.Modules.Media.Images.Formats;

/// <summary>PNG (ISO/IEC 15948). Chunks that paint or that say how colours are meant are kept; texts, times, Exif and unknown ones are not.</summary>
internal static class PngFormat
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly FrozenSet<string> Kept =
        new[] { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD", "hIST", "sPLT", "cICP" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(TableEntry)];

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    public static ImageBytes Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new ByteReading(bytes);
        using var kept = new MemoryStream(bytes.Length);
        kept.Write(reading.Take(Signature.Length));
        var (width, height, hasPixels) = (0, 0, false);
        while (true)
        {
            var from = reading.At;
            var length = BinaryPrimitives.ReadUInt32BigEndian(reading.Take(4));
            var type = Encoding.Latin1.GetString(reading.Take(4));
            var content = reading.Take(length);
            if (BinaryPrimitives.ReadUInt32BigEndian(reading.Take(4)) != Checksum(bytes.Slice(from + 4, content.Length + 4))) throw ImageFaultException.Damaged();
            if ((type == "IHDR") != (from == Signature.Length)) throw ImageFaultException.Damaged();
            if (type == "acTL") throw new ImageFaultException("fault.image-animated");
            if (type == "IHDR")
            {
                if (content.Length != 13) throw ImageFaultException.Damaged();
                var (wide, high) = (BinaryPrimitives.ReadUInt32BigEndian(content), BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
                if (wide > int.MaxValue || high > int.MaxValue) throw ImageFaultException.Damaged();
                (width, height) = ((int)wide, (int)high);
            }

            hasPixels |= type == "IDAT";
            if (Kept.Contains(type)) kept.Write(bytes[from..reading.At]);
            if (type == "IEND") break;
        }

        if (!hasPixels) throw ImageFaultException.Damaged();
        return new ImageBytes("image/png", ".png", width, height, kept.ToArray());
    }

    /// <summary>The checksum of a chunk (ISO/IEC 15948, annex D).</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes) sum = Table[(sum ^ value) & 0xFF] ^ (sum >> 8);
        return ~sum;
    }

    private static uint TableEntry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++) entry = (entry & 1) == 1 ? 0xEDB88320 ^ (entry >> 1) : entry >> 1;
        return entry;
    }
}
