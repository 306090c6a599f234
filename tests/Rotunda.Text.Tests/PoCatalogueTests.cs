using Xunit;

namespace Rotunda.Text.Tests;

public sealed class PoCatalogueTests
{
    [Fact]
    public void Reads_header_entries_and_plural_forms()
    {
        var catalogue = PoCatalogue.Parse(
            """
            # a comment
            msgid ""
            msgstr ""
            "Language: ru\n"
            "X-Name: Русский\n"

            #: somewhere
            msgid "a.key"
            msgstr "two "
            "lines\n\"quoted\""

            msgid "count"
            msgid_plural "count"
            msgstr[0] "{count} член"
            msgstr[1] "{count} члена"

            #~ msgid "old"
            #~ msgstr "old"
            """, "ru.po");

        Assert.Equal("Русский", catalogue.Header["X-Name"]);
        Assert.Equal(["a.key", "count"], catalogue.Entries.Keys.Order());
        Assert.Equal(["two lines\n\"quoted\""], catalogue.Entries["a.key"].Translations);
        Assert.Equal(["{count} член", "{count} члена"], catalogue.Entries["count"].Translations);
        Assert.Equal(8, catalogue.Entries["a.key"].Line);
    }

    [Theory]
    [InlineData("msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"", "line 3: «a» stands twice")]
    [InlineData("msgid \"a\"", "line 1: «a» has no msgstr")]
    [InlineData("msgid \"a\nmsgstr \"b\"", "line 1: a text stands in double quotes")]
    [InlineData("msgid \"a\"\nmsgstr \"\\q\"", "line 2: unknown escape \\q")]
    [InlineData("msgctxt \"x\"\nmsgid \"a\"\nmsgstr \"b\"", "line 1: «msgctxt» does not belong here")]
    [InlineData("msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"", "line 3: «msgstr» does not belong here")]
    [InlineData("\"lost\"", "line 1: a continued text without a beginning")]
    public void Faults_name_file_and_line(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => PoCatalogue.Parse(text, "x.po"));

        Assert.StartsWith("x.po, " + expected, error.Message, StringComparison.Ordinal);
    }
}
