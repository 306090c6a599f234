using System.Text;

namespace Rotunda.Modules.Alliance.Registry.Tables;

/// <summary>Tells in which encoding a text file was saved: by its mark, by what cannot be, and at last by what reads like words.</summary>
/// <remarks>
/// Only encodings that spreadsheets write in Chinese, Russian and English are considered. GB18030 and Windows-1251 can both read
/// most bytes: the one in which headings are recognised wins, else the share of characters of GB 2312's first level, which holds
/// the everyday ones (its lead bytes are B0 to D7; small Cyrillic letters of Windows-1251 lie above).
/// </remarks>
public static class TableEncodings
{
    private const int Sample = 64 * 1024;
    private const double MostlyEveryday = 0.6;

    static TableEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The names that are offered.</summary>
    public static IReadOnlyList<string> Names { get; } = ["UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "windows-1251"];

    /// <summary>The text and the name of its encoding; null where the bytes do not fit the encoding that was named, or any.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="named">One of <see cref="Names"/>, or null to recognise it.</param>
    /// <param name="headings">Counts the headings that a text has in its first line.</param>
    public static (string Text, string Name)? Read(byte[] bytes, string? named, Func<string, int> headings)
    {
        if (named is not null) return Decode(bytes, named) is { } text ? (text, named) : null;
        if (Marked(bytes) is { } marked) return Decode(bytes, marked) is { } text ? (text, marked) : null;
        if (Wide(bytes) is { } wide && Decode(bytes, wide) is { } read) return (read, wide);
        if (Decode(bytes, "UTF-8") is { } utf8) return (utf8, "UTF-8");
        var (chinese, russian) = (Decode(bytes, "GB18030"), Decode(bytes, "windows-1251"));
        if (chinese is null || russian is null) return chinese is not null ? (chinese, "GB18030") : russian is not null ? (russian, "windows-1251") : null;
        var difference = headings(chinese) - headings(russian);
        return difference > 0 || (difference == 0 && IsMostlyEveryday(bytes)) ? (chinese, "GB18030") : (russian, "windows-1251");
    }

    private static string? Decode(byte[] bytes, string name)
    {
        var encoding = Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            var text = encoding.GetString(bytes);
            // Bytes that Windows-1251 leaves free are read as control characters
            return text.AsSpan().ContainsAnyInRange('\u0080', '\u009F') || text.Contains('\0', StringComparison.Ordinal) ? null : text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Marked(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? "UTF-8"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? "UTF-16LE"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "UTF-16BE" : null;

    /// <summary>Separators and line ends have a zero on one side in UTF-16, and no other encoding has zeros.</summary>
    private static string? Wide(byte[] bytes)
    {
        var (even, odd) = (0, 0);
        for (var place = 0; place < Math.Min(bytes.Length, Sample); place++)
            if (bytes[place] == 0) _ = place % 2 == 0 ? even++ : odd++;
        return even == 0 && odd == 0 ? null : odd > even ? "UTF-16LE" : "UTF-16BE";
    }

    private static bool IsMostlyEveryday(byte[] bytes)
    {
        var (pairs, everyday) = (0, 0);
        for (var place = 0; place < Math.Min(bytes.Length, Sample) - 1; place++)
        {
            if (bytes[place] < 0x81) continue;
            pairs++;
            if (bytes[place] is >= 0xB0 and <= 0xD7 or >= 0xA1 and <= 0xA3) everyday++;
            place++;
        }

        return pairs > 0 && everyday > pairs * MostlyEveryday;
    }
}
