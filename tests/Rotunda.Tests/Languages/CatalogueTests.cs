using System.Text.RegularExpressions;
using Rotunda.Testing;
using Rotunda.Text;
using Xunit;

namespace Rotunda.Tests.Languages;

/// <summary>The three catalogues say the same things, and the program asks for what they hold.</summary>
public sealed partial class CatalogueTests
{
    private static readonly Dictionary<string, PoCatalogue> Catalogues = new[] { "en", "zh", "ru" }.ToDictionary(
        code => code, code => PoCatalogue.Parse(File.ReadAllText(Repository.PathOf("src", "Rotunda", "Languages", code + ".po")), code + ".po"));

    private static readonly PoCatalogue English = Catalogues["en"];

    /// <summary>The sources of the program as one text, without what tools generate.</summary>
    private static readonly Lazy<string> Sources = new(() => string.Join('\n', SourceFiles.Under("src", "Rotunda")
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal)).Select(File.ReadAllText)));

    public static TheoryData<string> Codes => [.. Catalogues.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_language_has_every_key_in_the_same_order(string code) => Assert.Equal(
        English.Entries.Values.OrderBy(entry => entry.Line).Select(entry => entry.Id),
        Catalogues[code].Entries.Values.OrderBy(entry => entry.Line).Select(entry => entry.Id));

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_text_is_empty(string code) =>
        Assert.Empty(Catalogues[code].Entries.Values.Where(entry => entry.Translations.Any(string.IsNullOrWhiteSpace)).Select(entry => entry.Id));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_text_fills_the_places_of_the_english_one(string code) => Assert.Empty(Catalogues[code].Entries.Values
        .Where(entry => entry.Translations.Any(text => !PlacesOf(text).SetEquals(PlacesOf(English.Entries[entry.Id].Translations[^1]))))
        // Each language writes dates with the parts that it needs
        .Where(entry => !entry.Id.StartsWith("date.", StringComparison.Ordinal))
        .Select(entry => entry.Id));

    [Theory]
    [InlineData("en", "one other")]
    [InlineData("zh", "other")]
    [InlineData("ru", "one few many other")]
    public void Counted_texts_have_the_plural_forms_of_their_language(string code, string expected)
    {
        var forms = expected.Split(' ');
        var rules = PluralRules.Parse(Catalogues[code].Header.GetValueOrDefault("X-Plural-Rules", ""));

        Assert.Equal(forms, rules.Categories);
        Assert.Contains(English.Entries.Values, entry => entry.PluralId is not null);
        Assert.Empty(Catalogues[code].Entries.Values.Where(entry => (entry.PluralId is not null) != (English.Entries[entry.Id].PluralId is not null)).Select(entry => entry.Id));
        Assert.Empty(Catalogues[code].Entries.Values.Where(entry => entry.PluralId is not null && entry.Translations.Count != forms.Length).Select(entry => entry.Id));
    }

    [Theory]
    [InlineData("en", "1 full member|2 full members|5 full members|21 full members|0 full members")]
    [InlineData("zh", "正式成员1所|正式成员2所|正式成员5所|正式成员21所|正式成员0所")]
    [InlineData("ru", "1 полноправный член|2 полноправных члена|5 полноправных членов|21 полноправный член|0 полноправных членов")]
    public void Numbers_choose_their_form(string code, string expected) => Assert.Equal(
        expected, string.Join('|', new[] { 1, 2, 5, 21, 0 }.Select(number => TestLanguages.TextsOf(code).Count("counts.full", number).Replace('\u00A0', ' '))));

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_text_that_no_language_has_is_shown_as_its_key(string code) => Assert.Equal("⟨no.such-text⟩", TestLanguages.TextsOf(code)["no.such-text"]);

    [Fact]
    public void Every_text_that_the_program_asks_for_exists()
    {
        var asked = Lookup().Matches(Sources.Value).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        // Keys that are kept in constants, tables and switches are told from other words by the family before the dot
        var families = English.Entries.Keys.Select(key => key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        var actions = NamedAction().Matches(Sources.Value).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        asked.UnionWith(Literals().Where(word => word.Contains('.', StringComparison.Ordinal) && families.Contains(word.Split('.')[0]) && !actions.Contains(word) && Path.GetExtension(word) is not (".js" or ".css" or ".csv" or ".tmx" or ".tbx")));

        Assert.True(asked.Count > 300, $"Only {asked.Count} keys were found in the sources.");
        Assert.Empty(asked.Where(key => !English.Entries.ContainsKey(key)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_text_is_asked_for()
    {
        var literals = Literals();
        var beginnings = Composed().Matches(Sources.Value).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(English.Entries.Keys
            .Where(key => !literals.Contains(key) && !beginnings.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal)))
            // The page of a problem has a title and a detail under one name
            .Where(key => !literals.Contains(key.Replace(".detail", ".title", StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Literals() => [.. Literal().Matches(Sources.Value).Select(match => match.Groups["word"].Value)];

    private static HashSet<string> PlacesOf(string text) => [.. MessageTemplate.Parse(text).Names];

    /// <summary>A key at the place where a text is looked up.</summary>
    [GeneratedRegex("""\b(?:T|[Tt]exts)(?:\[|\.(?:Format|Count|Html|CountHtml)\()"(?<key>[a-z0-9.-]+)"\s*[\],)]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Lookup();

    /// <summary>The name of an audited action or of a kind of job, which looks like a key.</summary>
    [GeneratedRegex("""(?:\["(?<name>[a-z.-]+)"\] = "audit\.|Kind = "(?<name>[a-z.-]+)")""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamedAction();

    [GeneratedRegex("""(?<!\$)"(?<word>[a-z0-9]+(?:[.-][a-z0-9]+)*)"(?! \+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Literal();

    /// <summary>The beginning of a key that the program composes.</summary>
    [GeneratedRegex("""(?:T\[|[Tt]exts\[|Template\(|Format\()"(?<key>[a-z-]+\.(?:[a-z-]+-)?)" \+""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Composed();
}
