using Rotunda.Testing;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class StemmerTests
{
    [Theory]
    [InlineData("universities", "universiti")]
    [InlineData("associations", "associ")]
    [InlineData("dying", "die")]
    [InlineData("evening", "evening")]
    [InlineData("university's", "universiti")]
    [InlineData("'quoted'", "quot")]
    [InlineData("by", "by")]
    [InlineData("flying", "fli")]
    [InlineData("", "")]
    public void English(string word, string stem) => Assert.Equal(stem, EnglishStemmer.Stem(word));

    [Theory]
    [InlineData("университетов", "университет")]
    [InlineData("ассоциации", "ассоциац")]
    [InlineData("ёлками", "елк")]
    [InlineData("прочитавшись", "прочита")]
    [InlineData("важнейшее", "важн")]
    [InlineData("юность", "юност")]
    [InlineData("в", "в")]
    [InlineData("", "")]
    public void Russian(string word, string stem) => Assert.Equal(stem, RussianStemmer.Stem(word));

    [Theory]
    [InlineData("english", 42_649)]
    [InlineData("russian", 49_785)]
    public void Every_word_of_the_vocabulary_gets_the_stem_that_Snowball_gives(string language, int words)
    {
        var vocabulary = File.ReadAllLines(Repository.Shared("fixtures", "snowball", language, "voc.txt"));
        var stems = File.ReadAllLines(Repository.Shared("fixtures", "snowball", language, "output.txt"));

        var wrong = vocabulary.Zip(stems)
            .Select(pair => (Word: pair.First, Wanted: pair.Second, Got: language == "english" ? EnglishStemmer.Stem(pair.First) : RussianStemmer.Stem(pair.First)))
            .Where(result => result.Got != result.Wanted)
            .Select(result => $"{result.Word}: {result.Got}, not {result.Wanted}");

        Assert.Equal(words, vocabulary.Length);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("архив", "архив")]
    [InlineData("устав", "устав")]
    [InlineData("юбилей", "юбиле")]
    [InlineData("музеи", "музе")]
    [InlineData("список", "списк")]
    [InlineData("студенток", "студентк")]
    [InlineData("уровень", "уровн")]
    [InlineData("конец", "конц")]
    [InlineData("архивы", null)]
    [InlineData("университета", null)]
    [InlineData("срок", null)]
    [InlineData("поток", "потк")]
    [InlineData("", null)]
    public void Words_whose_forms_part_have_a_second_stem(string word, string? second) => Assert.Equal(second, RussianStemmer.SecondStem(word));

    [Theory]
    [InlineData("архив", "архивы архива архивом архивами")]
    [InlineData("состав", "состава составы составом")]
    [InlineData("юбилей", "юбилея юбилею юбилеем юбилеями")]
    [InlineData("список", "списка списку списком списки списками")]
    [InlineData("участок", "участка участки участков")]
    public void The_second_stem_is_one_of_the_stems_of_the_other_forms(string word, string forms) =>
        Assert.All(forms.Split(' '), form => Assert.Contains(RussianStemmer.SecondStem(word), new[] { RussianStemmer.Stem(form), RussianStemmer.SecondStem(form) }));

    [Fact]
    public void A_word_of_any_length_has_a_second_stem_or_none() =>
        Assert.All(Enumerable.Range(1, 200), length => Assert.NotEqual("", RussianStemmer.SecondStem(new string('к', length - 1) + "в")));

    [Fact]
    public void A_long_word_is_stemmed_too() => Assert.Equal(new string('a', 300) + "b", EnglishStemmer.Stem(new string('a', 300) + "bing"));
}
