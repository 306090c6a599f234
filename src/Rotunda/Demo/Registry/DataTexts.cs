using Rotunda.Data.Values;
using Rotunda.Text;

namespace Rotunda.Demo.Registry;

/// <summary>The languages of a registry file's free texts: one PO catalogue for each, with the words of the file as identifiers.</summary>
internal sealed class DataTexts
{
    private readonly string _sourceLanguage;
    private readonly Dictionary<string, PoCatalogue> _catalogues = new(StringComparer.Ordinal);

    /// <summary>Reads the catalogues of a folder; without one, texts stay in the language of the file.</summary>
    /// <exception cref="FormatException">A file is no catalogue.</exception>
    public DataTexts(string? folder, string sourceLanguage)
    {
        _sourceLanguage = sourceLanguage;
        if (folder is null || !Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.po"))
            _catalogues[Path.GetFileNameWithoutExtension(file)] = PoCatalogue.Parse(File.ReadAllText(file), Path.GetFileName(file));
    }

    public LocalizedText Of(string? words)
    {
        if (words is null) return LocalizedText.Empty;
        var texts = _catalogues
            .Where(pair => pair.Value.Entries.ContainsKey(words))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Entries[words].Translations[0]));
        var text = LocalizedText.Of(texts);
        return text[_sourceLanguage] is null ? text.With(_sourceLanguage, words) : text;
    }

    /// <summary>Several texts, each language's sentences one after the other, parted as that language parts them.</summary>
    public LocalizedText Joined(IEnumerable<string> words, string separator, IReadOnlyDictionary<string, string>? separators = null)
    {
        var texts = words.Select(Of).ToList();
        return LocalizedText.Of(texts.SelectMany(text => text.Languages).Distinct()
            .Where(language => texts.TrueForAll(text => text[language] is not null))
            .Select(language => KeyValuePair.Create(language, string.Join(separators?.GetValueOrDefault(language) ?? separator, texts.Select(text => text[language])))));
    }
}
