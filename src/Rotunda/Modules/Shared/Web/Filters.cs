namespace Rotunda.Modules.Shared.Web;

/// <summary>What the address of a list says of the rows that it shows.</summary>
public static class Filters
{
    /// <summary>Reads one of an enumeration by its name; null where the address leaves it open.</summary>
    /// <returns>False for a word that is none of them.</returns>
    public static bool TryRead<T>(string? text, out T? value) where T : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!char.IsLetter(text[0]) || !Enum.TryParse<T>(text, ignoreCase: true, out var found) || !Enum.IsDefined(found)) return false;
        value = found;
        return true;
    }
}
