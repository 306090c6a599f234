using System.Globalization;
using System.Text;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Correspondence.Directory;

/// <summary>Writes entries as vCard 4.0 (RFC 6350).</summary>
public static class VCards
{
    public const string MediaType = "text/vcard; charset=utf-8";

    /// <summary>Octets of a line without its break (RFC 6350, section 3.2).</summary>
    private const int LongestLine = 75;

    /// <summary>The cards one after the other, in UTF-8.</summary>
    public static string Of(IEnumerable<DirectoryEntry> entries, Reader reader, SiteLanguages languages)
    {
        var card = new StringBuilder();
        foreach (var entry in entries)
        {
            Line(card, "BEGIN:VCARD");
            Line(card, "VERSION:4.0");
            Line(card, $"UID:urn:uuid:{entry.Id}");
            Line(card, "KIND:individual");
            Line(card, "FN:" + Escape(entry.Name));
            foreach (var institution in entry.Institutions) Line(card, "ORG:" + Escape(institution.Plain(reader.Language)));
            Line(card, "ROLE:" + Escape(reader.Texts["role." + entry.Role]));
            if (entry.Phone is { } phone) Line(card, "TEL;VALUE=text;TYPE=work:" + Escape(phone));
            if (entry.Mail is { } mail) Line(card, "EMAIL;TYPE=work:" + Escape(mail));
            if (entry.MessengerId is { } id) Line(card, $"IMPP:{entry.Messenger!.ToLowerInvariant()}:{Uri.EscapeDataString(id)}");
            foreach (var language in entry.Languages) Line(card, "LANG:" + (languages.Find(language)?.Tag ?? language));
            if (entry.Zone is { } zone) Line(card, "TZ:" + Escape(zone));
            Line(card, "REV:" + entry.ConfirmedAt.ToString("uuuuMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line(card, "END:VCARD");
        }

        return card.ToString();
    }

    /// <summary>A text value: separators and line breaks lose their meaning (RFC 6350, section 3.4).</summary>
    internal static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\n", StringComparison.Ordinal);

    /// <summary>A line, folded where it is too long, never inside a character.</summary>
    private static void Line(StringBuilder card, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                card.Append("\r\n ");
                octets = 1;
            }

            card.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        card.Append("\r\n");
    }
}
