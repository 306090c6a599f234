using Rotunda.Data.Audit;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared;

namespace Rotunda.Modules.Alliance.Registry;

/// <summary>Dates as people type them into the registry's forms.</summary>
internal static class DateFields
{
    /// <summary>Null for an empty field; a fault for what is not a date.</summary>
    public static PartialDate? Read(string field, string text, List<FieldFault> faults)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (PartialDate.TryParse(text.Trim(), out var date)) return date;
        faults.Add(new FieldFault(field, "fault.date", Rotunda.Text.TextCleaning.Clean(text)));
        return null;
    }

    /// <summary>Dates separated by commas.</summary>
    public static List<PartialDate> ReadMany(string field, string text, List<FieldFault> faults) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => Read(field, part, faults)).OfType<PartialDate>()];
}

/// <summary>Compares what fields read before and after a change.</summary>
internal static class FieldChanges
{
    public static List<FieldChange> Between(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. after.Where(pair => before[pair.Key] != pair.Value).Select(pair => new FieldChange(pair.Key, Optional(before[pair.Key]), Optional(pair.Value)))];

    private static string? Optional(string value) => value.Length == 0 ? null : value;
}
