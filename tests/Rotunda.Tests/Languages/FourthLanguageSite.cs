using Rotunda.Data;
using Rotunda.Testing;

namespace Rotunda.Tests.Languages;

/// <summary>The demonstration with a German catalogue in the data folder, as an administrator would add one.</summary>
public sealed class FourthLanguageSite : SqliteSite
{
    private const string German = """
        msgid ""
        msgstr ""
        "Language: de\n"
        "X-Tag: de\n"
        "X-Name: Deutsch\n"
        "X-Culture: de-DE\n"
        "X-Fallbacks: en ru\n"
        "X-Order: 4\n"
        "X-Plural-Rules: one: i = 1 and v = 0\n"

        msgid "members.title"
        msgstr "Mitglieder"

        msgid "counts.full"
        msgid_plural "counts.full"
        msgstr[0] "{count} Vollmitglied"
        msgstr[1] "{count} Vollmitglieder"

        msgid "fallback.shown"
        msgstr "noch nicht übersetzt: {language}"

        msgid "fallback.in-en"
        msgstr "Englisch"
        """;

    protected override StoreLocation CreateLocation()
    {
        var location = base.CreateLocation();
        var folder = Directory.CreateDirectory(Path.Combine(location.DataFolder, "languages")).FullName;
        File.WriteAllText(Path.Combine(folder, "de.po"), German);
        return location;
    }
}
