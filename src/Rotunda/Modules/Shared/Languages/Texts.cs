using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Rotunda.Text;

namespace Rotunda.Modules.Shared.Languages;

/// <summary>The interface texts in one language, by key.</summary>
public sealed class Texts
{
    private readonly FrozenDictionary<string, MessageTemplate[]> _messages;
    private readonly Func<Language, IEnumerable<Texts>> _fallbacks;

    internal Texts(Language language, PoCatalogue catalogue, Func<Language, IEnumerable<Texts>> fallbacks)
    {
        Language = language;
        _fallbacks = fallbacks;
        _messages = catalogue.Entries.Values.ToFrozenDictionary(
            entry => entry.Id, entry => entry.Translations.Select(MessageTemplate.Parse).ToArray(), StringComparer.Ordinal);
    }

    public Language Language { get; }

    /// <summary>The keys that have a text in this language itself.</summary>
    public IEnumerable<string> Keys => _messages.Keys;

    /// <summary>The text of a key without places. A key that no language has is shown as itself in angle brackets.</summary>
    public string this[string key] => Template(key) is { } forms ? forms[0].Literal : Missing(key);

    /// <summary>The name of a content language in this one, such as «Chinese»; a language that the texts do not name is called as it calls itself.</summary>
    public string NameOf(string language) => Template("fallback.in-" + language) is { } forms ? forms[0].Literal : CultureInfo.GetCultureInfo(language).NativeName;

    /// <summary>True when the key has a text in this language or one of its fallbacks.</summary>
    public bool Has(string key) => Template(key) is not null;

    /// <summary>Says shortly that a text is in a content language, such as «in Chinese».</summary>
    public string Within(string language) => Template("fallback.within-" + language) is { } forms ? forms[0].Literal : NameOf(language);

    /// <summary>The forms of a key as they stand in the file, or null.</summary>
    public IReadOnlyList<MessageTemplate>? FormsOf(string key) => _messages.GetValueOrDefault(key);

    /// <summary>A text with its places filled; numbers are written as the language writes them.</summary>
    public string Format(string key, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Template(key) is { } forms ? Fill(forms[0], values) : Missing(key);

    /// <summary>A text in the plural form for a whole number, which fills the place <c>count</c>.</summary>
    public string Count(string key, long count, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (Template(key) is not { } forms) return Missing(key);
        return Fill(forms[Math.Min(Language.Plurals.IndexOf(count), forms.Length - 1)], [("count", count), .. values]);
    }

    /// <summary>A text whose places are filled with markup as it is and with everything else encoded.</summary>
    public IHtmlContent Html(string key, params (string Name, object? Value)[] values)
    {
        if (Template(key) is not { } forms) return new HtmlString(Missing(key));
        return FillHtml(forms[0], values);
    }

    /// <summary>As <see cref="Html"/>, in the plural form for a whole number.</summary>
    public IHtmlContent CountHtml(string key, long count, params (string Name, object? Value)[] values)
    {
        if (Template(key) is not { } forms) return new HtmlString(Missing(key));
        return FillHtml(forms[Math.Min(Language.Plurals.IndexOf(count), forms.Length - 1)], [("count", count), .. values]);
    }

    /// <summary>From this language, else from the first of its fallbacks; these do not fall back in turn, since they may lead back here.</summary>
    private MessageTemplate[]? Template(string key) => _messages.TryGetValue(key, out var forms) ? forms
        : _fallbacks(Language).Select(texts => texts._messages.GetValueOrDefault(key)).FirstOrDefault(found => found is not null);

    private static string Missing(string key) => $"⟨{key}⟩";

    private string Fill(MessageTemplate template, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (template.IsLiteral) return template.Literal;
        var text = new StringBuilder();
        foreach (var part in template.Parts)
            text.Append(part.IsPlace ? Written(ValueOf(part.Text, values)) : part.Text);
        return text.ToString();
    }

    private HtmlContentBuilder FillHtml(MessageTemplate template, (string Name, object? Value)[] values)
    {
        var html = new HtmlContentBuilder();
        foreach (var part in template.Parts)
        {
            if (!part.IsPlace) html.Append(part.Text);
            else if (ValueOf(part.Text, values) is IHtmlContent content) html.AppendHtml(content);
            else html.Append(Written(ValueOf(part.Text, values)));
        }

        return html;
    }

    private static object? ValueOf(string name, ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (candidate, value) in values)
            if (candidate == name) return value;
        throw new ArgumentException($"Nothing fills the place «{name}».", nameof(values));
    }

    private string Written(object? value) => value switch
    {
        null => "",
        string text => text,
        int or long => string.Create(Language.Culture, $"{value:N0}"),
        IFormattable formattable => formattable.ToString(null, Language.Culture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
