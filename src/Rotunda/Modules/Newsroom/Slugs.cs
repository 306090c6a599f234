using System.Text.RegularExpressions;

namespace Rotunda.Modules.Newsroom;

/// <summary>The last part of an address: small letters and digits in groups that hyphens part.</summary>
public static partial class Slugs
{
    /// <summary>In characters.</summary>
    public const int Longest = 80;

    /// <summary>True for a slug. Two digits alone are none: they stand for a month in the addresses of news.</summary>
    public static bool IsOne(string? text) => text is { Length: <= Longest } && Form().IsMatch(text) && !(text.Length == 2 && text.All(char.IsAsciiDigit));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
