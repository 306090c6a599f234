using System.Text.RegularExpressions;

namespace Rotunda.Modules.Translation.Interchange.Tmx;

/// <summary>Codes of other tools' formats as inline Markdown: our own as they are, emphasis and links of HTML translated, everything else as nothing.</summary>
internal static partial class NativeCode
{
    public static string Open(string code, string? type) => code switch
    {
        "*" or "_" or "**" or "__" or "[" or "![" => code,
        _ when Link().IsMatch(code) => "[",
        _ when Bold().IsMatch(code) || type is "bold" or "strong" => "**",
        _ when Italic().IsMatch(code) || type is "italic" or "emph" => "*",
        _ => "",
    };

    /// <param name="open">What <see cref="Open"/> made of the beginning.</param>
    /// <param name="begin">The beginning as it stood.</param>
    /// <param name="end">The end as it stands.</param>
    public static string Close(string open, string begin, string end) => open switch
    {
        "[" or "![" => end.StartsWith("](", StringComparison.Ordinal) ? end : Link().Match(begin) is { Success: true } link ? $"]({link.Groups["address"].Value})" : "](#)",
        _ => open,
    };

    /// <summary>An address or a piece of code of our own; nothing else stands by itself in a segment.</summary>
    public static string Alone(string code) => OwnAlone().IsMatch(code) ? code : "";

    [GeneratedRegex("""<a\s[^>]*href\s*=\s*["'](?<address>[^"'\s<>()]*)["'][^>]*>""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^<(b|strong)(\s[^>]*)?>$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Bold();

    [GeneratedRegex(@"^<(i|em|cite)(\s[^>]*)?>$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Italic();

    [GeneratedRegex("^(<(https?://|mailto:)[^<>\\s]+>|`[^`]+`)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OwnAlone();
}
