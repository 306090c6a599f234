using System.Globalization;

namespace Rotunda.Modules.Shared.Web;

/// <summary>The number of a page of a list, from <c>?page=</c>.</summary>
public static class PageNumbers
{
    /// <summary>Beyond any real list; larger numbers are refused before they are multiplied.</summary>
    private const int Most = 1_000_000;

    /// <summary>Reads the number, 1 when it is not given.</summary>
    /// <returns>False for anything but a whole number from 1 to a million.</returns>
    /// <remarks>Read from the query by hand: Razor Pages keeps the name <c>page</c> for itself among route values.</remarks>
    public static bool TryRead(HttpRequest request, out int number)
    {
        number = 1;
        var text = request.Query["page"].ToString();
        return text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= Most);
    }
}
