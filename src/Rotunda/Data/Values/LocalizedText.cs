using System.Buffers;
using System.Text;
using System.Text.Json;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Data.Values;

/// <summary>A small text in the languages in which someone wrote it, keyed by language code (<c>en</c>, <c>zh</c>, <c>ru</c>).</summary>
/// <remarks>Immutable, equal by content. Long texts go through the Translation module instead.</remarks>
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    // A handful of languages: looking through them is quicker than any index, and there are thousands of these texts
    private readonly KeyValuePair<string, string>[] _texts;

    private LocalizedText(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in texts)
            if (!string.IsNullOrWhiteSpace(text)) last[language] = text;
        _texts = [.. last];
    }

    /// <param name="sorted">By language, none blank, none twice.</param>
    private LocalizedText(KeyValuePair<string, string>[] sorted) => _texts = sorted;

    public static LocalizedText Empty { get; } = new(sorted: []);

    public bool IsEmpty => _texts.Length == 0;

    /// <summary>The languages that have a text, sorted by code.</summary>
    public IEnumerable<string> Languages => _texts.Select(pair => pair.Key);

    /// <summary>The text in one language, or null.</summary>
    public string? this[string language]
    {
        get
        {
            foreach (var pair in _texts)
                if (pair.Key == language) return pair.Value;
            return null;
        }
    }

    /// <summary>Texts by language; blank ones are left out.</summary>
    public static LocalizedText Of(IEnumerable<KeyValuePair<string, string>> texts) => new(texts);

    public static LocalizedText Of(params (string Language, string? Text)[] texts) =>
        new(texts.Select(pair => KeyValuePair.Create(pair.Language, pair.Text ?? "")));

    /// <summary>This text with another one for a language; blank takes the language away.</summary>
    public LocalizedText With(string language, string? text) =>
        new(texts: _texts.Where(pair => pair.Key != language).Append(KeyValuePair.Create(language, text ?? "")));

    /// <summary>
    /// The text for a reader: in the reader's language, else as a whole in the first of the reader's fallback languages that has one,
    /// else in any. Null only when there is none at all.
    /// </summary>
    public Localized? In(Language reader)
    {
        if (this[reader.Code] is { } own) return new Localized(own, reader.Code, IsFallback: false);
        foreach (var code in reader.Fallbacks)
            if (this[code] is { } other) return new Localized(other, code, IsFallback: true);
        return _texts is [var any, ..] ? new Localized(any.Value, any.Key, IsFallback: true) : null;
    }

    /// <summary>As <see cref="In"/>, and an empty text in the reader's language where there is none at all.</summary>
    public Localized InOrEmpty(Language reader) => In(reader) ?? new Localized("", reader.Code, IsFallback: false);

    /// <summary>The plain text for a reader, empty where there is none. For titles and attributes that cannot carry a language.</summary>
    public string Plain(Language reader) => In(reader)?.Text ?? "";

    /// <summary>A JSON object with the languages in alphabetical order, so that equal texts have equal bytes.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StoredJson.Options);

    /// <exception cref="JsonException">It is not an object of texts.</exception>
    public static LocalizedText FromJson(string json)
    {
        if (json is "{}" or "") return Empty;
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(json, bytes)));
            reader.Read();
            var text = Read(ref reader);
            return reader.Read() ? throw new JsonException("Something follows the object of texts.") : text;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads an object of texts, as <see cref="StoredJson"/> stores them.</summary>
    /// <exception cref="JsonException">It is not an object of texts.</exception>
    internal static LocalizedText Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A text in several languages is an object.");
        var texts = new List<KeyValuePair<string, string>>(4);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var language = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw new JsonException($"The text in the language «{language}» is not a text.");
            texts.Add(KeyValuePair.Create(language, reader.GetString()!));
        }

        for (var index = 0; index < texts.Count; index++)
            if (string.IsNullOrWhiteSpace(texts[index].Value) || (index > 0 && string.CompareOrdinal(texts[index - 1].Key, texts[index].Key) >= 0)) return new LocalizedText(texts: texts);
        return new LocalizedText(sorted: [.. texts]);
    }

    public bool Equals(LocalizedText? other)
    {
        if (other is null || other._texts.Length != _texts.Length) return false;
        for (var index = 0; index < _texts.Length; index++)
            if (_texts[index].Key != other._texts[index].Key || _texts[index].Value != other._texts[index].Value) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (language, text) in _texts)
        {
            hash.Add(language, StringComparer.Ordinal);
            hash.Add(text, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => ToJson();
}

/// <summary>A text chosen for a reader.</summary>
/// <param name="Text">What to show.</param>
/// <param name="Language">The language that it is in.</param>
/// <param name="IsFallback">True when the reader's own language has no text; the page then says so.</param>
public readonly record struct Localized(string Text, string Language, bool IsFallback);
