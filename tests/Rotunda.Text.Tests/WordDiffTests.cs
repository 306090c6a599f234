using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class WordDiffTests
{
    [Theory]
    [InlineData("same", "same", "same")]
    [InlineData("", "", "")]
    [InlineData("", "new", "[+new]")]
    [InlineData("old", "", "[-old]")]
    [InlineData("The fifth annual conference", "The sixth annual conference", "The [-fifth][+sixth] annual conference")]
    [InlineData("on 5 May", "on 15 June 2022", "on [-5 May][+15 June 2022]")]
    [InlineData("年会在哈尔滨举行", "年会在莫斯科举行", "年会在[-哈尔滨][+莫斯科]举行")]
    [InlineData("Вузы России и Китая", "Вузы Китая и России", "Вузы [-России][+Китая] и [-Китая][+России]")]
    [InlineData("a b c", "a c", "a [-b ]c")]
    [InlineData("one, two, three", "uno, due, three", "[-one, two][+uno, due], three")]
    [InlineData("Case", "case", "[-Case][+case]")]
    public void Shows_what_changed(string before, string after, string shown) =>
        Assert.Equal(shown, string.Concat(WordDiff.Compare(before, after).Select(part => part.Change switch
        {
            Change.Removed => $"[-{part.Text}]",
            Change.Added => $"[+{part.Text}]",
            _ => part.Text,
        })));

    [Fact]
    public void The_pieces_make_both_texts() => Prop.ForAll(Texts.Pairs, pair => MakesBoth(pair.Item1, pair.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_pieces_of_any_strings_make_both_texts() => Prop.ForAll<string, string>((left, right) => MakesBoth(left ?? "", right ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void No_two_pieces_beside_each_other_are_of_one_kind() => Prop.ForAll(Texts.Pairs, pair =>
    {
        var parts = WordDiff.Compare(pair.Item1, pair.Item2);
        return parts.Zip(parts.Skip(1)).All(two => two.First.Change != two.Second.Change && two is not ({ Change: Change.Added }, { Change: Change.Removed }))
            && parts.All(part => part.Text.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_texts_that_differ_everywhere_are_compared_between_what_they_share()
    {
        var before = string.Join(' ', Enumerable.Range(0, 3000).Select(i => i % 10 == 0 ? $"kept{i}" : $"old{i}"));
        var after = string.Join(' ', Enumerable.Range(0, 3000).Select(i => i % 10 == 0 ? $"kept{i}" : $"now{i}"));

        Assert.True(MakesBoth(before, after));
        Assert.True(WordDiff.Compare(before, after).Count > 600);
    }

    [Fact]
    public void Long_texts_without_anything_in_common_are_replaced_as_a_whole() =>
        Assert.Equal([Change.Removed, Change.Added], WordDiff.Compare(new string('a', 9), string.Concat(Enumerable.Repeat("大学", 9))).Select(part => part.Change));

    private static bool MakesBoth(string before, string after)
    {
        var parts = WordDiff.Compare(before, after);
        return string.Concat(parts.Where(part => part.Change != Change.Added).Select(part => part.Text)) == before
            && string.Concat(parts.Where(part => part.Change != Change.Removed).Select(part => part.Text)) == after;
    }
}
