using System.Globalization;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;
using Rotunda.Text;

namespace Rotunda.Modules.Alliance.Registry;

/// <summary>A remark in each language, as the registry's forms have it.</summary>
internal static class NoteFields
{
    /// <summary>In characters.</summary>
    public const int Longest = 1000;

    /// <summary>The name of the field of a language.</summary>
    public static string NameOf(string language) => $"Note[{language}]";

    /// <summary>The remarks, cleaned; a fault for each that is too long.</summary>
    public static LocalizedText Read(IReadOnlyDictionary<string, string> notes, List<FieldFault> faults)
    {
        var cleaned = notes.Select(pair => KeyValuePair.Create(pair.Key, TextCleaning.Clean(pair.Value))).ToList();
        faults.AddRange(cleaned.Where(pair => pair.Value.Length > Longest)
            .Select(pair => new FieldFault(NameOf(pair.Key), "fault.too-long", Longest.ToString(CultureInfo.InvariantCulture))));
        return LocalizedText.Of(cleaned);
    }
}
