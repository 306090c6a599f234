using System.Buffers.Binary;

namespace Rotunda.Modules.Media.Images.Formats;

/// <summary>JPEG (ITU-T T.81). Of the application segments only JFIF, the colour profile and Adobe's colour transform are kept; of Exif only how the picture is turned.</summary>
internal static class JpegFormat
{
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, Start, 0xFF]);

    public static ImageBytes Read(ReadOnlySpan<byte> bytes)
    {
        var reading = new ByteReading(bytes);
        using var kept = new MemoryStream(bytes.Length);
        using var head = new MemoryStream();
        kept.Write(reading.Take(2));
        var (width, height, turned, scans) = (0, 0, 1, 0);
        while (true)
        {
            var marker = Marker(ref reading);
            if (marker == End) break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7) or Start or 0x00) throw ImageFaultException.Damaged();
            var length = BinaryPrimitives.ReadUInt16BigEndian(reading.Take(2));
            if (length < 2) throw ImageFaultException.Damaged();
            var content = reading.Take(length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (width > 0 || content.Length < 6) throw ImageFaultException.Damaged();
                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(content[1..]), BinaryPrimitives.ReadUInt16BigEndian(content[3..]));
            }

            if (marker == 0xE1 && content.StartsWith("Exif\0\0"u8)) turned = Orientation(content[6..]);
            if (IsKept(marker, content)) Write(kept, marker, content);
            if (marker != Scan) continue;
            if (width == 0) throw ImageFaultException.Damaged();
            scans++;
            kept.Write(Entropy(ref reading, bytes));
        }

        if (scans == 0) throw ImageFaultException.Damaged();
        kept.Write([0xFF, End]);
        var clean = kept.ToArray();
        var (shownWidth, shownHeight) = turned >= 5 ? (height, width) : (width, height);
        return new ImageBytes("image/jpeg", ".jpg", shownWidth, shownHeight, turned == 1 ? clean : Turned(clean, turned));
    }

    private static byte Marker(ref ByteReading reading)
    {
        if (reading.Byte() != 0xFF) throw ImageFaultException.Damaged();
        byte marker;
        do marker = reading.Byte(); while (marker == 0xFF);
        return marker;
    }

    private static bool IsKept(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        0xE0 => content.StartsWith("JFIF\0"u8),
        0xE2 => content.StartsWith("ICC_PROFILE\0"u8),
        0xEE => content.StartsWith("Adobe"u8),
        0xFE or (>= 0xE0 and <= 0xEF) or (>= 0xF0 and <= 0xFD) => false,
        _ => true,
    };

    private static void Write(MemoryStream kept, byte marker, ReadOnlySpan<byte> content)
    {
        // JFIF may carry a thumbnail of what was cut away: it is taken out, its size set to nothing
        var isJfif = marker == 0xE0 && content.Length >= 14;
        if (isJfif) content = content[..14];
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(content.Length + 2));
        kept.Write([0xFF, marker, length[0], length[1]]);
        if (isJfif)
        {
            kept.Write(content[..12]);
            kept.Write([0, 0]);
        }
        else
        {
            kept.Write(content);
        }
    }

    /// <summary>The coded pixels up to the next marker that is none of theirs.</summary>
    private static ReadOnlySpan<byte> Entropy(ref ByteReading reading, ReadOnlySpan<byte> bytes)
    {
        var from = reading.At;
        for (var i = from; i < bytes.Length - 1; i++)
        {
            if (bytes[i] != 0xFF || bytes[i + 1] is 0x00 or 0xFF or (>= 0xD0 and <= 0xD7)) continue;
            return reading.Take(i - from);
        }

        throw ImageFaultException.Damaged();
    }

    /// <summary>How the picture is turned (Exif 2.32, tag 274): 1 to 8, 1 where nothing sensible is said.</summary>
    internal static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        var isLittle = tiff.StartsWith("II"u8);
        if (!isLittle && !tiff.StartsWith("MM"u8)) return 1;
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return 1;
        var count = Short(tiff, (int)directory, isLittle);
        for (var i = 0; i < count; i++)
        {
            var entry = (long)directory + 2 + (i * 12L);
            if (entry > tiff.Length - 12) return 1;
            if (Short(tiff, (int)entry, isLittle) == 0x0112) return Short(tiff, (int)entry + 8, isLittle) is >= 1 and <= 8 and var turned ? turned : 1;
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> tiff, int at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[at..]);

    /// <summary>The picture with a new Exif segment that says how it is turned and nothing else.</summary>
    private static byte[] Turned(byte[] clean, int turned)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0, 0, 0, 0, 0,
        ];
        // After JFIF, which insists on being first
        var at = clean.Length > 6 && clean[3] == 0xE0 ? 4 + BinaryPrimitives.ReadUInt16BigEndian(clean.AsSpan(4)) : 2;
        return [.. clean.AsSpan(0, at), .. exif, .. clean.AsSpan(at)];
    }
}
