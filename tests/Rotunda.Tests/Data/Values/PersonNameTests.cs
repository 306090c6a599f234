using Rotunda.Data.Values;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Values;

public sealed class PersonNameTests
{
    private static readonly PersonName Yao = new(
        new Dictionary<string, NameForm> { ["Hans"] = new("姚", "军"), ["Latn"] = new("Yao", "Jun"), ["Cyrl"] = new("Яо", "Цзюнь") }, "Hans", FamilyFirst: true);

    private static readonly PersonName Sidorov = new(
        new Dictionary<string, NameForm> { ["Cyrl"] = new("Сидоров", "Иван", "Петрович"), ["Latn"] = new("Sidorov", "Ivan", "Petrovich"), ["Hans"] = new("西多罗夫", "伊万") }, "Cyrl", FamilyFirst: false);

    private static readonly PersonName OneName = new(new Dictionary<string, NameForm> { ["Latn"] = new("Sukarno") }, "Latn", FamilyFirst: false);

    [Theory]
    [InlineData("en", "Yao Jun", "Ivan Sidorov", "Sukarno")]
    [InlineData("zh", "姚军", "伊万·西多罗夫", "Sukarno")]
    [InlineData("ru", "Яо Цзюнь", "Иван Петрович Сидоров", "Sukarno")]
    public void Names_stand_in_text_in_the_order_and_script_of_the_reader(string reader, string chinese, string russian, string only)
    {
        var language = TestLanguages.Of(reader);

        Assert.Equal([chinese, russian, only], new[] { Yao, Sidorov, OneName }.Select(name => name.Display(language)));
    }

    [Theory]
    [InlineData("en", "Yao Jun", "Sidorov, Ivan", "Sukarno")]
    [InlineData("zh", "姚军", "西多罗夫, 伊万", "Sukarno")]
    [InlineData("ru", "Яо Цзюнь", "Сидоров Иван Петрович", "Sukarno")]
    public void Names_stand_in_lists_by_family_name(string reader, string chinese, string russian, string only)
    {
        var language = TestLanguages.Of(reader);

        Assert.Equal([chinese, russian, only], new[] { Yao, Sidorov, OneName }.Select(name => name.Listed(language)));
    }

    [Fact]
    public void A_script_that_nobody_recorded_falls_back_to_latin_and_then_to_the_native_form()
    {
        var withLatin = Yao with { Forms = new Dictionary<string, NameForm> { ["Hans"] = new("姚", "军"), ["Latn"] = new("Yao", "Jun") } };
        var nativeOnly = Sidorov with { Forms = new Dictionary<string, NameForm> { ["Cyrl"] = new("Сидоров", "Иван", "Петрович") } };

        Assert.Equal("Yao Jun", withLatin.Display(TestLanguages.Russian));
        Assert.Equal("Иван Сидоров", nativeOnly.Display(TestLanguages.English));
        Assert.Equal("Иван Сидоров", nativeOnly.Display(TestLanguages.Chinese));
        Assert.Equal("Сидоров, Иван", nativeOnly.Listed(TestLanguages.English));
    }

    [Fact]
    public void Lists_sort_by_family_name_as_the_language_sorts()
    {
        var names = new[] { Sidorov, OneName, Yao };

        Assert.Equal(["Sidorov, Ivan", "Sukarno", "Yao Jun"], Sorted(TestLanguages.English));
        // Cyrillic stands before Latin in the Russian order of ICU
        Assert.Equal(["Сидоров Иван Петрович", "Яо Цзюнь", "Sukarno"], Sorted(TestLanguages.Russian));

        IEnumerable<string> Sorted(Rotunda.Modules.Shared.Languages.Language language) =>
            names.Select(name => name.Listed(language)).OrderBy(text => Convert.ToHexString(language.SortKey(text)), StringComparer.Ordinal);
    }
}
