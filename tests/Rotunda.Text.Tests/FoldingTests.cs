using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("Harbin  Institute\u00a0of Technology ", "harbin institute of technology")]
    [InlineData("КОРОЛЁВ", "королев")]
    [InlineData("Бауманский", "бауманский")]
    [InlineData("Йошкар-Ола", "йошкар-ола")]
    [InlineData("за\u0301мок", "замок")]
    [InlineData("ﬁne Ａ１", "fine a1")]
    [InlineData("Xi’an — “Jiaotong”", "xi'an - \"jiaotong\"")]
    [InlineData("中国石油大学（华东）", "中国石油大学(华东)")]
    [InlineData("Ünïversité", "universite")]
    [InlineData("", "")]
    public void Folds_to_the_form_of_lookups(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("one\u2028two\u2029three", true, "one\ntwo\nthree")]
    [InlineData("one\u2028two\u2029three", false, "one two three")]
    public void Line_and_paragraph_separators_are_line_breaks(string text, bool lines, string cleaned) => Assert.Equal(cleaned, TextCleaning.Clean(text, lines));

    [Fact]
    public void Is_reliable_where_the_tests_run() => Assert.True(Folding.IsReliable);

    [Fact]
    public void Folding_twice_changes_nothing() => Prop.ForAll<string>(text =>
    {
        var once = Folding.Fold(Whole(text));
        return Folding.Fold(once) == once;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Composed_and_decomposed_text_fold_alike() => Prop.ForAll<string>(text =>
    {
        var whole = Whole(text);
        return Folding.Fold(whole.Normalize(NormalizationForm.FormD)) == Folding.Fold(whole.Normalize(NormalizationForm.FormC));
    }).QuickCheckThrowOnFailure();

    /// <summary>Generated strings may hold half a surrogate pair, which no browser sends.</summary>
    private static string Whole(string? text) => string.Concat((text ?? "").EnumerateRunes().Where(rune => rune != Rune.ReplacementChar));
}

public sealed class TextCleaningTests
{
    [Theory]
    [InlineData("a\u0000b\u0007c", "abc")]
    [InlineData("tab\tand\nline", "tab and line")]
    [InlineData("  edges  ", "edges")]
    [InlineData("\u202Egnp.exe", "gnp.exe")]
    [InlineData("\u2066x\u2069", "x")]
    [InlineData("e\u0301", "é")]
    [InlineData("مرحبا", "مرحبا")]
    [InlineData("<script>", "<script>")]
    public void Drops_what_no_reader_sees_and_keeps_what_was_said(string text, string cleaned) => Assert.Equal(cleaned, TextCleaning.Clean(text));

    [Fact]
    public void Keeps_lines_where_asked() => Assert.Equal("a\nb", TextCleaning.Clean("a\r\nb", lines: true));

    [Fact]
    public void What_is_clean_is_seen_at_once_and_stays_what_it_would_be()
    {
        // A pair of surrogates has every character looked at by itself
        for (var character = '\0'; character < '\uFFFF'; character++)
            foreach (var text in char.IsSurrogate(character) ? [] : new[] { $"e{character}e", $"и{character}{character}中" })
                Assert.Equal(TextCleaning.Clean(text + "🜁"), TextCleaning.Clean(text) + "🜁");
    }

    /// <summary>None of these can be normalised, and each can come in an address.</summary>
    [Theory]
    [InlineData('\uFFFE')]
    [InlineData('\uFFFF')]
    [InlineData('\uD800')]
    public void What_is_no_character_is_no_error(char character)
    {
        var text = $"a{character}b";
        Assert.Equal("ab", TextCleaning.Clean(text));
        Assert.Equal("a\uFFFDb", Folding.Fold(text));
        Assert.Equal("a\uFFFDb", Normalization.Normalize(text));
        Assert.Equal("a\uFFFDb", Normalization.NormalizeWord(text));
    }

    [Fact]
    public void Lone_surrogates_are_dropped() => Assert.Equal("ab", TextCleaning.Clean("a\uD800b"));

    [Fact]
    public void Cleaning_twice_changes_nothing() => Prop.ForAll<string>(text =>
    {
        var once = TextCleaning.Clean(text ?? "", lines: true);
        return TextCleaning.Clean(once, lines: true) == once;
    }).QuickCheckThrowOnFailure();
}
