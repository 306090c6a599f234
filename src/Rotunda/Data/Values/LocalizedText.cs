using System.Collections.Frozen;
using System.Text.Json;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Data.Values;

/// <summary>A small text in the languages in which someone wrote it, keyed by language code (<c>en</c>, <c>zh</c>, <c>ru</c>).</summary>
/// <remarks>Immutable, equal by content. Long texts go through the Translation module instead.</remarks>
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    private readonly FrozenDictionary<string, string> _texts;

    private LocalizedText(IEnumerable<KeyValuePair<string, string>> texts) =>
        _texts = texts.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToFrozenDictionary(StringComparer.Ordinal);

    public static LocalizedText Empty { get; } = new([]);

    public bool IsEmpty => _texts.Count == 0;

    /// <summary>The languages that have a text, sorted by code.</summary>
    public IEnumerable<string> Languages => _texts.Keys.Order(StringComparer.Ordinal);

    /// <summary>The text in one language, or null.</summary>
    public string? this[string language] => _texts.GetValueOrDefault(language);

    /// <summary>Texts by language; blank ones are left out.</summary>
    public static LocalizedText Of(IEnumerable<KeyValuePair<string, string>> texts) => new(texts);

    public static LocalizedText Of(params (string Language, string? Text)[] texts) =>
        new(texts.Select(pair => KeyValuePair.Create(pair.Language, pair.Text ?? "")));

    /// <summary>This text with another one for a language; blank takes the language away.</summary>
    public LocalizedText With(string language, string? text) =>
        new(_texts.Where(pair => pair.Key != language).Append(KeyValuePair.Create(language, text ?? "")));

    /// <summary>
    /// The text for a reader: in the reader's language, else as a whole in the first of the reader's fallback languages that has one,
    /// else in any. Null only when there is none at all.
    /// </summary>
    public Localized? In(Language reader)
    {
        if (_texts.TryGetValue(reader.Code, out var own)) return new Localized(own, reader.Code, IsFallback: false);
        foreach (var code in reader.Fallbacks)
            if (_texts.TryGetValue(code, out var other)) return new Localized(other, code, IsFallback: true);
        return Languages.FirstOrDefault() is { } any ? new Localized(_texts[any], any, IsFallback: true) : null;
    }

    /// <summary>The plain text for a reader, empty where there is none. For titles and attributes that cannot carry a language.</summary>
    public string Plain(Language reader) => In(reader)?.Text ?? "";

    /// <summary>A JSON object with the languages in alphabetical order, so that equal texts have equal bytes.</summary>
    public string ToJson() => JsonSerializer.Serialize(new SortedDictionary<string, string>(_texts, StringComparer.Ordinal), StoredJson.Options);

    public static LocalizedText FromJson(string json) =>
        json is "{}" or "" ? Empty : new LocalizedText(JsonSerializer.Deserialize<Dictionary<string, string>>(json, StoredJson.Options)!);

    public bool Equals(LocalizedText? other) =>
        other is not null && other._texts.Count == _texts.Count && _texts.All(pair => other[pair.Key] == pair.Value);

    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var (language, text) in _texts) hash ^= HashCode.Combine(language, text);
        return hash;
    }

    public override string ToString() => ToJson();
}

/// <summary>A text chosen for a reader.</summary>
/// <param name="Text">What to show.</param>
/// <param name="Language">The language that it is in.</param>
/// <param name="IsFallback">True when the reader's own language has no text; the page then says so.</param>
public readonly record struct Localized(string Text, string Language, bool IsFallback);
