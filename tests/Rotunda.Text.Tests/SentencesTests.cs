using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class SentencesTests
{
    /// <summary>Kinds of cases after the Golden Rules of the Pragmatic Segmenter, in sentences of our own; «|» marks where one ends.</summary>
    [Theory]
    [InlineData("Hello everyone.|My name is Anna.")]
    [InlineData("Is it open?|Yes, it is!")]
    [InlineData("My name is Anna E. Smirnova.")]
    [InlineData("Please turn to p. 55.|The figure is there.")]
    [InlineData("Was Prof. Li there?|No, but Dr. Petrova was.")]
    [InlineData("She is the rector of Volga Univ. Press and Mr. Wang edits it.")]
    [InlineData("He lives in the U.S.|How about you?")]
    [InlineData("The U.S. Government sent a letter.")]
    [InlineData("The firm is Yota Inc.|Its office is in Kazan.")]
    [InlineData("The fee is 19.99 yuan.|Pay before 5 p.m. on Monday.")]
    [InlineData("“This is great.” she said.")]
    [InlineData("She said, “This is great.”|The hall agreed.")]
    [InlineData("They met (it was late. Very late.) and left.")]
    [InlineData("Write to info@example.org or see www.example.org. for more.")]
    [InlineData("1. The first item")]
    [InlineData("Well... it worked.|Then… it did not…|Never mind.")]
    [InlineData("What?!|Really!!")]
    [InlineData("First line\n|second line")]
    [InlineData("J. R. R. Tolkien taught there.")]
    [InlineData("Объём составляет 5 куб.м.")]
    [InlineData("Сегодня 27.10.14.|Завтра 28.10.14.")]
    [InlineData("А. С. Пушкин родился в Москве.|Он жил в г. Санкт-Петербурге.")]
    [InlineData("Вуз основан в 1830 г.|Сегодня это университет.")]
    [InlineData("В 2012 г. Ассоциация провела первую конференцию.")]
    [InlineData("МГТУ им. Н. Э. Баумана и т. д. и т. п.")]
    [InlineData("Маленькая девочка кричала: «Не видали маму?».")]
    [InlineData("«Заседание открыто!» — объявил ректор.")]
    [InlineData("См. рис. 5.|На нём всё видно.")]
    [InlineData("我们明天一起去看《摔跤吧！爸爸》好吗？|好！")]
    [InlineData("联盟成立。|第一届年会在哈尔滨举行！|谁来主办？")]
    [InlineData("他说：“会议开始了。”|大家鼓掌。")]
    [InlineData("费用为19.99元。|请于5月前支付……|谢谢。")]
    public void Ends_where_a_reader_sees_an_end(string marked) =>
        Assert.Equal(marked.Split('|').Select(sentence => sentence.Trim()), Sentences.Texts(marked.Replace("|", marked.Any(c => c >= '\u4e00') ? "" : " ", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_but_space_is_no_sentence() => Assert.Empty(Sentences.Split(" \n\t\u3000 "));

    [Fact]
    public void Sentences_hold_all_that_is_not_space_in_order() => Prop.ForAll(Texts.Any, text =>
    {
        static string Bare(string part) => string.Concat(part.Where(character => !char.IsWhiteSpace(character)));
        return Bare(string.Concat(Sentences.Texts(text))) == Bare(text);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_string_has_sentences() => Prop.ForAll<string>(text =>
        Sentences.Split(text ?? "").All(sentence => sentence.Length > 0)).QuickCheckThrowOnFailure();
}
