using System.Collections.Frozen;
using System.Globalization;
using Rotunda.Text;

namespace Rotunda.Modules.Shared.Languages;

/// <summary>The languages of the site and their interface texts, read from PO files.</summary>
/// <remarks>Files come from the program's folder and then from the data folder, where one may replace or add a language.</remarks>
public sealed class SiteLanguages
{
    private FrozenDictionary<string, Language> _byName;
    private readonly FrozenDictionary<string, Texts> _texts;

    private SiteLanguages(IReadOnlyList<(Language Language, PoCatalogue Catalogue)> languages)
    {
        All = [.. languages.Select(pair => pair.Language)];
        _byName = ByName(All);
        var texts = new Dictionary<string, Texts>(StringComparer.Ordinal);
        foreach (var (language, catalogue) in languages) texts[language.Code] = new Texts(language, catalogue, Fallbacks);
        _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);

        IEnumerable<Texts> Fallbacks(Language language) => language.Fallbacks.Select(code => texts.GetValueOrDefault(code)).OfType<Texts>();
    }

    /// <summary>In the order of the site; the first is the default.</summary>
    public IReadOnlyList<Language> All { get; private set; }

    public Language Default => All[0];

    /// <summary>Leaves these languages alone, in this order; called once, before the site listens. Texts still fall back to the others.</summary>
    /// <param name="codes">Unknown ones are passed over; when none is left nothing changes.</param>
    public void Offer(IReadOnlyList<string> codes)
    {
        List<Language> offered = [.. codes.Select(Find).OfType<Language>().Distinct()];
        if (offered.Count > 0) (All, _byName) = (offered, ByName(offered));
    }

    /// <summary>A language by its code (<c>zh</c>) or tag (<c>zh-Hans</c>), in any case; null for one that the site does not speak.</summary>
    public Language? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    private static FrozenDictionary<string, Language> ByName(IEnumerable<Language> languages) =>
        languages.SelectMany(language => new[] { language.Code, language.Tag }.Distinct(), (language, name) => (name, language))
            .ToFrozenDictionary(pair => pair.name, pair => pair.language, StringComparer.OrdinalIgnoreCase);

    public Texts TextsOf(Language language) => _texts[language.Code];

    /// <summary>The first language of the list that the site speaks, by <c>Accept-Language</c> with its weights (RFC 9110, section 12.5.4).</summary>
    public Language Choose(IEnumerable<Microsoft.Net.Http.Headers.StringWithQualityHeaderValue> accepted)
    {
        foreach (var range in accepted.Where(range => range.Quality is not 0).OrderByDescending(range => range.Quality ?? 1))
        {
            // A range such as zh-TW is met by a site's zh (RFC 4647 lookup: drop subtags from the end)
            for (var tag = range.Value.ToString(); tag.Length > 0; tag = tag.LastIndexOf('-') is var dash and > 0 ? tag[..dash] : "")
                if (Find(tag) is { } language) return language;
        }

        return Default;
    }

    /// <summary>Reads the PO files of the folders; a later folder's file replaces an earlier one of the same name.</summary>
    /// <exception cref="FormatException">A file is no catalogue; the message names file and line.</exception>
    public static SiteLanguages Load(params IEnumerable<string> folders)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder, "*.po"))
                files[Path.GetFileNameWithoutExtension(file)] = file;
        var languages = files.Select(pair =>
        {
            var catalogue = PoCatalogue.Parse(File.ReadAllText(pair.Value), Path.GetFileName(pair.Value));
            try
            {
                return (Language: new Language(pair.Key, catalogue), Catalogue: catalogue);
            }
            catch (CultureNotFoundException error)
            {
                throw new FormatException($"{Path.GetFileName(pair.Value)}: «{error.InvalidCultureName}» is no culture.", error);
            }
            catch (FormatException error)
            {
                throw new FormatException($"{Path.GetFileName(pair.Value)}: {error.Message}", error);
            }
        }).ToList();
        var twice = languages.SelectMany(pair => new[] { pair.Language.Code, pair.Language.Tag }.Distinct()).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(names => names.Count() > 1);
        if (twice is not null) throw new FormatException($"Two files are of the language {twice.Key}.");
        return new SiteLanguages([.. languages
            .OrderBy(pair => int.TryParse(pair.Catalogue.Header.GetValueOrDefault("X-Order"), out var order) ? order : int.MaxValue)
            .ThenBy(pair => pair.Language.Code, StringComparer.Ordinal)]);
    }
}
