using Rotunda.Data.Values;
using Rotunda.Text;

namespace Rotunda.Demo.Registry;

/// <summary>The languages of a registry file's free texts: one PO catalogue for each, with the words of the file as identifiers.</summary>
internal sealed class DataTexts
{
    /// <summary>What is said of a file whose bytes are none of UTF-8.</summary>
    public const string NoUnicode = "is not UTF-8; save the file in this encoding";

    private readonly string _sourceLanguage;
    private readonly Dictionary<string, PoCatalogue> _catalogues = new(StringComparer.Ordinal);

    private DataTexts(string sourceLanguage) => _sourceLanguage = sourceLanguage;

    /// <summary>Reads the catalogues of a folder, or says what is wrong with each; without a folder, texts stay in the language of the file.</summary>
    public static (DataTexts Texts, IReadOnlyList<ImportFault> Faults) Read(string? folder, string sourceLanguage)
    {
        var (texts, faults) = (new DataTexts(sourceLanguage), new List<ImportFault>());
        if (folder is null) return (texts, faults);
        if (!Directory.Exists(folder)) return (texts, [new ImportFault(folder, "there is no such folder")]);
        foreach (var file in Directory.EnumerateFiles(folder, "*.po").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (!StrictUtf8.TryRead(File.ReadAllBytes(file), out var text, out var line)) faults.Add(new ImportFault($"{name}, line {line}", NoUnicode));
            else if (CatalogueOf(text, name, faults) is { } catalogue) texts._catalogues[Path.GetFileNameWithoutExtension(file)] = catalogue;
        }

        return (texts, faults);
    }

    private static PoCatalogue? CatalogueOf(string text, string name, List<ImportFault> faults)
    {
        try
        {
            return PoCatalogue.Parse(text, name);
        }
        catch (FormatException error)
        {
            // The message begins with file and line
            var colon = error.Message.IndexOf(": ", StringComparison.Ordinal);
            faults.Add(new ImportFault(error.Message[..colon], error.Message[(colon + 2)..]));
            return null;
        }
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

    /// <summary>Several texts one after the other, in each language that has them all.</summary>
    public LocalizedText Sentences(IEnumerable<string> words) => Joined(words, (_, texts) => string.Join(' ', texts));

    /// <summary>Several statements of one fact as one sentence, parted as each language parts them.</summary>
    public LocalizedText OneSentence(IEnumerable<string> words) =>
        Joined(words, (language, texts) => string.Join(language == "zh" ? "；" : "; ", texts.Select((text, place) => place == 0 ? text : Within(text))));

    private LocalizedText Joined(IEnumerable<string> words, Func<string, IEnumerable<string>, string> join)
    {
        var texts = words.Select(Of).ToList();
        return LocalizedText.Of(texts.SelectMany(text => text.Languages).Distinct()
            .Where(language => texts.TrueForAll(text => text[language] is not null))
            .Select(language => KeyValuePair.Create(language, join(language, texts.Select(text => text[language]!)))));
    }

    /// <summary>A text that begins a sentence as it stands within one; a name in capitals stays.</summary>
    private static string Within(string text) => text is [var first, var second, ..] && char.IsLower(second) ? char.ToLowerInvariant(first) + text[1..] : text;
}
