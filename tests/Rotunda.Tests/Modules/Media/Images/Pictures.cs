using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Rotunda.Modules.Media.Images.Formats;

namespace Rotunda.Tests.Modules.Media.Images;

/// <summary>Pictures made by hand for tests: structurally whole, with things in them that must not be kept.</summary>
internal static class Pictures
{
    public const string Secret = "GPS 52.5200N 13.4050E";

    /// <summary>A real PNG of one colour, with a text chunk, a time and Exif, and something behind its end.</summary>
    public static byte[] Png(int width = 8, int height = 6, bool hasSecrets = true, bool isAnimated = false, byte shade = 0x80)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        Chunk("IHDR", head);
        Chunk("gAMA", [0, 0, 0xB1, 0x8F]);
        if (isAnimated) Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]);
        if (hasSecrets)
        {
            Chunk("tEXt", Encoding.Latin1.GetBytes("Comment\0" + Secret));
            Chunk("eXIf", Encoding.Latin1.GetBytes("MM\0*" + Secret));
            Chunk("tIME", [7, 0xE6, 6, 10, 1, 2, 3]);
            Chunk("zzZz", Encoding.Latin1.GetBytes(Secret));
        }

        using (var rows = new MemoryStream())
        {
            using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
            {
                var row = new byte[Math.Min(width, 100_000) + 1];
                Array.Fill(row, shade, 1, row.Length - 1);
                for (var y = 0; y < Math.Min(height, 2000); y++) zlib.Write(row);
            }

            Chunk("IDAT", rows.ToArray());
        }

        Chunk("IEND", []);
        if (hasSecrets) file.Write(Encoding.Latin1.GetBytes("PK\u0003\u0004" + Secret + "<script>alert(1)</script>"));
        return file.ToArray();

        void Chunk(string type, byte[] content)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.Write(number);
            byte[] body = [.. Encoding.Latin1.GetBytes(type), .. content];
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, PngFormat.Checksum(body));
            file.Write(number);
        }
    }

    /// <summary>The segments of a JPEG around pixels that no decoder would like, with Exif, XMP, a comment and a tail.</summary>
    public static byte[] Jpeg(int width = 40, int height = 30, int orientation = 6, bool isWhole = true)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0, .. Encoding.Latin1.GetBytes(Secret)]);
        Segment(0xE1, Encoding.Latin1.GetBytes("http://ns.adobe.com/xap/1.0/\0" + Secret));
        Segment(0xED, Encoding.Latin1.GetBytes("Photoshop 3.0\0" + Secret));
        Segment(0xFE, Encoding.Latin1.GetBytes(Secret));
        Segment(0xDB, new byte[65]);
        Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);
        Segment(0xDA, [1, 1, 0, 0, 63, 0]);
        file.Write([1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4]);
        if (isWhole) file.Write([0xFF, 0xD9]);
        file.Write(Encoding.Latin1.GetBytes(Secret));
        return file.ToArray();

        void Segment(byte marker, byte[] content) => file.Write([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);
    }

    /// <summary>A WebP with an extended head, lossless pixels, Exif and XMP.</summary>
    public static byte[] Webp(int width = 20, int height = 10, bool isAnimated = false)
    {
        var bits = (uint)(width - 1) | ((uint)(height - 1) << 14);
        using var chunks = new MemoryStream();
        Chunk("VP8X", [(byte)(0x0C | (isAnimated ? 2 : 0)), 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0]);
        Chunk("VP8L", [0x2F, (byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24), 7]);
        Chunk("EXIF", Encoding.Latin1.GetBytes(Secret));
        Chunk("XMP ", Encoding.Latin1.GetBytes(Secret));
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)chunks.Length + 4);
        return [.. "RIFF"u8, .. size, .. "WEBP"u8, .. chunks.ToArray(), .. Encoding.Latin1.GetBytes(Secret)];

        void Chunk(string type, byte[] content)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
            chunks.Write([.. Encoding.Latin1.GetBytes(type), .. length, .. content]);
            if (content.Length % 2 == 1) chunks.WriteByte(0);
        }
    }

    /// <summary>A GIF with a comment, an application block and as many pictures as asked for.</summary>
    public static byte[] Gif(int width = 3, int height = 2, int pictures = 1)
    {
        using var file = new MemoryStream();
        file.Write([.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
        file.Write([0x21, 0xFE, (byte)Secret.Length, .. Encoding.Latin1.GetBytes(Secret), 0]);
        file.Write([0x21, 0xFF, 11, .. "XMP DataXMP"u8, (byte)Secret.Length, .. Encoding.Latin1.GetBytes(Secret), 0]);
        for (var i = 0; i < pictures; i++)
        {
            file.Write([0x21, 0xF9, 4, 0, 0, 0, 0, 0]);
            file.Write([0x2C, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 0, 2, 2, 0x44, 0x01, 0]);
        }

        file.Write([0x3B, .. Encoding.Latin1.GetBytes(Secret)]);
        return file.ToArray();
    }
}
