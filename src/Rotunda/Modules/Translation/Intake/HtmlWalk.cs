using System.Collections.Frozen;
using AngleSharp.Dom;
using Rotunda.Text;

namespace Rotunda.Modules.Translation.Intake;

/// <summary>Walks a tree of HTML once and gathers blocks.</summary>
internal sealed class HtmlWalk(Uri? page)
{
    private const int LargestInlinePicture = 12 * 1024 * 1024;

    private static readonly FrozenSet<string> Blocks = new[]
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "center", "dl", "dt", "dd", "details", "summary", "fieldset", "legend", "hgroup", "body", "html",
        "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "pre", "hr", "figure", "menu", "dir", "ul", "ol", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "o:p",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>How the words at a place are to be taken.</summary>
    internal readonly record struct Manner(FoundKind Kind, int Level, bool IsNumbered, bool IsStrong, bool IsEmphasis, string? Link);

    private readonly List<FoundBlock> _blocks = [];
    private readonly List<FoundPicture> _pictures = [];
    private readonly SortedSet<string> _dropped = new(StringComparer.Ordinal);
    private readonly List<InlineWriting.Run> _line = [];
    private Manner _manner;

    public FoundText End()
    {
        Flush();
        return new FoundText(_blocks) { Pictures = _pictures, Dropped = [.. _dropped] };
    }

    public void Walk(INode node, Manner manner)
    {
        foreach (var child in node.ChildNodes)
        {
            if (_blocks.Count >= IntakeLimits.MostBlocks) return;
            switch (child)
            {
                case IText text:
                    Say(text.Data, manner);
                    break;
                case IElement element when !IsHidden(element):
                    Element(element, manner);
                    break;
            }
        }
    }

    private void Element(IElement element, Manner manner)
    {
        var name = element.LocalName;
        if (HtmlText.Dropped.Contains(name) || element.NamespaceUri is not (null or "http://www.w3.org/1999/xhtml"))
        {
            _dropped.Add(name);
            return;
        }

        switch (name)
        {
            case "head":
                return;
            case "br":
                if (manner.Kind == FoundKind.Paragraph) Flush();
                else Say(" ", manner);
                return;
            case "img":
                Picture(element, manner, "");
                return;
            case "figure" when element.QuerySelector("img") is { } image:
                Flush();
                Picture(image, manner, Inline(element.QuerySelector("figcaption")));
                return;
            case "table" when IsData(element):
                Table(element);
                return;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Block(element, new Manner(FoundKind.Heading, Math.Clamp(name[1] - '0', 2, 4), false, false, false, null));
                return;
            case "li":
                Block(element, new Manner(FoundKind.ListItem, 0, element.ParentElement?.LocalName == "ol", false, false, null));
                return;
            case "blockquote":
                Block(element, new Manner(FoundKind.Quote, 0, false, false, false, null));
                return;
            case "p" when WordList(element) is { } isNumbered:
                Block(element, new Manner(FoundKind.ListItem, 0, isNumbered, false, false, null));
                return;
            case "p" or "div" when HasClass(element, "MsoTitle"):
                Block(element, new Manner(FoundKind.Heading, 2, false, false, false, null));
                return;
            case "sub" or "sup" when Small(element.TextContent, name == "sub") is { } small:
                Say(small, manner);
                return;
            case "td" or "th" when manner.Kind == FoundKind.Paragraph:
                Block(element, manner);
                return;
        }

        if (Blocks.Contains(name) && manner.Kind is FoundKind.ListItem or FoundKind.Heading && name is not ("ul" or "ol" or "menu" or "dir"))
        {
            // A paragraph inside an item is still the item
            Say(" ", manner);
            Walk(element, manner);
            Say(" ", manner);
        }
        else if (Blocks.Contains(name))
        {
            Block(element, manner with { Link = null });
        }
        else
        {
            Walk(element, Styled(element, manner));
        }
    }

    private void Block(IElement element, Manner manner)
    {
        Flush();
        Walk(element, manner);
        Flush();
    }

    private Manner Styled(IElement element, Manner manner)
    {
        var style = element.GetAttribute("style") ?? "";
        var weight = ValueOf(style, "font-weight");
        var isStrong = element.LocalName is "b" or "strong" ? !element.Children.Any(child => Blocks.Contains(child.LocalName))
            : weight is "bold" or "bolder" or "600" or "700" or "800" or "900" || (weight.Length == 0 && manner.IsStrong);
        var isEmphasis = element.LocalName is "i" or "em" or "cite" or "dfn" or "var" || ValueOf(style, "font-style") is "italic" or "oblique" || manner.IsEmphasis;
        // A heading speaks loudly enough
        if (manner.Kind == FoundKind.Heading) (isStrong, isEmphasis) = (false, false);
        return manner with
        {
            IsStrong = isStrong || (manner.IsStrong && element.LocalName is "b" or "strong"),
            IsEmphasis = isEmphasis,
            Link = element.LocalName == "a" ? OutsideLinks.Take(element.GetAttribute("href"), page) ?? manner.Link : manner.Link,
        };
    }

    private void Say(string text, Manner manner)
    {
        if (text.Length == 0) return;
        if ((_manner.Kind, _manner.Level, _manner.IsNumbered) != (manner.Kind, manner.Level, manner.IsNumbered))
        {
            if (string.IsNullOrWhiteSpace(text)) return;
            Flush();
            _manner = manner;
        }

        _line.Add(new InlineWriting.Run(text, manner.IsStrong, manner.IsEmphasis, manner.Link));
    }

    private void Flush()
    {
        if (_line.Count == 0) return;
        var content = InlineWriting.Write(_line);
        _line.Clear();
        if (content.Length == 0) return;
        if (content.Length > IntakeLimits.LongestBlock)
        {
            _dropped.Add("text");
            content = InlineWriting.Escape(InlineWriting.PlainOf(content)[..(IntakeLimits.LongestBlock / 2)]);
        }

        _blocks.Add(new FoundBlock(_manner.Kind, content) { Level = _manner.Level, IsNumbered = _manner.IsNumbered });
    }

    private void Picture(IElement image, Manner manner, string caption)
    {
        // WeChat loads its pictures late; counters are pictures of one point
        var source = image.GetAttribute("data-src") ?? image.GetAttribute("data-original") ?? image.GetAttribute("src") ?? "";
        if (source.Length == 0 || Size(image, "width") is > 0 and <= 3 || Size(image, "height") is > 0 and <= 3) return;
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            if (Inlined(source) is not { } picture) return;
            _pictures.Add(picture);
            source = picture.Source;
        }
        else if (source.Length > 2_000)
        {
            return;
        }

        if (manner.Kind != FoundKind.Quote) Flush();
        _blocks.Add(new FoundBlock(FoundKind.Picture, caption)
        {
            Source = page is not null && Uri.TryCreate(page, source, out var full) && full.Scheme is "http" or "https" ? full.AbsoluteUri : source,
            Alternative = TextCleaning.Clean(image.GetAttribute("alt") ?? ""),
        });
    }

    private FoundPicture? Inlined(string source)
    {
        var comma = source.IndexOf(',', StringComparison.Ordinal);
        if (_pictures.Count >= IntakeLimits.MostPictures || comma < 0 || comma > 100 || source.Length > LargestInlinePicture / 3 * 4 || !source.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) return null;
        var content = new byte[(source.Length - comma) / 4 * 3 + 3];
        return Convert.TryFromBase64Chars(source.AsSpan(comma + 1), content, out var length) && length > 0
            ? new FoundPicture($"data:{_pictures.Count}", $"picture-{_pictures.Count + 1}", content[..length]) : null;
    }

    private void Table(IElement table)
    {
        Flush();
        if (table.Children.FirstOrDefault(child => child.LocalName == "caption") is { } caption) Block(caption, default);
        var rows = RowsOf(table).Select(row => (IReadOnlyList<string>)[.. row.Children.Where(cell => cell.LocalName is "td" or "th").Select(Inline)]).Where(row => row.Any(cell => cell.Length > 0)).ToList();
        if (rows.Count > 0) _blocks.Add(new FoundBlock(FoundKind.Table, "") { Rows = rows });
    }

    /// <summary>True for rows and columns of facts; old pages are also laid out by tables, and these are only walked through.</summary>
    private static bool IsData(IElement table)
    {
        var rows = RowsOf(table).ToList();
        return rows.Count is >= 2 and <= 500
            && rows.Max(row => row.Children.Length) is >= 2 and <= 30
            && table.QuerySelector("table, h1, h2, h3, h4, ul, ol, blockquote, img, form") is null
            && rows.TrueForAll(row => row.Children.All(cell => cell.TextContent.Length <= 500))
            && rows.Count(row => row.Children.Length >= 2) * 2 > rows.Count;
    }

    private static IEnumerable<IElement> RowsOf(IElement table) =>
        table.Children.SelectMany(child => child.LocalName == "tr" ? [child] : child.LocalName is "thead" or "tbody" or "tfoot" ? child.Children.Where(row => row.LocalName == "tr") : []);

    private string Inline(IElement? element)
    {
        if (element is null) return "";
        var inner = new HtmlWalk(page);
        inner.Walk(element, default);
        var blocks = inner.End().Blocks;
        foreach (var name in inner._dropped) _dropped.Add(name);
        return string.Join(' ', blocks.Where(block => block.Kind is not (FoundKind.Picture or FoundKind.Table)).Select(block => block.Content));
    }

    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden") || (element.GetAttribute("style") is { Length: > 0 } style
            && (ValueOf(style, "display") == "none" || ValueOf(style, "mso-hide") == "all" || (ValueOf(style, "mso-list") is "ignore" && element.LocalName == "span")));

    /// <summary>Whether a paragraph of Word is an item of a list, and of which kind; null when it is none.</summary>
    private static bool? WordList(IElement element)
    {
        if (ValueOf(element.GetAttribute("style") ?? "", "mso-list") is not { Length: > 0 } list || list == "none") return null;
        var mark = element.QuerySelectorAll("span").FirstOrDefault(span => ValueOf(span.GetAttribute("style") ?? "", "mso-list") == "ignore")?.TextContent.Trim() ?? "";
        return mark.Length > 1 && char.IsLetterOrDigit(mark[0]) && mark[^1] is '.' or ')' or '、';
    }

    private static bool HasClass(IElement element, string name) => element.ClassList.Any(item => item.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static int? Size(IElement image, string side) => int.TryParse(image.GetAttribute(side), System.Globalization.CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>The value of a declaration in a style attribute, in small letters; empty where there is none.</summary>
    private static string ValueOf(string style, string property)
    {
        foreach (var declaration in style.Split(';'))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && declaration.AsSpan(0, colon).Trim().Equals(property, StringComparison.OrdinalIgnoreCase)) return declaration[(colon + 1)..].Trim().ToLowerInvariant();
        }

        return "";
    }

    /// <summary>Lowered and raised figures as the characters that Unicode has for them, as in CO₂; null where it has none.</summary>
    internal static string? Small(string text, bool isLow)
    {
        const string plain = "0123456789+-";
        var small = isLow ? "₀₁₂₃₄₅₆₇₈₉₊₋" : "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
        return text.Length is > 0 and <= 4 && text.All(letter => plain.Contains(letter, StringComparison.Ordinal)) ? string.Concat(text.Select(letter => small[plain.IndexOf(letter, StringComparison.Ordinal)])) : null;
    }
}
