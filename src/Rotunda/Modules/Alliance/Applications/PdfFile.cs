namespace Rotunda.Modules.Alliance.Applications;

/// <summary>Tells a PDF by its bytes, whatever it is called.</summary>
internal static class PdfFile
{
    private const int TailBytes = 1024;

    /// <summary>True when the content begins with the header of version 1 or 2 and ends with the end-of-file marker (ISO 32000-2, 7.5.2 and 7.5.5).</summary>
    public static async Task<bool> IsItAsync(Stream content, CancellationToken cancellationToken)
    {
        var head = new byte[7];
        if (await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length) return false;
        if (!head.AsSpan().SequenceEqual("%PDF-1."u8) && !head.AsSpan().SequenceEqual("%PDF-2."u8)) return false;
        var tail = new byte[Math.Min(TailBytes, content.Length)];
        content.Seek(-tail.Length, SeekOrigin.End);
        await content.ReadExactlyAsync(tail, cancellationToken);
        content.Seek(0, SeekOrigin.Begin);
        return tail.AsSpan().IndexOf("%%EOF"u8) >= 0;
    }
}
