using System.Globalization;
using Rotunda.Text;

namespace Rotunda.Modules.Shared.Languages;

/// <summary>A language of the site.</summary>
public sealed class Language
{
    internal Language(string code, PoCatalogue catalogue)
    {
        Code = code;
        Tag = catalogue.Header.GetValueOrDefault("X-Tag", code);
        Name = catalogue.Header.GetValueOrDefault("X-Name", code);
        Script = catalogue.Header.GetValueOrDefault("X-Script", "Latn");
        Fallbacks = catalogue.Header.GetValueOrDefault("X-Fallbacks", "en").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Culture = CultureInfo.GetCultureInfo(catalogue.Header.GetValueOrDefault("X-Culture", Tag));
        OpenGraphLocale = LocaleOf(Culture);
        Plurals = PluralRules.Parse(catalogue.Header.GetValueOrDefault("X-Plural-Rules", ""));
        Collation = Culture.CompareInfo;
    }

    /// <summary>The code in addresses and columns: <c>en</c>, <c>zh</c>, <c>ru</c>.</summary>
    public string Code { get; }

    /// <summary>The BCP 47 tag in output: <c>en</c>, <c>zh-Hans</c>, <c>ru</c>.</summary>
    public string Tag { get; }

    /// <summary>The language's name for itself, such as «Русский».</summary>
    public string Name { get; }

    /// <summary>The ISO 15924 code of the script in which it is written.</summary>
    public string Script { get; }

    /// <summary>Codes of the languages to show, in this order, where a text does not exist in this one.</summary>
    public IReadOnlyList<string> Fallbacks { get; }

    /// <summary>Numbers, month names and sorting.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The locale as Open Graph writes it, such as <c>zh_CN</c>.</summary>
    public string OpenGraphLocale { get; }

    public PluralRules Plurals { get; }

    private CompareInfo Collation { get; }

    /// <summary>Language and territory, as Open Graph wants them; the language alone where no territory is known.</summary>
    private static string LocaleOf(CultureInfo culture)
    {
        var specific = CultureInfo.CreateSpecificCulture(culture.Name);
        return specific.Name.LastIndexOf('-') is var dash and > 0 && specific.Name[(dash + 1)..] is { Length: 2 } territory
            ? $"{specific.TwoLetterISOLanguageName}_{territory}" : culture.TwoLetterISOLanguageName;
    }

    /// <summary>Bytes that sort as the language sorts (ICU; pinyin for Chinese), compared byte by byte on every database.</summary>
    public byte[] SortKey(string text) => Collation.GetSortKey(text, CompareOptions.IgnoreCase).KeyData;

    /// <summary>Which of the languages that a text has to show to a reader of this one: itself, else the first fallback, else any; null when there is none.</summary>
    public string? Choose(IEnumerable<string> available)
    {
        var known = available.ToList();
        return known.Contains(Code) ? Code : Fallbacks.FirstOrDefault(known.Contains) ?? known.Order(StringComparer.Ordinal).FirstOrDefault();
    }

    public override string ToString() => Code;
}
