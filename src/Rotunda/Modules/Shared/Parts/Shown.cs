using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Contributions;

namespace Rotunda.Modules.Shared.Parts;

/// <summary>Texts with their language: a fallback carries its own <c>lang</c> and says in words that it is one.</summary>
public static class Shown
{
    /// <summary>A text for the reader; in another language it is marked and labelled. Nothing when there is none.</summary>
    public static IHtmlContent Text(LocalizedText text, Reader reader) => Text(text.In(reader.Language), reader, labelled: true);

    /// <summary>A text for a dense list: marked with its language, and labelled shortly.</summary>
    public static IHtmlContent Brief(LocalizedText text, Reader reader) => Text(text.In(reader.Language), reader, labelled: false);

    /// <summary>As <see cref="Text(LocalizedText, Reader)"/> for a text that was already chosen.</summary>
    public static IHtmlContent Text(Localized? chosen, Reader reader, bool labelled = true)
    {
        if (chosen is not { } text) return HtmlString.Empty;
        if (!text.IsFallback) return new UserText(text.Text);
        var html = new HtmlContentBuilder();
        var span = new TagBuilder("span");
        span.Attributes["lang"] = TagOf(text.Language);
        span.InnerHtml.Append(text.Text);
        html.AppendHtml(span).Append(" ");
        var note = new TagBuilder("small");
        note.AddCssClass("fallback");
        note.InnerHtml.Append(labelled ? reader.Texts.Format("fallback.shown", ("language", reader.Texts.NameOf(text.Language))) : reader.Texts.Within(text.Language));
        return html.AppendHtml(note);
    }

    /// <summary>What a link of a list is called: in another language it is marked, and labelled shortly.</summary>
    public static IHtmlContent Label(RelatedItem item, Reader reader) => Text(new Localized(item.Label, item.LabelLanguage ?? reader.Language.Code, item.LabelLanguage is not null), reader, labelled: false);

    /// <summary>What somebody typed in whatever language: isolated, and marked with the language that its script tells where that is not the reader's.</summary>
    public static IHtmlContent Typed(string text, Reader reader)
    {
        var tag = text.Any(letter => letter is >= '\u4E00' and <= '\u9FFF') ? "zh-Hans" : text.Any(letter => letter is >= '\u0400' and <= '\u04FF') ? "ru" : "en";
        return Isolated(text, text.Any(char.IsLetter) ? tag : reader.Language.Tag, reader);
    }

    /// <summary>A text whose language is known, such as a title within a sentence: isolated, and marked with that language where it is not the reader's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The code of its language.</param>
    public static IHtmlContent In(string text, string language, Reader reader) => Isolated(text, TagOf(language), reader);

    private static TagBuilder Isolated(string text, string tag, Reader reader)
    {
        var element = new TagBuilder("bdi");
        if (tag != reader.Language.Tag) element.Attributes["lang"] = tag;
        element.InnerHtml.Append(text);
        return element;
    }

    /// <summary>The BCP 47 tag of a language code in content.</summary>
    public static string TagOf(string language) => language == "zh" ? "zh-Hans" : language;

    /// <summary>Text that people typed: isolated, so that right-to-left text does not rearrange what follows.</summary>
    private sealed class UserText(string text) : IHtmlContent
    {
        /// <summary>Hebrew, Arabic, Syriac, Thaana and their like, and the presentation forms of Hebrew and Arabic.</summary>
        private static readonly (char First, char Last)[] RightToLeft = [('\u0590', '\u08FF'), ('\uFB1D', '\uFDFF'), ('\uFE70', '\uFEFF')];

        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            var isolated = HoldsRightToLeft();
            if (isolated) writer.Write("<bdi>");
            encoder.Encode(writer, text);
            if (isolated) writer.Write("</bdi>");
        }

        private bool HoldsRightToLeft()
        {
            foreach (var (first, last) in RightToLeft)
                if (text.AsSpan().IndexOfAnyInRange(first, last) >= 0) return true;
            return false;
        }
    }
}
