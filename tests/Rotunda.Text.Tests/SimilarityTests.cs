using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class SimilarityTests
{
    [Theory]
    [InlineData("The same text.", "The same text.", 100)]
    [InlineData("The same  text.", "the same text.", 99)]
    [InlineData("Ёлка", "елка", 99)]
    [InlineData("", "", 100)]
    [InlineData("", "abcd", 0)]
    [InlineData("abcd", "efgh", 0)]
    [InlineData("The conference took place in 2021.", "The conference took place in 2022.", 97)]
    [InlineData("中俄工科大学联盟", "中俄工科大学论坛", 75)]
    public void Percent(string left, string right, int percent) => Assert.Equal(percent, Similarity.Percent(left, right));

    [Fact]
    public void Less_than_wanted_is_nothing()
    {
        Assert.Equal(75, Similarity.Percent("中俄工科大学联盟", "中俄工科大学论坛", 75));
        Assert.Equal(0, Similarity.Percent("中俄工科大学联盟", "中俄工科大学论坛", 76));
    }

    [Fact]
    public void Distance_is_what_the_table_of_Levenshtein_says() => Prop.ForAll(Texts.Pairs, pair =>
        Similarity.Distance(pair.Item1, pair.Item2) == Table(pair.Item1, pair.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void Distance_of_long_texts_too()
    {
        var left = string.Concat(Enumerable.Range(0, 400).Select(i => (char)('a' + (i * 7 % 26))));
        var right = string.Concat(Enumerable.Range(0, 500).Select(i => (char)('a' + (i * 11 % 26))));

        Assert.Equal(Table(left, right), Similarity.Distance(left, right));
    }

    [Fact]
    public void Percent_is_the_same_in_both_directions_and_within_bounds() => Prop.ForAll(Texts.Pairs, pair =>
    {
        var percent = Similarity.Percent(pair.Item1, pair.Item2);
        return percent == Similarity.Percent(pair.Item2, pair.Item1) && percent is >= 0 and <= 100 && percent == 100 == (pair.Item1 == pair.Item2);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Ассоциация университетов", "ассоциации университета", 1.0)]
    [InlineData("北京大学", "北京大", 2.0 / 3)]
    [InlineData("大", "大", 1.0)]
    [InlineData("red green", "green blue", 1.0 / 3)]
    [InlineData("", "!", 1.0)]
    [InlineData("", "word", 0.0)]
    public void Signatures_overlap_by_stems_and_bigrams(string left, string right, double overlap) =>
        Assert.Equal(overlap, Signature.Of(left).Overlap(Signature.Of(right)), 12);

    [Fact]
    public void A_stored_signature_is_the_same()
    {
        var signature = Signature.Of("Association 大学");

        Assert.Equal(signature.Terms, Signature.From(signature.Terms).Terms);
        Assert.Equal(2, signature.Terms.Length);
    }

    private static int Table(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }

        return row[right.Length];
    }
}
