using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Time;
using Rotunda.Testing;
using Xunit;

namespace Rotunda.Tests.Modules.Shared.Time;

public sealed class DateWordsTests
{
    [Theory]
    [InlineData("2011", "2011", "2011年", "2011 г.")]
    [InlineData("2011-03", "March 2011", "2011年3月", "март 2011 г.")]
    [InlineData("2011-03-06", "6 March 2011", "2011年3月6日", "6 марта 2011 г.")]
    [InlineData("2016-22", "summer 2016", "2016年夏", "лето 2016 г.")]
    [InlineData("2018~", "about 2018", "约2018年", "около 2018 г.")]
    [InlineData("2018-05~", "about May 2018", "约2018年5月", "около мая 2018 г.")]
    [InlineData("2016-05-24/2016-05-26", "24–26 May 2016", "2016年5月24日至26日", "24–26 мая 2016 г.")]
    [InlineData("2016-05-30/2016-06-02", "30 May – 2 June 2016", "2016年5月30日至6月2日", "30 мая – 2 июня 2016 г.")]
    [InlineData("2016-12-30/2017-01-02", "30 December 2016 – 2 January 2017", "2016年12月30日至2017年1月2日", "30 декабря 2016 г. – 2 января 2017 г.")]
    [InlineData("2017/2019", "2017–2019", "2017—2019年", "2017–2019 гг.")]
    [InlineData("2016-22~", "about summer 2016", "约2016年夏", "около лета 2016 г.")]
    [InlineData("2017/2019-06", "2017 – June 2019", "2017年至2019年6月", "2017 г. – июнь 2019 г.")]
    [InlineData("2024-01-22?/2024-01-23?", "22–23 January 2024 (likely)", "2024年1月22日至23日（推定）", "22–23 января 2024 г. (предположительно)")]
    [InlineData("XXXX", "date not recorded", "日期未记录", "нет сведений о дате")]
    public void Dates_are_written_as_each_language_writes_them(string date, string english, string chinese, string russian) =>
        Assert.Equal([english, chinese, russian], new[] { "en", "zh", "ru" }.Select(code => Plain(TestLanguages.TextsOf(code).Date(PartialDate.Parse(date)))));

    [Theory]
    [InlineData("2017", "2019", "2017–2019", "2017—2019年", "2017–2019 гг.")]
    [InlineData("2017~", "2019", "about 2017 – 2019", "约2017年至2019年", "около 2017 г. – 2019 г.")]
    [InlineData("2016-22", null, "since summer 2016", "自2016年夏起", "с лета 2016 г.")]
    [InlineData("2020-08", "2026-05-20", "August 2020 – 20 May 2026", "2020年8月至2026年5月20日", "август 2020 г. – 20 мая 2026 г.")]
    [InlineData("2011", null, "since 2011", "自2011年起", "с 2011 г.")]
    [InlineData("2011-03", null, "since March 2011", "自2011年3月起", "с марта 2011 г.")]
    [InlineData("XXXX", "2018-07-10", "until 10 July 2018", "至2018年7月10日止", "до 10 июля 2018 г.")]
    [InlineData("2011", "XXXX", "from 2011, end not recorded", "自2011年起，结束时间未记录", "с 2011 г., об окончании нет сведений")]
    [InlineData("XXXX", null, "beginning not recorded", "起始时间未记录", "нет сведений о начале")]
    [InlineData("XXXX", "XXXX", "date not recorded", "日期未记录", "нет сведений о дате")]
    public void Spans_say_what_is_known_of_their_ends(string from, string? to, string english, string chinese, string russian) =>
        Assert.Equal(
            [english, chinese, russian],
            new[] { "en", "zh", "ru" }.Select(code => Plain(TestLanguages.TextsOf(code).Span(PartialDate.Parse(from), to is null ? null : PartialDate.Parse(to)))));

    [Fact]
    public void A_number_and_its_abbreviation_stay_on_one_line() => Assert.Equal("6 марта 2011\u00A0г.", TestLanguages.TextsOf("ru").Day(new LocalDate(2011, 3, 6)));

    [Fact]
    public void Days_bear_their_weekday()
    {
        var (friday, sunday) = (new LocalDate(2022, 6, 3), new LocalDate(2022, 6, 5));

        Assert.Equal(
            ["Friday, 3 June 2022", "2022年6月3日 星期五", "пятница, 3 июня 2022 г."],
            new[] { "en", "zh", "ru" }.Select(code => Plain(TestLanguages.TextsOf(code).Weekday(friday))));
        Assert.Equal("Sunday, 5 June 2022", TestLanguages.TextsOf("en").Weekday(sunday));
    }

    [Theory]
    [InlineData("Asia/Shanghai", "UTC+8")]
    [InlineData("Asia/Kolkata", "UTC+5:30")]
    [InlineData("America/St_Johns", "UTC−3:30")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Asia/Kathmandu", "UTC+5:45")]
    public void Offsets_are_named_as_people_write_them(string zone, string expected) =>
        Assert.Equal(expected, TestLanguages.TextsOf("en").ZoneName(DateTimeZoneProviders.Tzdb[zone], Instant.FromUtc(2026, 1, 1, 0, 0)));

    [Theory]
    [InlineData(0, 5, "00:05")]
    [InlineData(14, 30, "14:30")]
    public void Times_have_twenty_four_hours(int hour, int minute, string expected) =>
        Assert.Equal(expected, TestLanguages.TextsOf("ru").Clock(new LocalTime(hour, minute)));

    /// <summary>Where a line may break is another question than what it says.</summary>
    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
