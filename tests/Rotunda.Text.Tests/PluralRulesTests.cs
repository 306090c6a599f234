using System.Text.Json;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Text.Tests;

public sealed class PluralRulesTests
{
    private const string Russian =
        "one: v = 0 and i % 10 = 1 and i % 100 != 11; few: v = 0 and i % 10 = 2..4 and i % 100 != 12..14; "
        + "many: v = 0 and i % 10 = 0 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 11..14";

    [Theory]
    [InlineData(0, "many")]
    [InlineData(1, "one")]
    [InlineData(2, "few")]
    [InlineData(5, "many")]
    [InlineData(11, "many")]
    [InlineData(21, "one")]
    [InlineData(22, "few")]
    [InlineData(112, "many")]
    public void Russian_whole_numbers(long number, string category) => Assert.Equal(category, PluralRules.Parse(Russian).CategoryOf(number));

    [Theory]
    [InlineData("1.5", "other")]
    [InlineData("2.0", "other")]
    public void Russian_decimals_are_other(string written, string category) => Assert.Equal(category, PluralRules.Parse(Russian).CategoryOf(written));

    [Fact]
    public void Index_counts_in_the_declared_order_with_other_last()
    {
        var rules = PluralRules.Parse(Russian);

        Assert.Equal(["one", "few", "many", "other"], rules.Categories);
        Assert.Equal([0, 1, 2], new long[] { 1, 2, 5 }.Select(rules.IndexOf));
    }

    [Fact]
    public void Without_rules_everything_is_other() => Assert.Equal("other", PluralRules.Parse("").CategoryOf(1));

    [Theory]
    [InlineData("one i = 1")]
    [InlineData("one: x = 1")]
    [InlineData("one: i = one")]
    [InlineData("one: i 1")]
    public void Faulty_rules_are_refused(string rules) => Assert.Throws<FormatException>(() => PluralRules.Parse(rules));

    [Theory]
    [InlineData("plurals.json", "plurals-type-cardinal")]
    [InlineData("ordinals.json", "plurals-type-ordinal")]
    public void Every_sample_of_CLDR_in_every_language_gets_its_category(string file, string type)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.Shared("fixtures", "plurals", file)));
        var checkedSamples = 0;
        foreach (var language in document.RootElement.GetProperty("supplemental").GetProperty(type).EnumerateObject())
        {
            var rules = PluralRules.Parse(string.Join("; ", language.Value.EnumerateObject()
                .Select(rule => $"{rule.Name["pluralRule-count-".Length..]}: {rule.Value.GetString()}")));
            foreach (var rule in language.Value.EnumerateObject())
            {
                var category = rule.Name["pluralRule-count-".Length..];
                foreach (var sample in SamplesOf(rule.Value.GetString()!))
                {
                    Assert.True(category == rules.CategoryOf(sample), $"{language.Name}: {sample} is {category}, not {rules.CategoryOf(sample)}");
                    checkedSamples++;
                }
            }
        }

        Assert.True(checkedSamples > 1000, $"Only {checkedSamples} samples were found.");
    }

    /// <summary>The samples after <c>@integer</c> and <c>@decimal</c>; of a range, both ends.</summary>
    private static IEnumerable<string> SamplesOf(string rule) => rule.Split('@').Skip(1)
        .SelectMany(list => list[list.IndexOf(' ', StringComparison.Ordinal)..].Split(',', StringSplitOptions.TrimEntries))
        .Where(sample => sample.Length > 0 && sample != "…")
        .SelectMany(sample => sample.Split('~'));
}
