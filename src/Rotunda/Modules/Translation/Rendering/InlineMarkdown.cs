using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Translation.Rendering;

/// <summary>Turns the inline Markdown of a segment into HTML: emphasis and links, and nothing that a script could hide in.</summary>
public sealed class InlineMarkdown(References references)
{
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    /// <summary>
    /// Links to <c>http</c>, <c>https</c> and <c>mailto</c> stay; references such as <c>institution:upc</c> become paths in the reader's
    /// language; every other link is reduced to its text. Raw HTML is shown as text.
    /// </summary>
    /// <param name="text">The segment.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="address">What stands before paths where the text leaves the site, such as <c>https://asrtu.example</c>; empty on its pages.</param>
    public IHtmlContent Render(string text, Reader reader, string address = "")
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer) { EnableHtmlForInline = true };
        foreach (var block in document.OfType<LeafBlock>().Where(block => block.Inline is not null))
        {
            foreach (var link in block.Inline!.Descendants<LinkInline>().ToList()) Rewrite(link, reader, address);
            foreach (var link in block.Inline!.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsOutside(link.Url)).ToList()) link.ReplaceBy(new LiteralInline(link.Url));
            renderer.WriteLeafInline(block);
        }

        return new HtmlString(writer.ToString());
    }

    /// <summary>The text without its markup, for titles, descriptions and mails.</summary>
    public static string Plain(string text) => Markdig.Markdown.ToPlainText(text, Pipeline).Trim();

    /// <summary>The things that a text refers to.</summary>
    public static IEnumerable<Reference> ReferencesIn(string text)
    {
        foreach (var link in Markdig.Markdown.Parse(text, Pipeline).Descendants<LinkInline>())
            if (!IsOutside(link.Url) && Reference.TryParse(link.Url, out var reference)) yield return reference;
    }

    private void Rewrite(LinkInline link, Reader reader, string address)
    {
        if (!link.IsImage && IsOutside(link.Url)) return;
        if (!link.IsImage && Reference.TryParse(link.Url, out var reference) && references.PathOf(reference) is { } path)
        {
            link.Url = address + reader.To(path);
            return;
        }

        // What is left of an unknown link is its text
        var text = new ContainerInline();
        while (link.FirstChild is { } child)
        {
            child.Remove();
            text.AppendChild(child);
        }

        link.ReplaceBy(text);
    }

    /// <summary>True for an address outside the site that a text may link to.</summary>
    internal static bool IsOutside(string? url) =>
        url is not null && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto"
        && uri is not { Scheme: "http" or "https", Host: "" };

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        builder.BlockParsers.Clear();
        builder.BlockParsers.Add(new ParagraphBlockParser());
        return builder.Build();
    }
}
