using System.Buffers.Binary;
using Rotunda.Modules.Media.Images.Formats;

namespace Rotunda.Demo.Seeds;

/// <summary>
/// Draws the demonstration's own picture: a hall seen from above, thirty columns on either side in the colours of the two sides, and a
/// chair between them. The same bytes on every machine, since texts name pictures by their hash.
/// </summary>
internal static class Emblem
{
    public const int Width = 960;
    public const int Height = 540;

    private const int Samples = 4;
    private const int ColumnsOfASide = 15;

    private static readonly (byte Red, byte Green, byte Blue) Paper = (0xFB, 0xFA, 0xF7);

    /// <summary>Ink, the accent and the second colour of the gazette.</summary>
    private static readonly (byte Red, byte Green, byte Blue)[] Inks = [(0x1B, 0x1F, 0x24), (0xA8, 0x32, 0x1E), (0x1F, 0x4E, 0x79)];

    /// <summary>The picture as PNG with a palette: paper, and sixteen strengths of each ink.</summary>
    public static byte[] Draw()
    {
        const int strengths = Samples * Samples;
        var palette = new List<byte> { Paper.Red, Paper.Green, Paper.Blue };
        foreach (var ink in Inks)
            for (var strength = 1; strength <= strengths; strength++) palette.AddRange([Mix(Paper.Red, ink.Red, strength), Mix(Paper.Green, ink.Green, strength), Mix(Paper.Blue, ink.Blue, strength)]);

        var rows = new byte[(Width + 1) * Height];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++) rows[(y * (Width + 1)) + x + 1] = Point(x, y);
        return Png([.. palette], rows);

        static byte Mix(byte paper, byte ink, int strength) => (byte)(paper + ((ink - paper) * strength / strengths));

        static byte Point(int x, int y)
        {
            Span<int> hits = stackalloc int[Inks.Length];
            for (var sample = 0; sample < strengths; sample++)
            {
                var ink = InkAt(x + ((sample % Samples) + .5) / Samples, y + ((sample / Samples) + .5) / Samples);
                if (ink >= 0) hits[ink]++;
            }

            var best = 0;
            for (var ink = 1; ink < hits.Length; ink++)
                if (hits[ink] > hits[best]) best = ink;
            return (byte)(hits[best] == 0 ? 0 : 1 + (best * strengths) + Math.Min(strengths, hits[best]) - 1);
        }
    }

    /// <summary>The ink at a place, or -1 for paper.</summary>
    private static int InkAt(double x, double y)
    {
        var (dx, dy) = (x - (Width / 2.0), y - (Height / 2.0));
        var distance = Math.Sqrt((dx * dx) + (dy * dy));
        // Three steps, and the wall
        if (distance is > 238 and < 240 or > 228 and < 229 or > 118 and < 119.2) return 0;
        // Hairlines to the edges of the sheet
        if (Math.Abs(dy) < .8 && Math.Abs(dx) is > 262 and < 440) return 0;
        if (distance is > 150 and < 210)
        {
            for (var column = 0; column < ColumnsOfASide; column++)
            {
                var angle = (-70 + (140.0 * column / (ColumnsOfASide - 1))) * Math.PI / 180;
                // Rounded: the last digit of a sine is not the same on every machine
                var (cx, cy) = (Math.Round(Math.Cos(angle) * 180, 1), Math.Round(Math.Sin(angle) * 180, 1));
                if (Square(dx - cx) + Square(dy - cy) < Square(12.5)) return 2;
                if (Square(dx + cx) + Square(dy - cy) < Square(12.5)) return 1;
            }
        }

        // The chair, which belongs to neither side: a ring that is open above
        var isOpening = dy < 0 && Math.Abs(dx) < -dy * .4663;
        return distance < 11 || (distance is > 40 and < 62 && !isOpening) ? 0 : -1;

        static double Square(double value) => value * value;
    }

    private static byte[] Png(byte[] palette, byte[] rows)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Height);
        (head[8], head[9]) = (8, 3);
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "PLTE"u8, palette);
        // Each row says only how it differs from the one above: most do not
        var filtered = new byte[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            var isFilter = at % (Width + 1) == 0;
            filtered[at] = isFilter ? (byte)2 : (byte)(rows[at] - (at > Width ? rows[at - Width - 1] : 0));
        }

        Chunk(file, "IDAT"u8, PlainDeflate.Zlib(filtered));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. type, .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngFormat.Checksum(body));
        file.Write(number);
    }
}
