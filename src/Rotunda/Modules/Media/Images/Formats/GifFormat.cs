using System.Buffers.Binary;

namespace Rotunda.Modules.Media.Images.Formats;

/// <summary>GIF 87a and 89a with one picture. Comments, texts and application extensions are taken out.</summary>
internal static class GifFormat
{
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8);

    public static ImageBytes Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new ByteReading(bytes);
        using var kept = new MemoryStream(bytes.Length);
        var head = reading.Take(13);
        kept.Write(head);
        kept.Write(reading.Take(ColoursOf(head[10])));
        var (width, height, pictures) = (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]), 0);
        while (true)
        {
            var kind = reading.Byte();
            if (kind == 0x3B) break;
            var from = reading.At - 1;
            if (kind == 0x21)
            {
                var isControl = reading.Byte() == 0xF9;
                Skip(ref reading);
                if (isControl) kept.Write(bytes[from..reading.At]);
            }
            else if (kind == 0x2C)
            {
                if (++pictures > 1) throw new ImageFaultException("fault.image-animated");
                var place = reading.Take(9);
                var (right, bottom) = (Word(place) + Word(place[4..]), Word(place[2..]) + Word(place[6..]));
                // Browsers grow the canvas to a picture that is larger than it
                (width, height) = ((ushort)Math.Min(ushort.MaxValue, Math.Max(width, right)), (ushort)Math.Min(ushort.MaxValue, Math.Max(height, bottom)));
                reading.Take(ColoursOf(place[8]));
                reading.Byte();
                Skip(ref reading);
                kept.Write(bytes[from..reading.At]);
            }
            else
            {
                throw ImageFaultException.Damaged();
            }
        }

        if (pictures == 0) throw ImageFaultException.Damaged();
        kept.WriteByte(0x3B);
        return new ImageBytes("image/gif", ".gif", width, height, kept.ToArray());
    }

    private static int Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int ColoursOf(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);

    private static void Skip(ref ByteReading reading)
    {
        while (reading.Byte() is var length and > 0) reading.Take(length);
    }
}
