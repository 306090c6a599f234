using NodaTime;
using Rotunda.Data.Values;
using Xunit;

namespace Rotunda.Tests.Data.Values;

/// <summary>What the record answers for a day: certain, possible, unknown, no.</summary>
public sealed class TenureTests
{
    [Theory]
    // Both ends known to the day: held on both
    [InlineData("2017-03-01", "2019-02-28", "2017-02-28", Presence.No)]
    [InlineData("2017-03-01", "2019-02-28", "2017-03-01", Presence.Certain)]
    [InlineData("2017-03-01", "2019-02-28", "2019-02-28", Presence.Certain)]
    [InlineData("2017-03-01", "2019-02-28", "2019-03-01", Presence.No)]
    // Ends known to the year: possible inside those years
    [InlineData("2017", "2019", "2016-12-31", Presence.No)]
    [InlineData("2017", "2019", "2017-06-01", Presence.Possible)]
    [InlineData("2017", "2019", "2018-01-01", Presence.Certain)]
    [InlineData("2017", "2019", "2019-06-01", Presence.Possible)]
    [InlineData("2017", "2019", "2020-01-01", Presence.No)]
    // No end recorded: it goes on
    [InlineData("2011", null, "2026-11-22", Presence.Certain)]
    [InlineData("2011", null, "2010-12-31", Presence.No)]
    // Ended at an unrecorded time
    [InlineData("2011-03-06", "XXXX", "2011-03-06", Presence.Certain)]
    [InlineData("2011-03-06", "XXXX", "2015-01-01", Presence.Unknown)]
    // Nothing known of the beginning
    [InlineData("XXXX", null, "2015-01-01", Presence.Unknown)]
    [InlineData("XXXX", "2018-07-10", "2018-07-10", Presence.Certain)]
    [InlineData("XXXX", "2018-07-10", "2018-07-09", Presence.Unknown)]
    [InlineData("XXXX", "2018-07-10", "2018-07-11", Presence.No)]
    [InlineData("XXXX", "XXXX", "2018-07-11", Presence.Unknown)]
    // The same year at both ends: one day of it is certain for nobody
    [InlineData("2018", "2018", "2018-06-01", Presence.Possible)]
    public void A_day_is_answered_from_what_is_recorded_of_the_ends(string from, string? to, string day, Presence expected) =>
        Assert.Equal(expected, Of(from, to).On(Day(day)));

    [Theory]
    [InlineData("2020-12-31", Presence.Unknown)]
    [InlineData("2021-03-29", Presence.Certain)]
    [InlineData("2021-12-31", Presence.Certain)]
    [InlineData("2022-06-01", Presence.Certain)]
    [InlineData("2022-06-02", Presence.Certain)]
    public void Between_attested_dates_it_held_and_without_a_recorded_end_it_goes_on(string day, Presence expected) =>
        Assert.Equal(expected, Of("XXXX", null, "2021-03-29", "2022-06-01").On(Day(day)));

    [Theory]
    [InlineData("2021-03-28", Presence.Unknown)]
    [InlineData("2021-03-29", Presence.Certain)]
    [InlineData("2022-06-01", Presence.Certain)]
    [InlineData("2022-06-02", Presence.Unknown)]
    public void After_the_last_attested_date_an_unrecorded_end_leaves_it_unknown(string day, Presence expected) =>
        Assert.Equal(expected, Of("XXXX", "XXXX", "2021-03-29", "2022-06-01").On(Day(day)));

    [Theory]
    [InlineData("2020-12-31", Presence.No)]
    [InlineData("2021-01-01", Presence.Unknown)]
    [InlineData("2022-06-01", Presence.Certain)]
    [InlineData("2022-12-31", Presence.Possible)]
    [InlineData("2023-01-01", Presence.Possible)]
    [InlineData("2023-01-02", Presence.No)]
    public void Neighbours_bound_what_is_not_recorded(string day, Presence expected)
    {
        var tenure = Of("XXXX", null, "2022-06-01") with { NotBefore = new LocalDate(2021, 1, 1), EndedBy = new LocalDate(2023, 1, 1) };

        Assert.Equal(expected, tenure.On(Day(day)));
    }

    [Fact]
    public void A_recorded_beginning_outweighs_a_bound_concluded_from_neighbours()
    {
        var tenure = Of("2015", "2016") with { NotBefore = new LocalDate(2018, 1, 1) };

        Assert.Equal(Presence.No, tenure.On(new LocalDate(2015, 12, 30)));
        Assert.Equal(Presence.Certain, tenure.On(new LocalDate(2015, 12, 31)));
        Assert.Equal(Presence.Possible, tenure.On(new LocalDate(2016, 6, 1)));
    }

    [Fact]
    public void A_stretch_is_answered_by_its_surest_day()
    {
        var tenure = Of("2017", "2019");

        Assert.Equal(Presence.Certain, tenure.During(new LocalDate(2017, 6, 1), new LocalDate(2018, 6, 1)));
        Assert.Equal(Presence.Possible, Of("2017", "2019").During(new LocalDate(2019, 1, 2), new LocalDate(2020, 12, 31)));
        Assert.Equal(Presence.No, tenure.During(new LocalDate(2020, 1, 1), new LocalDate(2021, 1, 1)));
        Assert.Equal(Presence.No, tenure.During(new LocalDate(2000, 1, 1), new LocalDate(2016, 12, 31)));
        Assert.Equal(Presence.Certain, tenure.During(new LocalDate(2000, 1, 1), new LocalDate(2100, 12, 31)));
    }

    private static Tenure Of(string from, string? to, params string[] attested) =>
        new(PartialDate.Parse(from), to is null ? null : PartialDate.Parse(to), [.. attested.Select(PartialDate.Parse)]);

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
