using System.Text.RegularExpressions;
using AngleSharp.Dom;
using NodaTime;
using Rotunda.Modules.Alliance.Registry.Tables;
using Rotunda.Modules.Translation.Intake;
using Rotunda.Text;

namespace Rotunda.Modules.Newsroom.OldSite;

/// <summary>Understands saved pages of old sites: HTML, or the plain text that a browser saves. Nothing is guessed that the page does not say.</summary>
public static partial class SavedPageReader
{
    /// <summary>A file, in bytes.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>How far from the top the breadcrumb and the date are looked for, in blocks.</summary>
    private const int Top = 60;

    /// <summary>What an address or a head element says, before the lines are looked at.</summary>
    private sealed record Head(string Title, LocalDate? Date, string? Publisher, string? Address, string? Author)
    {
        public static Head None { get; } = new("", null, null, null, null);
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The page, or the key of what is wrong with the file.</returns>
    public static (SavedPage? Page, string? FaultKey) Read(string file, byte[] bytes)
    {
        if (bytes.Length > Largest) return (null, "fault.page-large");
        if (TableEncodings.Read(bytes, EncodingOf(bytes), _ => 0) is not var (content, _) || content.Trim().Length == 0) return (null, "fault.page-encoding");
        return Read(file, content);
    }

    /// <summary>Reads a page that was decoded already.</summary>
    public static (SavedPage? Page, string? FaultKey) Read(string file, string content)
    {
        if (!HtmlText.LooksLikeHtml(content))
        {
            var lines = content.ReplaceLineEndings("\n").Split('\n').Select(line => TextCleaning.Clean(line)).Where(line => line.Length > 0).ToList();
            return lines.Count > IntakeLimits.MostBlocks || lines.Exists(line => line.Length > IntakeLimits.LongestBlock)
                ? (null, "fault.page-large") : Understand(file, new FoundText([.. lines.Select(line => new FoundBlock(FoundKind.Paragraph, InlineWriting.Escape(line)))]), Head.None, breadcrumb: null, isText: true);
        }

        if (HtmlText.Parse(content) is not { } document) return (null, "fault.page-large");
        using (document)
        {
            var address = AddressOf(document, content);
            var walk = new HtmlWalk(address is null ? null : new Uri(address));
            walk.Walk(document.Body ?? (INode)document, default);
            var head = new Head(
                TextCleaning.Clean(Meta(document, "og:title") ?? document.Title ?? ""),
                PageWords.AnyDate(Meta(document, "article:published_time") ?? Meta(document, "PubDate") ?? Meta(document, "pubdate") ?? document.QuerySelector("time[datetime]")?.GetAttribute("datetime")),
                Meta(document, "og:site_name") ?? Meta(document, "SiteName"), address, Meta(document, "author"));
            return Understand(file, walk.End(), head, BreadcrumbOf(document), isText: false);
        }
    }

    private static (SavedPage? Page, string? FaultKey) Understand(string file, FoundText text, Head head, IReadOnlyList<string>? breadcrumb, bool isText)
    {
        var blocks = text.Blocks.Select(block => (Block: block, Plain: TextCleaning.Clean(block.Plain))).ToList();
        var crumb = blocks.FindIndex(0, Math.Min(Top, blocks.Count), row => PageWords.Breadcrumb(row.Plain) is not null);
        breadcrumb ??= crumb >= 0 ? PageWords.Breadcrumb(blocks[crumb].Plain) : null;
        var title = TitleAt(blocks, crumb, head.Title, isText);
        if (title < 0) return (null, "fault.page-title");

        var (body, leftOut) = (new List<FoundBlock>(), blocks.Take(title).Where((_, i) => i != crumb).Select(row => row.Plain).ToList());
        var date = head.Date;
        var labels = new Dictionary<PageWords.Label, string>();
        var isOver = false;
        for (var i = title + 1; i < blocks.Count; i++)
        {
            var (block, plain) = blocks[i];
            if (PageWords.Labelled(plain) is { Count: > 0 } said)
            {
                foreach (var (label, value) in said) labels.TryAdd(label, value);
                // Credits below the text end it; an author above it does not
                isOver |= body.Count > 0 && said.Any(part => part.Label is not PageWords.Label.Author);
            }
            else if (body.Count == 0 && i - title <= Top && PageWords.DateOf(plain) is { } found)
            {
                date ??= found;
            }
            else if (isOver)
            {
                if (plain.Length > 0) leftOut.Add(plain);
            }
            else
            {
                body.Add(block);
            }
        }

        if (body.Count == 0) return (null, "fault.page-body");
        var words = string.Join(' ', body.Select(block => block.Plain).Prepend(blocks[title].Plain));
        return (new SavedPage(file, LanguageOf(words), blocks[title].Plain, text with { Blocks = body })
        {
            Date = date,
            Breadcrumb = breadcrumb ?? [],
            Categories = breadcrumb is { Count: > 2 } ? [.. breadcrumb.Skip(1).SkipLast(1)] : [],
            Author = labels.GetValueOrDefault(PageWords.Label.Author) ?? head.Author,
            TranslatedBy = labels.GetValueOrDefault(PageWords.Label.Translator),
            ReviewedBy = labels.GetValueOrDefault(PageWords.Label.Reviewer),
            Previous = labels.GetValueOrDefault(PageWords.Label.Previous),
            Next = labels.GetValueOrDefault(PageWords.Label.Next),
            Publisher = head.Publisher,
            Address = head.Address,
            LeftOut = leftOut,
        }, null);
    }

    /// <summary>Where the headline stands: what the head of the page calls it, else its first heading, else what follows the breadcrumb.</summary>
    private static int TitleAt(List<(FoundBlock Block, string Plain)> blocks, int crumb, string stated, bool isText)
    {
        if (isText) return blocks.FindIndex(crumb + 1, row => row.Plain.Length is > 0 and <= 300);
        var named = blocks.FindIndex(row => row.Block.Kind == FoundKind.Heading && row.Plain.Length > 3 && stated.Contains(row.Plain, StringComparison.Ordinal));
        if (named < 0) named = blocks.FindIndex(Math.Max(0, crumb), row => row.Block.Kind is FoundKind.Paragraph or FoundKind.Heading && row.Plain.Length > 3 && TitleParts().Split(stated).Any(part => part.Trim() == row.Plain));
        if (named < 0) named = blocks.FindIndex(Math.Max(0, crumb), row => row.Block.Kind == FoundKind.Heading && row.Plain.Length is > 0 and <= 300);
        return named >= 0 ? named : crumb >= 0 && crumb + 1 < blocks.Count && blocks[crumb + 1].Plain.Length is > 0 and <= 300 ? crumb + 1 : -1;
    }

    private static IReadOnlyList<string>? BreadcrumbOf(IDocument document)
    {
        if (document.QuerySelector("[class*=breadcrumb], [id*=breadcrumb], [aria-label*=readcrumb]") is not { } element) return null;
        var steps = element.QuerySelectorAll("li").Select(step => TextCleaning.Clean(step.TextContent)).Where(step => step.Length is > 0 and <= 200).ToList();
        return steps.Count >= 2 ? steps : PageWords.Breadcrumb(TextCleaning.Clean(element.TextContent));
    }

    /// <summary>The address that the page states, or the one that a browser noted when it saved the page.</summary>
    private static string? AddressOf(IDocument document, string content)
    {
        var stated = document.QuerySelector("link[rel=canonical]")?.GetAttribute("href") ?? Meta(document, "og:url")
            ?? (SavedFrom().Match(content.AsSpan(0, Math.Min(content.Length, 4000)).ToString()) is { Success: true } match ? match.Groups["address"].Value : null);
        return stated is not null && OutsideLinks.Take(stated, null) is { } address && address.StartsWith("http", StringComparison.Ordinal) ? address : null;
    }

    private static string? Meta(IDocument document, string name) =>
        document.QuerySelectorAll("meta").FirstOrDefault(meta => (meta.GetAttribute("property") ?? meta.GetAttribute("name")) == name)?.GetAttribute("content") is { } content
            && TextCleaning.Clean(content) is { Length: > 0 and <= 500 } cleaned ? cleaned : null;

    private static string? EncodingOf(byte[] bytes)
    {
        var head = System.Text.Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 4096));
        return Charset().Match(head) is not { Success: true } match ? null : match.Groups["name"].Value.ToLowerInvariant() switch
        {
            "gb2312" or "gbk" or "gb18030" or "x-gbk" => "GB18030",
            "windows-1251" or "cp1251" => "windows-1251",
            "utf-8" or "utf8" => "UTF-8",
            _ => null,
        };
    }

    /// <summary>By script: a page is in Chinese or Russian when that script carries a fair part of its letters.</summary>
    internal static string LanguageOf(string words)
    {
        var (han, cyrillic, latin) = (0, 0, 0);
        foreach (var letter in words)
        {
            if (letter is >= '\u4E00' and <= '\u9FFF') han++;
            else if (letter is >= '\u0400' and <= '\u04FF') cyrillic++;
            else if (char.IsAsciiLetter(letter)) latin++;
        }

        // A Chinese character says about as much as three letters
        return han * 3 > latin && han * 3 > cyrillic ? "zh" : cyrillic > latin ? "ru" : "en";
    }

    [GeneratedRegex(@"\s+[-–—|_]\s*|\s*[|_]\s+|[-_|](?=\P{IsBasicLatin})", RegexOptions.None, 1000)]
    private static partial Regex TitleParts();

    [GeneratedRegex(@"<!--\s*saved from url=\(\d+\)(?<address>\S+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SavedFrom();

    [GeneratedRegex(@"<meta[^>]{0,200}charset\s*=\s*[""']?(?<name>[\w-]{3,20})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Charset();
}
