using System.Globalization;
using System.Text.RegularExpressions;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Registry.Records;

/// <summary>The values of a record as text, read field by field; what cannot stand is collected, and a record is changed only where nothing was.</summary>
public sealed partial class RecordValues
{
    private readonly Dictionary<string, string> _values;

    private RecordValues(RegistryIndex index, Dictionary<string, string> values) => (Index, _values) = (index, values);

    public RegistryIndex Index { get; }

    public List<FieldFault> Faults { get; } = [];

    public bool AreSound => Faults.Count == 0;

    /// <summary>The values by field.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>What is stored, with what was typed over it; cleaned, and looked at for what any field demands.</summary>
    /// <param name="fields">The fields of the kind.</param>
    /// <param name="stored">The values of the record; empty for a new one, whose fixed fields are then taken too.</param>
    /// <param name="typed">New values by field; a field that is missing stays as it is.</param>
    /// <param name="index">What the fields refer to.</param>
    public static RecordValues Of(IReadOnlyList<RecordField> fields, IReadOnlyDictionary<string, string> stored, IReadOnlyDictionary<string, string> typed, RegistryIndex index)
    {
        var values = new RecordValues(index, new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var field in fields)
        {
            var before = stored.GetValueOrDefault(field.Name) ?? "";
            var isOpen = !field.IsFixed || stored.Count == 0;
            var value = isOpen && typed.TryGetValue(field.Name, out var given) ? TextCleaning.Clean(given, lines: field.IsLong) : before;
            values._values[field.Name] = value;
            if (value.Length > field.MaxLength) values.Fault(field.Name, "fault.too-long", field.MaxLength.ToString(CultureInfo.InvariantCulture));
            else if (field.Options is not null && (value.Length > 0 || field.IsRequired) && !field.Offers(value)) values.Fault(field.Name, value.Length == 0 ? "fault.choose" : "fault.unknown-value", value);
            else if (field.IsFlag && value is not ("" or "true")) values.Fault(field.Name, "fault.unknown-value", value);
        }

        return values;
    }

    public void Fault(string field, string textKey, string? value = null) => Faults.Add(new FieldFault(field, textKey, value));

    public string Text(string field) => _values.GetValueOrDefault(field) ?? "";

    public string? Optional(string field) => Text(field) is { Length: > 0 } text ? text : null;

    public bool Flag(string field) => Text(field) == "true";

    /// <summary>One of an enumeration; the field's options were looked at before.</summary>
    public T Choice<T>(string field) where T : struct, Enum => Enum.TryParse<T>(Text(field), out var value) ? value : default;

    /// <summary>The code under which a new record stands in addresses.</summary>
    public string NewCode(string field)
    {
        if (!Code().IsMatch(Text(field))) Fault(field, "fault.record-code");
        return Text(field);
    }

    /// <summary>Texts in several languages.</summary>
    public LocalizedText Texts(string name, bool isRequired = false)
    {
        var text = LocalizedText.Of(_values.Where(pair => pair.Key.StartsWith(name + ".", StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key[(name.Length + 1)..], pair.Value)));
        if (isRequired && text.IsEmpty) Fault(_values.Keys.First(key => key.StartsWith(name + ".", StringComparison.Ordinal)), "fault.one-language");
        return text;
    }

    public PartialDate? Date(string field) => DateFields.Read(field, Text(field), Faults);

    public List<PartialDate> Dates(string field) => DateFields.ReadMany(field, Text(field), Faults);

    /// <summary>A beginning and an end; the end does not lie before the beginning.</summary>
    public (PartialDate From, PartialDate? To) Span(string from, string to)
    {
        var (begin, end) = (Date(from) ?? PartialDate.Unknown, Date(to));
        if (end is { IsUnknown: false } && !begin.IsUnknown && end.Latest < begin.Earliest) Fault(to, "fault.end-before-begin");
        return (begin, end);
    }

    /// <summary>A whole number from 0; null for none.</summary>
    public int? Number(string field, int most)
    {
        if (Text(field).Length == 0) return null;
        if (int.TryParse(Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most) return number;
        Fault(field, "fault.whole-number", most.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    public Guid Institution(string field) => Index.Institution(Text(field))?.Id ?? Guid.Empty;

    public Guid? Body(string field) => Index.Body(Text(field))?.Id;

    /// <summary>The lines of a long field, blank ones left out.</summary>
    public IReadOnlyList<string> Lines(string field) => LinesOf(Text(field));

    public static IReadOnlyList<string> LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Texts in several languages as values of fields.</summary>
    public static void Put(Dictionary<string, string> values, string name, LocalizedText text, IEnumerable<string> languages)
    {
        foreach (var language in languages) values[$"{name}.{language}"] = text[language] ?? "";
    }

    /// <summary>A date as a field holds it; an unknown beginning is an empty field.</summary>
    public static string Written(PartialDate? date, bool isEnd = false) => date is null || (date.IsUnknown && !isEnd) ? "" : date.ToString();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
