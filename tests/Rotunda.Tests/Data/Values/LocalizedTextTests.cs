using Rotunda.Data.Values;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Data.Values;

public sealed class LocalizedTextTests
{
    [Theory]
    [InlineData("en", "Rectors", "en", false)]
    [InlineData("zh", "Rectors", "en", true)]
    [InlineData("ru", "Ректоры", "ru", false)]
    public void A_missing_text_is_another_language_as_a_whole_and_says_so(string reader, string text, string language, bool isFallback)
    {
        var texts = LocalizedText.Of(("ru", "Ректоры"), ("en", "Rectors"), ("zh", "  "));

        Assert.Equal(new Localized(text, language, isFallback), texts.In(TestLanguages.Of(reader)));
    }

    [Theory]
    [InlineData("en", "zh")]
    [InlineData("zh", "zh")]
    [InlineData("ru", "zh")]
    public void Fallbacks_are_tried_in_the_order_of_the_reader(string reader, string expected)
    {
        var texts = LocalizedText.Of(("zh", "校长"), ("de", "Rektoren"));

        Assert.Equal(expected, texts.In(TestLanguages.Of(reader))!.Value.Language);
    }

    [Fact]
    public void A_language_outside_every_fallback_is_better_than_nothing()
    {
        var texts = LocalizedText.Of(("fr", "Recteurs"), ("de", "Rektoren"));

        Assert.Equal(new Localized("Rektoren", "de", IsFallback: true), texts.In(TestLanguages.Russian));
        Assert.Null(LocalizedText.Empty.In(TestLanguages.Russian));
        Assert.Equal("", LocalizedText.Empty.Plain(TestLanguages.Russian));
    }

    [Fact]
    public void Equal_texts_have_equal_bytes_whatever_the_order()
    {
        var (one, other) = (LocalizedText.Of(("ru", "да"), ("en", "yes")), LocalizedText.Of(("en", "yes"), ("ru", "да")));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("""{"en":"yes","ru":"да"}""", one.ToJson());
        Assert.Equal(one.ToJson(), other.ToJson());
        Assert.NotEqual(one, one.With("en", "no"));
        Assert.NotEqual(one, one.With("zh", "是"));
    }

    [Fact]
    public void A_language_is_set_changed_and_taken_away()
    {
        var texts = LocalizedText.Of(("en", "yes"));

        Assert.Equal("""{"en":"yes","zh":"是"}""", texts.With("zh", "是").ToJson());
        Assert.Equal("""{"en":"no"}""", texts.With("en", "no").ToJson());
        Assert.Equal(LocalizedText.Empty, texts.With("en", " "));
        Assert.Equal("""{"en":"yes"}""", texts.ToJson());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"en":"«A» & <b> \"c\" \\ é","zh":"汉字"}""")]
    public void Json_reads_back(string json) => Assert.Equal(json, LocalizedText.FromJson(json).ToJson());

    [Fact]
    public void Rare_characters_of_names_survive()
    {
        var texts = LocalizedText.Of(("zh", "𠮷田喆堃"));

        Assert.Equal(texts, LocalizedText.FromJson(texts.ToJson()));
    }
}
