using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Alliance.Leadership;
using Rotunda.Modules.Shared.Time;
using Xunit;

namespace Rotunda.Tests.Modules.Alliance;

public sealed class SeatTimelineTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);

    private static Term TermOf(int? number, string? holder, string from = "XXXX", string? to = null, params string[] attested) => new()
    {
        Id = Guid.CreateVersion7(),
        Number = number,
        InstitutionId = holder is null ? null : Guid.CreateVersion7(),
        From = PartialDate.Parse(from),
        To = to is null ? null : PartialDate.Parse(to),
        Attested = [.. attested.Select(PartialDate.Parse)],
        Note = LocalizedText.Of(("en", holder)),
    };

    /// <summary>The Chinese rotating seat as the sources give it.</summary>
    private static SeatTimeline Chinese() => new([
        TermOf(8, null), TermOf(7, "upc", "2023", "2025"), TermOf(6, "xjtu", attested: ["2021-03-29", "2022-06-01"]), TermOf(5, null),
        TermOf(4, "scut", "2017", "2019"), TermOf(1, null), TermOf(2, null), TermOf(3, null)]);

    /// <summary>The Russian one: numbers are known for the last terms only.</summary>
    private static SeatTimeline Russian() => new([
        TermOf(7, "gubkin", "2023", "2025"), TermOf(null, "nefu", "2021-03-29"), TermOf(null, "urfu", "2018-07-10"), TermOf(null, "mai", to: "2018-07-10"), TermOf(8, null)]);

    private static string Answer(SeatTimeline seat, string on)
    {
        Assert.True(AsOf.TryRead(on, Today, out var date));
        return string.Join(", ", seat.Holders(date).Select(held => $"{held.Term.Note["en"] ?? "nobody recorded"} {held.Presence}"));
    }

    [Fact]
    public void Terms_without_a_date_stand_where_their_number_belongs()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Chinese().Terms.Select(term => term.Number!.Value));
        Assert.Equal(["mai", "urfu", "nefu", "gubkin", null], Russian().Terms.Select(term => term.Note["en"]));
    }

    [Theory]
    [InlineData("2022-06-01", "xjtu Certain")]
    [InlineData("2022-06-03", "xjtu Possible")]
    [InlineData("2021-12-31", "xjtu Certain")]
    [InlineData("2018-05-05", "scut Certain")]
    [InlineData("2019-06-01", "scut Possible")]
    [InlineData("2024", "upc Certain")]
    [InlineData("2024-02-29", "upc Certain")]
    [InlineData("2025-06-01", "upc Possible")]
    [InlineData("2026-11-22", "nobody recorded Unknown")]
    [InlineData("2012-01-01", "nobody recorded Unknown")]
    public void Chinese_seat_on_a_date(string on, string expected) => Assert.Equal(expected, Answer(Chinese(), on));

    [Theory]
    [InlineData("2018-07-09", "mai Unknown")]
    [InlineData("2018-07-10", "mai Certain, urfu Certain")]
    [InlineData("2018-07-11", "urfu Possible")]
    [InlineData("2020-01-01", "urfu Possible")]
    [InlineData("2021-03-29", "nefu Certain")]
    [InlineData("2022-06-03", "nefu Possible")]
    [InlineData("2024-06-01", "gubkin Certain")]
    public void Russian_seat_on_a_date(string on, string expected) => Assert.Equal(expected, Answer(Russian(), on));

    [Fact]
    public void A_permanent_seat_without_an_end_goes_on()
    {
        var seat = new SeatTimeline([TermOf(null, "hit", "2011")]);

        Assert.Equal("hit Certain", Answer(seat, "2026-11-22"));
        Assert.Equal("", Answer(seat, "2010-12-31"));
        Assert.Equal("hit Possible", Answer(seat, "2011-05-01"));
    }

    [Theory]
    [InlineData("2010", "term.not-founded", null)]
    [InlineData("2011-03-05", "term.not-founded", null)]
    [InlineData("2011", "term.no-holder", null)]
    [InlineData("2012-01-01", "term.no-holder", null)]
    [InlineData("2020-01-01", "term.no-holder", "scut")]
    [InlineData("2026-11-22", "term.no-successor", "upc")]
    public void A_vacancy_is_before_the_foundation_between_two_holders_or_after_the_last(string on, string key, string? last)
    {
        Assert.True(AsOf.TryRead(on, Today, out var date));
        var seat = new SeatTimeline(Chinese().Terms, new LocalDate(2011, 3, 6));

        Assert.Equal((key, last), (seat.VacancyKey(date), seat.LastRecordedBy(date)?.Note["en"]));
    }

    [Fact]
    public void Nobody_held_a_seat_before_there_was_a_body()
    {
        var seat = new SeatTimeline([TermOf(null, "hit", "2011"), TermOf(1, null)], new LocalDate(2011, 3, 6));

        Assert.Equal(("", "hit Possible"), (Answer(seat, "2011-03-05"), Answer(seat, "2011-03-06")));
    }

    [Fact]
    public void Last_recorded_and_next_term()
    {
        var seat = Chinese();

        Assert.Equal("upc", seat.LastRecorded!.Note["en"]);
        Assert.Equal(8, seat.After(seat.LastRecorded)!.Number);
        Assert.Null(seat.After(seat.Terms[^1]));
        Assert.Null(new SeatTimeline([]).LastRecorded);
    }
}
