using System.Text.Json;
using Rotunda.Data.Values;

namespace Rotunda.Demo.Registry;

/// <summary>A faulty place of an imported file.</summary>
/// <param name="Place">Such as <c>universities[3].names.ru</c>.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
public sealed record ImportFault(string Place, string Reason)
{
    public override string ToString() => $"{Place}: {Reason}";
}

/// <summary>An element of a JSON file that knows where it stands and notes every fault instead of stopping at the first.</summary>
internal readonly record struct JsonPlace(JsonElement Element, string Path, List<ImportFault> Faults)
{
    private const int LongestText = 2000;

    public bool IsAbsent => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>True where the file says null; false where it says nothing.</summary>
    public bool IsNull => Element.ValueKind == JsonValueKind.Null;

    /// <summary>A member of this object; absent when there is none.</summary>
    public JsonPlace this[string name] => new(
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var member) ? member : default,
        Path.Length == 0 ? name : $"{Path}.{name}", Faults);

    public void Fault(string reason) => Faults.Add(new ImportFault(Path.Length == 0 ? "(file)" : Path, reason));

    /// <summary>The items of a list; none when absent, a fault when it is something else.</summary>
    public IEnumerable<JsonPlace> Items(bool required = false)
    {
        if (IsAbsent)
        {
            if (required) Fault("is missing; a list is needed");
            yield break;
        }

        if (Element.ValueKind != JsonValueKind.Array)
        {
            Fault($"is {Kind}, not a list");
            yield break;
        }

        var index = 0;
        foreach (var item in Element.EnumerateArray())
            yield return new JsonPlace(item, $"{Path}[{index++}]", Faults);
    }

    /// <summary>The items of a list, without noting a fault; none when this is something else.</summary>
    public IEnumerable<JsonPlace> List() => Element.ValueKind == JsonValueKind.Array ? Items() : [];

    /// <summary>The members of an object; none when absent, a fault when it is something else.</summary>
    public IEnumerable<(string Name, JsonPlace Place)> Members()
    {
        if (IsAbsent) yield break;
        if (!IsObject()) yield break;
        foreach (var member in Element.EnumerateObject()) yield return (member.Name, this[member.Name]);
    }

    /// <summary>False, with a fault, when this is no object.</summary>
    public bool IsObject()
    {
        if (Element.ValueKind == JsonValueKind.Object) return true;
        Fault(IsAbsent ? "is missing; an object is needed" : $"is {Kind}, not an object");
        return false;
    }

    /// <summary>A text, cleaned; null when absent.</summary>
    public string? Text(bool required = false, int longest = LongestText)
    {
        if (IsAbsent)
        {
            if (required) Fault("is missing; a text is needed");
            return null;
        }

        if (Element.ValueKind != JsonValueKind.String)
        {
            Fault($"is {Kind}, not a text");
            return null;
        }

        if (Written() is not { } written)
        {
            Fault("is not a text in Unicode");
            return null;
        }

        var text = Rotunda.Text.TextCleaning.Clean(written);
        if (text.Length > longest) Fault($"has {text.Length} characters; {longest} are allowed");
        if (text.Length > 0) return text;
        Fault("is empty; leave it out or write null when it is not known");
        return null;
    }

    public int? WholeNumber(int least)
    {
        if (IsAbsent) return null;
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var number) && number >= least) return number;
        Fault($"is not a whole number of at least {least}");
        return null;
    }

    public double? Number(double least, double most)
    {
        if (IsAbsent) return null;
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var number) && number >= least && number <= most) return number;
        Fault($"is not a number from {least} to {most}");
        return null;
    }

    public bool Flag()
    {
        if (IsAbsent) return false;
        if (Element.ValueKind is JsonValueKind.True or JsonValueKind.False) return Element.GetBoolean();
        Fault($"is {Kind}, not true or false");
        return false;
    }

    /// <summary>A date in the words of the file; unknown when absent.</summary>
    public PartialDate Date()
    {
        if (Text(longest: 80) is not { } text) return PartialDate.Unknown;
        if (SourceDates.TryRead(text, out var date)) return date;
        Fault($"«{text}» is not a date; write 2011, 2011-03, 2011-03-06, a beginning and an end with a slash, or null");
        return PartialDate.Unknown;
    }

    /// <summary>The text as it stands, without noting a fault; null when this is none.</summary>
    public string? Written()
    {
        try
        {
            return Element.ValueKind == JsonValueKind.String ? Element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which JSON can write and no text can hold
            return null;
        }
    }

    private string Kind => Element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
