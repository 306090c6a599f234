using System.Globalization;
using System.Text.RegularExpressions;

namespace Rotunda.Modules.Shared.Operating;

/// <summary>The association's own accent: a colour for light pages and one for dark ones, each legible on its ground.</summary>
/// <param name="Light">Six hexadecimal digits.</param>
/// <param name="Dark">Six hexadecimal digits.</param>
public sealed partial record Accent(string Light, string Dark)
{
    /// <summary>The contrast that WCAG 2.2 asks of text (success criterion 1.4.3).</summary>
    public const double LeastContrast = 4.5;

    /// <summary>The grounds on which the accent stands: paper and surface of the stylesheet's tokens.</summary>
    private static readonly (string[] Light, string[] Dark) Grounds = (["fbfaf7", "ffffff"], ["14161a", "1b1e24"]);

    /// <summary>The address of the stylesheet; other colours have another one, so that it may be kept for ever.</summary>
    public string Path => $"/accent/{Light}-{Dark}.css";

    /// <summary>The stylesheet: a plain colour first, and the pair where a browser knows both.</summary>
    public string Css => $":root{{--accent:#{Light}}}@supports (color:light-dark(#000,#fff)){{:root{{--accent:light-dark(#{Light},#{Dark})}}}}";

    /// <summary>Reads <c>#a8321e</c> or <c>a8321e</c>; null for anything else.</summary>
    public static string? Read(string text) => Hex().Match(text.Trim()) is { Success: true } match ? match.Groups["digits"].Value.ToLowerInvariant() : null;

    /// <summary>The least contrast of a colour with the grounds of light or dark pages.</summary>
    public static double ContrastOf(string colour, bool isDark) => (isDark ? Grounds.Dark : Grounds.Light).Min(ground => Contrast(colour, ground));

    /// <summary>The ratio of two colours' luminance as WCAG 2.2 defines it, from 1 to 21.</summary>
    private static double Contrast(string one, string other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var value = int.Parse(colour, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (0.2126 * Linear(value >> 16)) + (0.7152 * Linear((value >> 8) & 255)) + (0.0722 * Linear(value & 255));

        static double Linear(int channel) => channel / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("^#?(?<digits>[0-9a-fA-F]{6})\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hex();
}

/// <summary>Hands out the stylesheet of an accent. It follows from its address alone and says nothing of the site.</summary>
internal static class AccentApi
{
    public static void MapAccent(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/accent/{light:regex(^[0-9a-f]{{6}}$)}-{dark:regex(^[0-9a-f]{{6}}$)}.css", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string light, string dark) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return TypedResults.Text(new Accent(light, dark).Css, "text/css");
        }).WithMetadata(new Access.PublicAttribute(), new Cache.NeverCachedAttribute());
}
