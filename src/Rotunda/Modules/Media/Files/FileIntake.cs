using System.IO.Compression;
using System.Text;
using Rotunda.Data;
using Rotunda.Data.Files;
using Rotunda.Modules.Shared;
using Rotunda.Text;

namespace Rotunda.Modules.Media.Files;

/// <summary>A file as somebody sent it.</summary>
/// <param name="Name">As the sender calls it; not to be trusted.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Open">Opens the content from its beginning.</param>
public sealed record SentFile(string Name, long Length, Func<Stream> Open)
{
    /// <summary>The file of a form; null where none was chosen.</summary>
    public static SentFile? Of(IFormFile? file) => file is null or { Length: 0 } ? null : new SentFile(file.FileName, file.Length, file.OpenReadStream);
}

/// <summary>A file that was stored.</summary>
/// <param name="Hash">In the file store.</param>
/// <param name="Name">Cleaned.</param>
/// <param name="MediaType">By the content.</param>
public sealed record TakenFile(string Hash, string Name, string MediaType);

/// <summary>Takes files by their content: documents, tables, pictures and plain text. The name decides nothing but must not lie.</summary>
public sealed class FileIntake(FileStore files)
{
    /// <summary>In bytes.</summary>
    public const int Largest = 10 * 1024 * 1024;

    private const int LongestName = 120;

    private static readonly (string Part, string Extension, string MediaType)[] Packages =
    [
        ("word/document.xml", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xl/workbook.xml", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ppt/presentation.xml", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ];

    /// <summary>Stores a file, or says why it cannot be taken.</summary>
    /// <param name="db">The context of the operation.</param>
    /// <param name="file">What was sent.</param>
    /// <param name="field">The field of the form, for the fault.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public async Task<(TakenFile? File, FieldFault? Fault)> TakeAsync(RotundaDb db, SentFile file, string field, CancellationToken cancellationToken)
    {
        if (file.Length > Largest) return (null, new FieldFault(field, "fault.file-size", "10"));
        (string Extension, string MediaType)? kind;
        await using (var content = file.Open()) kind = await KindOfAsync(content, cancellationToken);
        if (kind is not { } known) return (null, new FieldFault(field, "fault.attachment-kind"));
        var name = NameOf(file.Name, known.Extension);
        await using var stream = file.Open();
        var stored = await files.PutAsync(db, stream, known.MediaType, cancellationToken);
        return (new TakenFile(stored.Hash, name, known.MediaType), null);
    }

    /// <summary>The last part of a name without what paths, headers and shells give a meaning to, with the extension of the content.</summary>
    internal static string NameOf(string name, string extension)
    {
        var last = TextCleaning.Clean(name)[(TextCleaning.Clean(name).LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new string([.. last.Where(letter => !"<>:\"|?*;%#&{}$!'`@^~,=+".Contains(letter, StringComparison.Ordinal))]).Trim('.', ' ');
        if (kept.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) kept = kept[..^extension.Length].TrimEnd('.', ' ');
        if (kept.Length > LongestName) kept = kept[..LongestName];
        // A pair of surrogates that the cut parted
        if (kept.Length > 0 && char.IsHighSurrogate(kept[^1])) kept = kept[..^1];
        return (kept.Length == 0 ? "file" : kept) + extension;
    }

    private static async Task<(string Extension, string MediaType)?> KindOfAsync(Stream content, CancellationToken cancellationToken)
    {
        var head = new byte[8];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var start = head.AsMemory(0, read);
        content.Position = 0;
        if (start.Span.StartsWith("%PDF-"u8)) return (".pdf", "application/pdf");
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return (".png", "image/png");
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return (".jpg", "image/jpeg");
        if (start.Span.StartsWith("PK\u0003\u0004"u8)) return PackageOf(content);
        return await IsPlainTextAsync(content, cancellationToken) ? (".txt", "text/plain; charset=utf-8") : null;
    }

    private static (string Extension, string MediaType)? PackageOf(Stream content)
    {
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var (part, extension, mediaType) in Packages)
                if (archive.GetEntry(part) is not null && archive.GetEntry("word/vbaProject.bin") is null && archive.GetEntry("xl/vbaProject.bin") is null) return (extension, mediaType);
            return null;
        }
        catch (InvalidDataException)
        {
            // Begins like an archive and is none
            return null;
        }
    }

    private static async Task<bool> IsPlainTextAsync(Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), leaveOpen: true);
        var buffer = new char[4096];
        try
        {
            while (await reader.ReadAsync(buffer, cancellationToken) is var read and > 0)
                if (buffer.AsSpan(0, read).ContainsAnyInRange('\u0000', '\u0008')) return false;
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
