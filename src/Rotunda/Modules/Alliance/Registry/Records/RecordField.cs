using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>One of the values that a field offers.</summary>
/// <param name="Value">As it is stored and sent.</param>
/// <param name="Label">What a reader sees.</param>
public sealed record RecordOption(string Value, Func<Texts, string> Label);

/// <summary>A field of a record as text; forms, imports and exports share it.</summary>
/// <param name="Name">The name in forms, tables and audit entries, such as <c>name.ru</c>.</param>
/// <param name="TextKey">The key of its label.</param>
public sealed record RecordField(string Name, string TextKey)
{
    /// <summary>The language of the value, for fields that have one for each.</summary>
    public Language? Language { get; init; }

    /// <summary>What else tells the field from others with its label, such as a side.</summary>
    public LocalizedText? Part { get; init; }

    /// <summary>In characters.</summary>
    public int MaxLength { get; init; } = 300;

    public string? HintKey { get; init; }

    /// <summary>More than one line.</summary>
    public bool IsLong { get; init; }

    /// <summary>The type of the input element.</summary>
    public string Type { get; init; } = "text";

    /// <summary>Given when the record is made and never changed: the code in addresses.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Yes (<c>true</c>) or no (empty).</summary>
    public bool IsFlag { get; init; }

    /// <summary>The values that it takes; null for anything.</summary>
    public IReadOnlyList<RecordOption>? Options { get; init; }

    /// <summary>True where the options are codes of other records, which tables hold as they are; other options stand in tables as words.</summary>
    public bool IsCode { get; init; }

    /// <summary>False where one may leave it open.</summary>
    public bool IsRequired { get; init; } = true;

    private HashSet<string>? _offered;

    /// <summary>True for one of the options.</summary>
    public bool Offers(string value) => (_offered ??= [.. (Options ?? []).Select(option => option.Value)]).Contains(value);

    private static readonly RecordOption[] YesOrNo = [new("true", texts => texts["record.yes"]), new("", texts => texts["record.no"])];

    /// <summary>The label; where there is one field for each language or side, with its name.</summary>
    public string LabelFor(Texts texts) => (Language?.Name ?? Part?.Plain(texts.Language)) is { } part
        ? texts.Format("field.in-language", ("field", texts[TextKey]), ("language", part)) : texts[TextKey];

    /// <summary>A stored value as a table of the reader's language shows it.</summary>
    public string ToCell(string value, Texts texts) => Words?.FirstOrDefault(option => option.Value == value) is { } option ? option.Label(texts) : value;

    /// <summary>What a cell stands for; words are understood in every language of the site. An unknown word comes back as it is.</summary>
    public string FromCell(string cell, IEnumerable<Texts> all)
    {
        if (Words is not { } words) return cell;
        var folded = Folding.Fold(cell);
        return words.FirstOrDefault(option => Folding.Fold(option.Value) == folded || all.Any(texts => Folding.Fold(option.Label(texts)) == folded))?.Value ?? cell;
    }

    private IReadOnlyList<RecordOption>? Words => IsFlag ? YesOrNo : IsCode ? null : Options;

    /// <summary>One field for each language of the site.</summary>
    public static IEnumerable<RecordField> ForEach(SiteLanguages languages, string name, string textKey, int maxLength = 300) =>
        languages.All.Select(language => new RecordField($"{name}.{language.Code}", textKey) { Language = language, MaxLength = maxLength, IsLong = maxLength > 500, IsRequired = false });

    /// <summary>The words of an enumeration.</summary>
    public static IReadOnlyList<RecordOption> Of<T>(Func<T, string> textKey, params IEnumerable<T> values) where T : struct, Enum =>
        [.. (values.Any() ? values : Enum.GetValues<T>()).Select(value => new RecordOption(value.ToString(), texts => texts[textKey(value)]))];
}
