using Rotunda.Data;
using Rotunda.Modules.Shared.Languages;
using Xunit;

namespace Rotunda.Tests.Modules.Shared;

/// <summary>An interface text that no language has is shown by its key; languages that fall back to each other do not ask in circles.</summary>
public sealed class MissingTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rotunda-texts-").FullName;

    [Fact]
    public void Text_that_no_language_has_is_its_key()
    {
        var languages = RotundaApp.LoadLanguages(StoreLocation.At(_folder, null));

        Assert.All(languages.All, language => Assert.Equal("⟨no.such.text⟩", languages.TextsOf(language)["no.such.text"]));
    }

    [Fact]
    public void Language_of_the_data_folder_that_lacks_a_text_borrows_it()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "languages"));
        File.WriteAllText(Path.Combine(_folder, "languages", "fr.po"), """
            msgid ""
            msgstr ""
            "Language: fr\n"
            "X-Language-Name: Français\n"
            "X-Tag: fr\n"
            "X-Fallbacks: fr ru en\n"

            msgid "news.title"
            msgstr "Actualités"
            """);
        var languages = RotundaApp.LoadLanguages(StoreLocation.At(_folder, null));
        var texts = languages.TextsOf(languages.Find("fr")!);

        Assert.Equal("Actualités", texts["news.title"]);
        Assert.Equal(languages.TextsOf(languages.Find("ru")!)["members.title"], texts["members.title"]);
        Assert.Equal("⟨no.such.text⟩", texts["no.such.text"]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
