using System.Text;

namespace Rotunda.Text;

/// <summary>Reads bytes that must be UTF-8, with or without a byte order mark; nothing is replaced.</summary>
public static class StrictUtf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or the line (from 1) on which a byte stands that does not belong there.</summary>
    public static bool TryRead(byte[] bytes, out string text, out int line)
    {
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            (text, line) = (Strict.GetString(bytes, start, bytes.Length - start), 0);
            return true;
        }
        catch (DecoderFallbackException error)
        {
            (text, line) = ("", 1 + bytes.AsSpan(0, Math.Clamp(start + error.Index, 0, bytes.Length)).Count((byte)'\n'));
            return false;
        }
    }
}
