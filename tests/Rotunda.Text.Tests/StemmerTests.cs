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

    [Fact]
    public void A_long_word_is_stemmed_too() => Assert.Equal(new string('a', 300) + "b", EnglishStemmer.Stem(new string('a', 300) + "bing"));
}
