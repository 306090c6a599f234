using System.IO.Compression;
using System.Text;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Documents;

/// <summary>Tells by its bytes what a file is; its name is believed in nothing but what to call it.</summary>
internal static class DocumentContent
{
    /// <summary>In bytes.</summary>
    public const int Largest = 20 * 1024 * 1024;

    private const int MostEntries = 5000;
    private const int LongestName = 100;

    /// <summary>The media type, and the ending that its name has; null for what is not taken.</summary>
    public static (string MediaType, string Ending)? TypeOf(Stream content)
    {
        content.Position = 0;
        var head = new byte[1024];
        var read = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        content.Position = 0;
        var start = head.AsSpan(0, read);
        if (start.StartsWith("%PDF-"u8)) return EndsAsPdf(content) ? ("application/pdf", "pdf") : null;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return ("image/png", "png");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return ("image/jpeg", "jpg");
        if (start.StartsWith("PK\u0003\u0004"u8)) return OfficeType(content);
        return IsText(content) ? ("text/plain; charset=utf-8", "txt") : null;
    }

    /// <summary>The name under which the file is downloaded: letters, digits, points and strokes, with the ending of what it is.</summary>
    public static string NameOf(string given, string code, string ending)
    {
        var bare = Path.GetFileNameWithoutExtension(TextCleaning.Clean(given).Replace('\\', '/').Split('/')[^1]);
        var name = string.Concat(bare.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')).Trim('-');
        if (name.Length > LongestName) name = name[..LongestName].TrimEnd('-');
        return $"{(name.Length == 0 ? code : name)}.{ending}";
    }

    private static bool EndsAsPdf(Stream content)
    {
        content.Position = Math.Max(0, content.Length - 2048);
        var tail = new byte[2048];
        var read = content.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
        content.Position = 0;
        return tail.AsSpan(0, read).IndexOf("%%EOF"u8) >= 0;
    }

    private static (string MediaType, string Ending)? OfficeType(Stream content)
    {
        try
        {
            // The archive is read from its end, for which the stream of a form is not made
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            using var archive = new ZipArchive(copy, ZipArchiveMode.Read);
            if (archive.Entries.Count > MostEntries) return null;
            // Macros have no place in a document that everybody opens
            if (archive.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return null;
            if (archive.GetEntry("[Content_Types].xml") is null) return null;
            if (archive.GetEntry("word/document.xml") is not null) return ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");
            return archive.GetEntry("xl/workbook.xml") is not null ? ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx") : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            content.Position = 0;
        }
    }

    private static bool IsText(Stream content)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        try
        {
            var buffer = new char[8192];
            var any = false;
            while (reader.Read(buffer, 0, buffer.Length) is var read and > 0)
            {
                any = true;
                if (buffer.AsSpan(0, read).ContainsAnyInRange('\0', '\u0008')) return false;
            }

            return any;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            content.Position = 0;
        }
    }
}
