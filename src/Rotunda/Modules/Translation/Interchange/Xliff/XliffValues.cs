using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Rotunda.Modules.Translation.Interchange.Xliff;

/// <summary>What the value of an attribute may be.</summary>
/// <param name="Expected">In words, for the reason of a refusal.</param>
/// <param name="Allows">Decides.</param>
internal sealed record XliffValue(string Expected, Func<string, bool> Allows)
{
    public static XliffValue OneOf(params string[] values) => new($"one of {string.Join(", ", values)}", values.Contains);
}

/// <summary>The types of values in XLIFF 2.1 and its modules.</summary>
internal static partial class XliffValues
{
    public static readonly XliffValue Any = new("any text", _ => true);
    public static readonly XliffValue YesNo = XliffValue.OneOf("yes", "no");
    public static readonly XliffValue YesNoFirstNo = XliffValue.OneOf("yes", "firstNo", "no");
    public static readonly XliffValue Direction = XliffValue.OneOf("ltr", "rtl", "auto");
    public static readonly XliffValue Space = XliffValue.OneOf("default", "preserve");
    public static readonly XliffValue Preserve = XliffValue.OneOf("preserve");
    public static readonly XliffValue Side = XliffValue.OneOf("source", "target");
    public static readonly XliffValue State = XliffValue.OneOf("initial", "translated", "reviewed", "final");
    public static readonly XliffValue CodeType = XliffValue.OneOf("fmt", "ui", "quote", "link", "image", "other");
    public static readonly XliffValue MatchKind = XliffValue.OneOf("am", "mt", "icm", "idm", "tb", "tm", "other");
    public static readonly XliffValue Form = XliffValue.OneOf("none", "nfc", "nfd");
    public static readonly XliffValue Version = XliffValue.OneOf("2.0", "2.1");
    public static readonly XliffValue Token = new("a name without spaces (NMTOKEN)", IsToken);
    public static readonly XliffValue Tokens = new("names without spaces (NMTOKENS)", value => Split(value) is { Length: > 0 } parts && parts.All(IsToken));
    public static readonly XliffValue UserDefined = new("prefix:value", value => PrefixAndValue().IsMatch(value));
    public static readonly XliffValue MarkType = new("generic, comment, term or prefix:value", value => value.Trim() is "generic" or "comment" or "term" || PrefixAndValue().IsMatch(value));
    public static readonly XliffValue Priority = new("a number from 1 to 10", value => int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10);
    public static readonly XliffValue Positive = new("a positive whole number", value => PositiveNumber().IsMatch(value.Trim()));
    public static readonly XliffValue Percentage = new("a number from 0 to 100", value => decimal.TryParse(value, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100);
    public static readonly XliffValue Language = new("a language tag (BCP 47)", value => LanguageTag().IsMatch(value));
    public static readonly XliffValue LanguageOrNone = new("a language tag (BCP 47)", value => value.Length == 0 || LanguageTag().IsMatch(value));
    public static readonly XliffValue Address = new("an address without spaces", value => !value.Trim().Contains(' ', StringComparison.Ordinal));
    public static readonly XliffValue HiddenCharacter = new("the code, of four or six hexadecimal digits, of a character that XML cannot hold", IsHiddenCharacter);
    public static readonly XliffValue Style = XliffValue.OneOf(
        "a", "b", "bdo", "big", "blockquote", "body", "br", "button", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
        "head", "hr", "html", "i", "img", "label", "legend", "li", "ol", "p", "pre", "q", "s", "samp", "select", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
        "thead", "title", "tr", "tt", "u", "ul");

    public static string[] Split(string value) => value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static bool IsToken(string value)
    {
        var token = value.AsSpan().Trim(" \t\r\n");
        foreach (var character in token)
            if (!char.IsAsciiLetterOrDigit(character) && !XmlConvert.IsNCNameChar(character) && character != ':' && !char.IsSurrogate(character)) return false;
        return token.Length > 0;
    }

    /// <summary>True when a language is another one or a kind of it, as <c>en-IE</c> is of <c>en</c>.</summary>
    public static bool IsKindOf(string language, string? general) => general is not null
        && language.StartsWith(general, StringComparison.OrdinalIgnoreCase) && (language.Length == general.Length || language[general.Length] == '-');

    private static bool IsHiddenCharacter(string hex) => hex.Length is 4 or 6
        && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        && (code is < 0x20 and not (0x9 or 0xA or 0xD) or (>= 0x7F and <= 0x84) or (>= 0x86 and <= 0x9F) or (>= 0xD800 and <= 0xDFFF) or 0xFFFE or 0xFFFF);

    [GeneratedRegex(@"^[^\s:]+:[^\s:]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PrefixAndValue();

    [GeneratedRegex(@"^\+?0*[1-9][0-9]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PositiveNumber();

    // RFC 5646, section 2.1
    [GeneratedRegex(
        "^(([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+|i-[a-z]{2,8}|zh-min(-nan)?|art-lojban|en-gb-oed|sgn-[a-z]{2}-[a-z]{2})$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LanguageTag();
}
