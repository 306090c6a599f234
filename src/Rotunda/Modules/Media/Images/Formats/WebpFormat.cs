using System.Buffers.Binary;
using System.Text;

namespace Rotunda.Modules.Media.Images.Formats;

/// <summary>WebP (RFC 9649). Exif and XMP are taken out, unknown chunks too.</summary>
internal static class WebpFormat
{
    private const byte HasAnimation = 0x02;
    private const byte HasXmp = 0x04;
    private const byte HasExif = 0x08;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8);

    public static ImageBytes Read(ReadOnlySpan<byte> bytes)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (size < 4 || size > bytes.Length - 8) throw ImageFaultException.Damaged();
        // What follows the container is no part of the picture
        var reading = new ByteReading(bytes.Slice(12, (int)size - 4));
        using var kept = new MemoryStream(bytes.Length);
        (int Width, int Height)? canvas = null, pixels = null;
        while (reading.Left > 0)
        {
            var type = Encoding.Latin1.GetString(reading.Take(4));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(reading.Take(4));
            var content = reading.Take(length);
            if (length % 2 == 1 && reading.Left > 0) reading.Take(1);
            switch (type)
            {
                case "VP8X":
                    if (canvas is not null || pixels is not null || content.Length < 10) throw ImageFaultException.Damaged();
                    if ((content[0] & HasAnimation) != 0) throw new ImageFaultException("fault.image-animated");
                    canvas = (1 + Three(content[4..]), 1 + Three(content[7..]));
                    Write(kept, type, [(byte)(content[0] & ~(HasExif | HasXmp)), .. content[1..10]]);
                    break;
                case "VP8 " or "VP8L":
                    if (pixels is not null) throw ImageFaultException.Damaged();
                    pixels = type == "VP8 " ? Lossy(content) : Lossless(content);
                    Write(kept, type, content);
                    break;
                case "ANIM" or "ANMF":
                    throw new ImageFaultException("fault.image-animated");
                case "ICCP" or "ALPH":
                    Write(kept, type, content);
                    break;
            }
        }

        if (pixels is not { } found || (canvas is { } stated && stated != found)) throw ImageFaultException.Damaged();
        Span<byte> head = stackalloc byte[12];
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)kept.Length + 4);
        "WEBP"u8.CopyTo(head[8..]);
        return new ImageBytes("image/webp", ".webp", found.Width, found.Height, [.. head, .. kept.ToArray()]);
    }

    private static void Write(MemoryStream kept, string type, ReadOnlySpan<byte> content)
    {
        kept.Write(Encoding.Latin1.GetBytes(type));
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)content.Length);
        kept.Write(length);
        kept.Write(content);
        if (content.Length % 2 == 1) kept.WriteByte(0);
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static (int, int) Lossy(ReadOnlySpan<byte> content)
    {
        if (content.Length < 10 || (content[0] & 1) != 0 || !content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])) throw ImageFaultException.Damaged();
        return (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF);
    }

    private static (int, int) Lossless(ReadOnlySpan<byte> content)
    {
        if (content.Length < 5 || content[0] != 0x2F) throw ImageFaultException.Damaged();
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }
}
