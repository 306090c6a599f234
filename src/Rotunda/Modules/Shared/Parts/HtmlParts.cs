using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Rotunda.Modules.Shared.Parts;

/// <summary>Small pieces of markup that sentences are filled with.</summary>
public static class HtmlParts
{
    extension(IHtmlHelper html)
    {
        /// <summary>A link with an encoded label.</summary>
        public IHtmlContent Link(string path, string label, string? language = null)
        {
            var link = new TagBuilder("a");
            link.Attributes["href"] = path;
            if (language is not null) link.Attributes["lang"] = Shown.TagOf(language);
            link.InnerHtml.Append(label);
            return link;
        }

        /// <summary>A link whose label is markup already.</summary>
        public IHtmlContent Link(string path, IHtmlContent label)
        {
            var link = new TagBuilder("a");
            link.Attributes["href"] = path;
            link.InnerHtml.AppendHtml(label);
            return link;
        }

        /// <summary>An element with a class and an encoded text.</summary>
        public IHtmlContent Mark(string tag, string cssClass, string text)
        {
            var mark = new TagBuilder(tag);
            mark.AddCssClass(cssClass);
            mark.InnerHtml.Append(text);
            return mark;
        }
    }
}
