using System.Collections.Frozen;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>
/// Reads HTML that was pasted from Word, WeChat or a page, or that was saved, into known blocks. The result is Markdown, so that nothing of
/// the page's own markup, style or script is ever shown; and no address in it is asked for anything.
/// </summary>
public static class HtmlText
{
    /// <summary>Left out with everything inside.</summary>
    internal static readonly FrozenSet<string> Dropped = new[]
    {
        "script", "style", "template", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "audio", "video", "canvas", "svg", "math", "form", "input", "button", "select", "textarea",
        "dialog", "noembed", "noframes", "map", "portal", "plaintext", "xmp", "marquee",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Elements that the parser opens anew in every paragraph; without attributes there are at most three of each (HTML, 13.2.4.3).</summary>
    private static readonly FrozenSet<string> Formatting =
        new[] { "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Elements without content, and those that the next of their kind or the end of their parent ends (HTML, 13.1.2).</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_selfEnding = new[]
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "thead", "tbody",
        "tfoot", "tr", "td", "th", "colgroup", "caption", "rp", "rt",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a page or a fragment.</summary>
    /// <param name="html">As it came.</param>
    /// <param name="page">Its address, to read relative links; never asked.</param>
    /// <returns>The text; null when it is larger than <see cref="IntakeLimits"/> allow.</returns>
    public static FoundText? Read(string html, Uri? page = null)
    {
        if (Parse(html) is not { } document) return null;
        using (document)
        {
            var walk = new HtmlWalk(page);
            walk.Walk(document.Body ?? (INode?)document.DocumentElement ?? document, default);
            return walk.End() with { Title = TextCleaning.Clean(document.Title ?? ""), Language = document.DocumentElement?.GetAttribute("lang") ?? "" };
        }
    }

    /// <summary>True for text that begins like HTML, as somebody pastes it who has no rich editor.</summary>
    public static bool LooksLikeHtml(string text)
    {
        var start = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        return start.Length > 2 && start[0] == '<' && (char.IsAsciiLetter(start[1]) || start[1] == '!') && start.Contains('>');
    }

    /// <summary>The tree, bounded in size, number of elements and depth; null for a page beyond these bounds.</summary>
    internal static IDocument? Parse(string html)
    {
        if (html.Length > IntakeLimits.LargestHtml || html.AsSpan().Count('<') > IntakeLimits.MostTags || OpensTooMany(html)) return null;
        return new HtmlParser(new HtmlParserOptions { MaximumDepth = IntakeLimits.Deepest, ShouldEmitAttribute = IsWanted }).ParseDocument(html);
    }

    /// <summary>True when more elements would be open at once than are read. Those that end by themselves at the next of their kind do not count.</summary>
    private static bool OpensTooMany(string html)
    {
        var (open, all) = (new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase), 0);
        var names = open.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0; at = html.IndexOf('<', at + 1))
        {
            var rest = html.AsSpan(at + 1);
            var isEnd = rest is ['/', ..];
            if (isEnd) rest = rest[1..];
            var length = 0;
            while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length])) length++;
            var name = rest[..length];
            if (length == 0 || s_selfEnding.Contains(name)) continue;
            names.TryGetValue(name, out var count);
            if (isEnd && count == 0) continue;
            names[name] = count + (isEnd ? -1 : 1);
            all += isEnd ? -1 : 1;
            if (all > IntakeLimits.MostOpen) return true;
        }

        return false;
    }

    private static bool IsWanted(ref StructHtmlToken token, ReadOnlyMemory<char> name)
    {
        var isFormatting = Formatting.Contains(token.Name.ToString());
        return isFormatting ? token.Name.ToString() is "a" or "A" && name.Span.Equals("href", StringComparison.OrdinalIgnoreCase) : !name.Span.StartsWith("on", StringComparison.OrdinalIgnoreCase);
    }
}
