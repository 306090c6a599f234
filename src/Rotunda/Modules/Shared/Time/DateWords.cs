using System.Globalization;
using NodaTime;
using Rotunda.Data.Values;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Shared.Time;

/// <summary>Dates and times in words, by patterns in the PO files and month names of the culture.</summary>
public static class DateWords
{
    extension(Texts texts)
    {
        /// <summary>«3 June 2022», «3 июня 2022 г.», «2022年6月3日».</summary>
        public string Day(LocalDate day) =>
            texts.Format("date.day", ("day", Digits(day.Day)), ("month", texts.MonthInDate(day.Month)), ("m", Digits(day.Month)), ("year", Digits(day.Year)));

        /// <summary>The day without the year.</summary>
        public string DayOfMonth(LocalDate day) => texts.Format("date.day-month", ("day", Digits(day.Day)), ("month", texts.MonthInDate(day.Month)), ("m", Digits(day.Month)));

        /// <summary>«Friday, 3 June 2022».</summary>
        public string Weekday(LocalDate day) =>
            texts.Format("date.weekday", ("weekday", texts.Language.Culture.DateTimeFormat.DayNames[(int)day.DayOfWeek % 7]), ("day", texts.Day(day)));

        /// <summary>A date of history as precisely as it is known; «date not recorded» when it is not.</summary>
        /// <param name="date">The date.</param>
        /// <param name="inPhrase">True after a preposition, where some languages inflect a month that stands without a day.</param>
        public string Date(PartialDate date, bool inPhrase = false)
        {
            if (date.Start is not { } start) return texts["date.unknown"];
            var words = date.End is { } end ? texts.Range(start, end) : texts.Point(start, inPhrase || date.IsApproximate);
            return (date.IsApproximate, date.IsUncertain) switch
            {
                (true, _) => texts.Format("date.about", ("date", words)),
                (_, true) => texts.Format("date.likely", ("date", words)),
                _ => words,
            };
        }

        /// <summary>«2017 – 2019», «since 2011», «until 10 July 2018»; <c>null</c> as the end means that none is recorded.</summary>
        public string Span(PartialDate from, PartialDate? to) => (from.IsUnknown, to) switch
        {
            (true, null) => texts["span.unknown-start"],
            (true, { IsUnknown: true }) => texts["date.unknown"],
            (true, { } end) => texts.Format("span.until", ("to", texts.Date(end, inPhrase: true))),
            (false, null) => texts.Format("span.since", ("from", texts.Date(from, inPhrase: true))),
            (false, { IsUnknown: true }) => texts.Format("span.from-unknown-end", ("from", texts.Date(from, inPhrase: true))),
            (false, { } end) when IsYear(from) && IsYear(end) => texts.Years(from.Start!.Value, end.Start!.Value),
            (false, { } end) => texts.Format("span.from-to", ("from", texts.Date(from)), ("to", texts.Date(end))),
        };

        /// <summary>A day and a time, or two, as one says them together.</summary>
        public string At(string day, LocalTime time, LocalTime? until = null) =>
            texts.Format("time.at", ("day", day), ("time", until is { } end ? $"{texts.Clock(time)}–{texts.Clock(end)}" : texts.Clock(time)));

        /// <summary>The time of day, «14:30».</summary>
        public string Clock(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

        /// <summary>An offset as people write it: «UTC+8», «UTC+5:30».</summary>
        public string OffsetName(Offset offset)
        {
            var minutes = offset.Seconds / 60;
            var sign = minutes < 0 ? "−" : "+";
            var (hours, rest) = Math.DivRem(Math.Abs(minutes), 60);
            return minutes == 0 ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{hours}{(rest == 0 ? "" : $":{rest:00}")}");
        }

        /// <summary>The zone's offset at an instant.</summary>
        public string ZoneName(DateTimeZone zone, Instant at) => texts.OffsetName(zone.GetUtcOffset(at));

        /// <summary>Day and time of an instant in a zone, with the zone's offset.</summary>
        public string MomentIn(Instant at, DateTimeZone zone)
        {
            var local = at.InZone(zone);
            return $"{texts.At(texts.Day(local.Date), local.TimeOfDay)} {texts.OffsetName(local.Offset)}";
        }

        private string Point(DatePoint point, bool inPhrase) => point.Precision switch
        {
            DatePrecision.Year => texts.Format("date.year", ("year", Digits(point.Year))),
            DatePrecision.Season => texts.Format(SeasonKey((Season)point.Part!.Value, inPhrase), ("year", Digits(point.Year))),
            DatePrecision.Month => texts.Format("date.month", ("month", inPhrase ? texts.MonthInDate(point.Part!.Value) : texts.MonthAlone(point.Part!.Value)), ("m", Digits(point.Part!.Value)), ("year", Digits(point.Year))),
            _ => texts.Day(point.First),
        };

        private string Years(DatePoint start, DatePoint end) => texts.Format("span.years", ("from", Digits(start.Year)), ("to", Digits(end.Year)));

        private string Range(DatePoint start, DatePoint end)
        {
            if (start.Precision == DatePrecision.Year && end.Precision == DatePrecision.Year) return texts.Years(start, end);
            if (start.Precision != DatePrecision.Day || end.Precision != DatePrecision.Day || start.Year != end.Year)
                return texts.Format("date.range", ("from", texts.Point(start, inPhrase: false)), ("to", texts.Point(end, inPhrase: false)));
            if (start.Part != end.Part)
                return texts.Format("date.days-in-year", ("from", texts.DayOfMonth(start.First)), ("to", texts.DayOfMonth(end.First)), ("year", Digits(start.Year)));
            return texts.Format("date.days-in-month",
                ("first", Digits(start.Day!.Value)), ("last", Digits(end.Day!.Value)), ("month", texts.MonthInDate(start.Part!.Value)), ("m", Digits(start.Part!.Value)), ("year", Digits(start.Year)));
        }

        private string MonthInDate(int month) => texts.Language.Culture.DateTimeFormat.MonthGenitiveNames[month - 1];

        private string MonthAlone(int month) => texts.Language.Culture.DateTimeFormat.MonthNames[month - 1];
    }

    /// <summary>A year alone, without a doubt that would have to be said.</summary>
    private static bool IsYear(PartialDate date) => date is { Start.Precision: DatePrecision.Year, End: null, IsApproximate: false, IsUncertain: false };

    private static string SeasonKey(Season season, bool inPhrase) => (season, inPhrase) switch
    {
        (Season.Spring, false) => "date.spring",
        (Season.Spring, true) => "date.in-spring",
        (Season.Summer, false) => "date.summer",
        (Season.Summer, true) => "date.in-summer",
        (Season.Autumn, false) => "date.autumn",
        (Season.Autumn, true) => "date.in-autumn",
        (_, false) => "date.winter",
        (_, true) => "date.in-winter",
    };

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
