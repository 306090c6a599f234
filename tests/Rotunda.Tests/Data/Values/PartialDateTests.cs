using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rotunda.Data.Values;
using Xunit;

namespace Rotunda.Tests.Data.Values;

public sealed class PartialDateTests
{
    /// <summary>Every form that can be stored: points of each precision, extents, qualifiers.</summary>
    private static readonly Arbitrary<PartialDate> Dates = Stored().ToArbitrary();

    [Theory]
    [InlineData("2011", "2011-01-01", "2011-12-31")]
    [InlineData("2011-03", "2011-03-01", "2011-03-31")]
    [InlineData("2012-02", "2012-02-01", "2012-02-29")]
    [InlineData("2011-03-06", "2011-03-06", "2011-03-06")]
    [InlineData("2016-21", "2016-03-01", "2016-05-31")]
    [InlineData("2016-22", "2016-06-01", "2016-08-31")]
    [InlineData("2016-23", "2016-09-01", "2016-11-30")]
    [InlineData("2015-24", "2015-12-01", "2016-02-29")]
    [InlineData("2018~", "2018-01-01", "2018-12-31")]
    [InlineData("2016-05-24/2016-05-26", "2016-05-24", "2016-05-26")]
    [InlineData("2017/2019-06", "2017-01-01", "2019-06-30")]
    [InlineData("2024-01-22?/2024-01-23?", "2024-01-22", "2024-01-23")]
    [InlineData("0001", "0001-01-01", "0001-12-31")]
    [InlineData("9999-12", "9999-12-01", "9999-12-31")]
    [InlineData("9999-24", "9999-12-01", "9999-12-31")]
    public void A_date_spans_the_days_that_it_can_mean_and_is_written_as_it_was_read(string text, string first, string last)
    {
        var date = PartialDate.Parse(text);

        Assert.Equal((first, last), (date.Earliest!.Value.ToString("uuuu-MM-dd", null), date.Latest!.Value.ToString("uuuu-MM-dd", null)));
        Assert.Equal(text, date.ToString());
    }

    [Theory]
    [InlineData("2018~", true, false)]
    [InlineData("2018?", false, true)]
    [InlineData("2018%", true, true)]
    [InlineData("2018-03-01?/2018-03-02?", false, true)]
    [InlineData("2018", false, false)]
    public void Qualifiers_say_about_and_likely(string text, bool approximate, bool uncertain)
    {
        var date = PartialDate.Parse(text);

        Assert.Equal((approximate, uncertain), (date.IsApproximate, date.IsUncertain));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("11")]
    [InlineData("0000")]
    [InlineData("12011")]
    [InlineData("-2011")]
    [InlineData("2011-00")]
    [InlineData("2011-13")]
    [InlineData("2011-20")]
    [InlineData("2011-25")]
    [InlineData("2011-3")]
    [InlineData("2011-02-29")]
    [InlineData("2011-04-31")]
    [InlineData("2011-04-00")]
    [InlineData("2011-22-01")]
    [InlineData("2011-03-06T10:00")]
    [InlineData(" 2011")]
    [InlineData("2011\n")]
    [InlineData("٢٠١١")]
    [InlineData("2011~?")]
    [InlineData("2012/2011")]
    [InlineData("2011/")]
    [InlineData("/2011")]
    [InlineData("2011/2012/2013")]
    [InlineData("2011/XXXX")]
    [InlineData("xxxx")]
    [InlineData("spring 2011")]
    public void Anything_else_is_no_date(string? text)
    {
        Assert.False(PartialDate.TryParse(text, out var date));
        Assert.Equal(PartialDate.Unknown, date);
        Assert.Throws<FormatException>(() => PartialDate.Parse(text!));
    }

    [Fact]
    public void Unknown_has_no_days_and_comes_last()
    {
        var unknown = PartialDate.Parse("XXXX");

        Assert.Equal(PartialDate.Unknown, unknown);
        Assert.Equal((null, null, true, "XXXX"), (unknown.Earliest, unknown.Latest, unknown.IsUnknown, unknown.ToString()));
        Assert.Equal(
            ["1999", "2011-01", "2011", "2011-03-06", "2011-03-06/2011-03-08", "2011-22", "2011-12", "XXXX"],
            new[] { "XXXX", "2011-12", "2011-03-06/2011-03-08", "2011", "2011-22", "1999", "2011-03-06", "2011-01" }.Select(PartialDate.Parse).Order().Select(date => date.ToString()));
    }

    [Fact]
    public void An_extent_of_one_day_is_that_day_and_a_backward_one_is_refused()
    {
        var (day, next) = (new LocalDate(2016, 5, 24), new LocalDate(2016, 5, 25));

        Assert.Equal(PartialDate.On(day), PartialDate.Between(day, day));
        Assert.Equal("2016-05-24/2016-05-25", PartialDate.Between(day, next).ToString());
        Assert.Throws<ArgumentException>(() => PartialDate.Between(next, day));
    }

    [Fact]
    public void Every_date_reads_back_as_it_was_written() =>
        Prop.ForAll(Dates, date => PartialDate.Parse(date.ToString()) == date).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_date_begins_before_it_ends() =>
        Prop.ForAll(Dates, date => date.IsUnknown || date.Earliest <= date.Latest).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_dates_is_total_and_agrees_with_their_first_days() =>
        Prop.ForAll(Dates, Dates, (left, right) =>
            Math.Sign(left.CompareTo(right)) == -Math.Sign(right.CompareTo(left))
            && (left.IsUnknown || right.IsUnknown || left.Earliest == right.Earliest || left.CompareTo(right) < 0 == left.Earliest < right.Earliest))
            .QuickCheckThrowOnFailure();

    private static Gen<PartialDate> Stored()
    {
        var years = Gen.Frequency((8, Gen.Choose(1950, 2050)), (1, Gen.Elements(1, 9999)));
        var days = from year in years from day in Gen.Choose(0, 364) select PartialDate.On(new LocalDate(year, 1, 1).PlusDays(day));
        var coarse = from year in years from part in Gen.Elements("", "-01", "-02", "-12", "-21", "-22", "-23", "-24") select PartialDate.Parse($"{year:0000}{part}");
        var single = Gen.OneOf(days, coarse);
        var extents = from one in single from other in single
                      let ordered = one.Earliest <= other.Earliest ? (one, other) : (other, one)
                      where ordered.Item2.Latest >= ordered.Item1.Earliest
                      select PartialDate.Parse($"{ordered.Item1}/{ordered.Item2}");
        var qualified = from date in Gen.OneOf(single, extents) from mark in Gen.Elements("", "~", "?", "%")
                        select PartialDate.Parse(string.Join('/', date.ToString().Split('/').Select(end => end + mark)));
        return Gen.Frequency((20, qualified), (1, Gen.Constant(PartialDate.Unknown)));
    }
}
