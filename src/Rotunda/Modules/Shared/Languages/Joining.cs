namespace Rotunda.Modules.Shared.Languages;

/// <summary>Puts texts beside each other with the punctuation of the language.</summary>
public static class Joining
{
    extension(Texts texts)
    {
        /// <summary>Things one after the other: «a, b», «甲、乙».</summary>
        public string List(IEnumerable<string> items) => string.Join(texts["list.separator"], items);

        /// <summary>A text with another one in brackets; the text alone where there is no other one.</summary>
        public string Aside(string text, string? aside) => string.IsNullOrEmpty(aside) ? text : texts.Format("text.aside", ("text", text), ("aside", aside));

        /// <summary>A label inside a line, where languages with capitals begin it with a small letter unless it is an abbreviation.</summary>
        public string Inline(string key)
        {
            var text = texts[key];
            return text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLower(text[0], texts.Language.Culture) + text[1..] : text;
        }
    }
}
