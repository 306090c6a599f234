using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance.Handover;

/// <summary>What the register says of two terms that follow each other.</summary>
public sealed class SuccessionTests
{
    [Theory]
    // The day after, and the day itself: one follows the other
    [InlineData("2025-09-30", "2025-10-01", "||")]
    [InlineData("2025-09-30", "2025-09-30", "||")]
    [InlineData("2025-09-30", "2025-10-02", "gap of 1 day|空档1天|перерыв 1 день")]
    [InlineData("2025-09-30", "2025-10-04", "gap of 3 days|空档3天|перерыв 3 дня")]
    [InlineData("2025-09-30", "2025-10-14", "gap of 13 days|空档13天|перерыв 13 дней")]
    [InlineData("2025-09-30", "2025-10-15", "gap of 2 weeks|空档2周|перерыв 2 недели")]
    [InlineData("2025-09-30", "2025-11-05", "gap of 5 weeks|空档5周|перерыв 5 недель")]
    [InlineData("2025-09-30", "2026-01-01", "gap of 3 months|空档3个月|перерыв 3 месяца")]
    [InlineData("2025-09-30", "2027-07-01", "gap of 21 months|空档21个月|перерыв 21 месяц")]
    [InlineData("2025-09-30", "2025-09-29", "overlap of 2 days|重叠2天|наложение 2 дня")]
    [InlineData("2025-09-30", "2025-09-17", "overlap of 2 weeks|重叠2周|наложение 2 недели")]
    [InlineData("2025-09-30", "2025-05-01", "overlap of 5 months|重叠5个月|наложение 5 месяцев")]
    // Where only months are recorded, neighbouring months may have met
    [InlineData("2025-06", "2025-07", "||")]
    [InlineData("2025-06", "2025-10", "gap of 3 months|空档3个月|перерыв 3 месяца")]
    [InlineData("2025-06-15", "2025-03", "overlap of 2 months|重叠2个月|наложение 2 месяца")]
    // What the record does not tell is not claimed
    [InlineData("2023", "2025-01-01", "||")]
    [InlineData("2025-06~", "2026-06", "||")]
    [InlineData("2025-06?", "2026-06", "||")]
    [InlineData("XXXX", "2026-06", "||")]
    [InlineData("", "2026-06", "||")]
    public void Gaps_and_overlaps_are_named_with_the_right_plurals(string to, string from, string expected)
    {
        var (before, after) = (new Term { To = to.Length == 0 ? null : PartialDate.Parse(to) }, new Term { From = PartialDate.Parse(from) });

        var found = Succession.Between(before, after);

        Assert.Equal(expected, string.Join('|', new[] { "en", "zh", "ru" }.Select(code => found?.In(TestLanguages.TextsOf(code)))));
    }
}
