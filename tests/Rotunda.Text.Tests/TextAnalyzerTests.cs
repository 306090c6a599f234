using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class NormalizationTests
{
    [Theory]
    [InlineData("Ёлка", "елка")]
    [InlineData("е\u0308ж", "еж")]
    [InlineData("за\u0301мок и МУЗЕ\u0301Й", "замок и музей")]
    [InlineData("Йошкар-Ола", "йошкар-ола")]
    [InlineData("и\u0306од", "йод")]
    [InlineData("ﬁne Ａ１", "fine a1")]
    [InlineData("Xi’an, Xiʼan", "xi'an, xi'an")]
    [InlineData("café", "café")]
    [InlineData("⼤学", "大学")]
    [InlineData("", "")]
    public void Normalizes(string text, string normalized) => Assert.Equal(normalized, Normalization.Normalize(text));

    [Theory]
    [InlineData("Běijīng", "beijing")]
    [InlineData("Université", "universite")]
    [InlineData("co\u00ADope\u00ADration", "cooperation")]
    [InlineData("Йод", "йод")]
    [InlineData("їжак", "їжак")]
    public void Words_lose_the_accents_of_Latin_letters(string word, string normalized) => Assert.Equal(normalized, Normalization.NormalizeWord(word));

    [Fact]
    public void Normalizing_twice_changes_nothing() => Prop.ForAll<string>(text =>
    {
        var once = Normalization.Normalize(text ?? "");
        return Normalization.Normalize(once) == once;
    }).QuickCheckThrowOnFailure();
}

public sealed class TextAnalyzerTests
{
    [Theory]
    [InlineData("Association of Universities", "association of universities")]
    [InlineData("北京大学 (PKU)", "北 京 大 学 pku")]
    [InlineData("2024年招生", "2024 年 招 生")]
    [InlineData("CO-2, 5G и 12.05.2022", "co 2 5 g и 12 05 2022")]
    [InlineData("1,234,567 and 2.5; 3,14; 20,000.5", "1234567 and 2.5 3.14 20000.5")]
    [InlineData("the university's, students' don't Xi'an", "the university students don't xian")]
    [InlineData("за\u0301мок ЁЖ", "замок еж")]
    [InlineData("Ⅳ съезд, м²", "iv съезд м 2")]
    [InlineData("👍 — …", "")]
    [InlineData("", "")]
    public void Words_are_runs_of_one_script(string text, string forms) =>
        Assert.Equal(forms, string.Join(' ', TextAnalyzer.Words(text).Select(word => word.Form)));

    [Fact]
    public void Words_know_where_they_stand()
    {
        const string text = "  Ёжик, ﬁn 大学";

        Assert.Equal(["Ёжик", "ﬁn", "大", "学"], TextAnalyzer.Words(text).Select(word => text.Substring(word.Start, word.Length)));
    }

    [Fact]
    public void Terms_are_stems_exact_forms_bigrams_and_characters() =>
        Assert.Equal(
            ["вуз@0", "=вузы@0", "北@1", "北京@1", "京@2", "2024@3"],
            TextAnalyzer.Terms("Вузы 北京 2024").Select(term => $"{term.Key}@{term.Position}"));

    [Theory]
    [InlineData("В работе Ассоциации технических университетов", "ассоциация технических университетов", "2")]
    [InlineData("中俄工科大学联盟成立，工科大学", "工科大学", "2,10")]
    [InlineData("aaa aaa aaa", "AAA aaa", "0,1")]
    [InlineData("anything", "", "")]
    public void Occurrences_are_found_by_stems(string text, string sought, string places) =>
        Assert.Equal(places, string.Join(',', TextAnalyzer.Occurrences(TextAnalyzer.Words(text), TextAnalyzer.Words(sought))));

    [Fact]
    public void Words_stand_in_order_without_overlap_and_have_forms() => Prop.ForAll<string>(text =>
    {
        var end = 0;
        foreach (var word in TextAnalyzer.Words(text ?? ""))
        {
            if (word.Start < end || word.Length <= 0 || word.Form.Length == 0) return false;
            end = word.End;
        }

        return end <= (text ?? "").Length;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Forms_read_again_are_the_same_words() => Prop.ForAll(Texts.Any, text =>
    {
        var forms = TextAnalyzer.Words(text).Select(word => word.Form).ToList();
        return forms.SequenceEqual(forms.SelectMany(form => TextAnalyzer.Words(form)).Select(word => word.Form));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_a_surrogate_pair_is_no_word() => Assert.Empty(TextAnalyzer.Words("\uD83D \uDC4D\uD83D"));

    [Theory]
    [InlineData("the", true)]
    [InlineData("don't", true)]
    [InlineData("еще", true)]
    [InlineData("университет", false)]
    [InlineData("человек", false)]
    public void Stop_words(string form, bool isStopWord) => Assert.Equal(isStopWord, StopWords.Contains(form));
}

/// <summary>Texts as people write them: words of three scripts, numbers, space and punctuation.</summary>
internal static class Texts
{
    private static readonly string[] Samples =
        ["Association", "of", "universities", "Ассоциация", "вузов", "ёжик", "Москва", "北京", "大学", "联盟", "的", "2022", "1,000", "2.5", " ", " ", " ", "\n", ". ", ", ", "。", "，", "!", "«", "»", "“", "”", "(", ")", "😀", "г. "];

    public static Arbitrary<string> Any { get; } = Gen.Elements(Samples).ListOf().Select(string.Concat).ToArbitrary();

    public static Arbitrary<(string, string)> Pairs { get; } = Any.Generator.Two().Select(pair => (pair.Item1, pair.Item2)).ToArbitrary();
}
